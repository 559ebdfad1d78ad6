#include "content/plain_writer.h"

#include "content/tokens.h"

#include <algorithm>

namespace deskbridge::html {

// Pays what is owed before a word is written.
void PlainWriter::settle() {
    if (begun_ && breaks_ == 0) {
        if (blank_) out_ += ' ';
    } else {
        if (begun_) out_.append(breaks_, '\n');
        for (const std::string& each : indents_) out_ += each;
    }
    begun_ = true;
    breaks_ = 0;
    blank_ = at_front_ = false;
}

void PlainWriter::words(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
        if (is_html_space(text[at++])) {
            blank_ = !at_front_;
            continue;
        }
        const size_t begin = at - 1;
        while (at < text.size() && !is_html_space(text[at])) ++at;
        settle();
        out_.append(text, begin, at - begin);
    }
}

void PlainWriter::verbatim(std::string_view text) {
    for (const char c : text) {
        if (c == '\n') {
            line_break();
            continue;
        }
        if (breaks_ > 0 || blank_ || !begun_) settle();
        at_front_ = false;
        out_ += c;
    }
}

void PlainWriter::part(size_t breaks) {
    if (at_front_) return;
    if (rows_ > 0)
        blank_ = true;
    else
        breaks_ = std::max(breaks_, breaks);
}

void PlainWriter::line_break() {
    if (rows_ > 0)
        blank_ = true;
    else
        ++breaks_;
}

void PlainWriter::begin_item(std::string_view bullet) {
    part(1);
    settle();
    out_ += bullet;
    indents_.emplace_back(bullet.size(), ' ');
    at_front_ = true;
}

void PlainWriter::begin_quote() {
    part(2);
    indents_.emplace_back("> ");
}

void PlainWriter::end_indent() {
    if (!indents_.empty()) indents_.pop_back();
    at_front_ = false;
}

void PlainWriter::begin_row() {
    part(1);
    ++rows_;
    first_cell_ = true;
}

void PlainWriter::begin_cell() {
    if (!first_cell_) {
        blank_ = false;
        settle();
        out_ += " | ";
        at_front_ = true;
    }
    first_cell_ = blank_ = false;
}

void PlainWriter::end_row() {
    if (rows_ > 0) --rows_;
    at_front_ = false;
    part(1);
}

std::string_view PlainWriter::since(size_t position) const {
    std::string_view text = std::string_view(out_).substr(position);
    while (!text.empty() && is_html_space(text.front())) text.remove_prefix(1);
    return text;
}

}  // namespace deskbridge::html
