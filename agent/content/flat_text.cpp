#include "content/flat_text.h"

#include "content/element.h"
#include "content/html_tree.h"
#include "content/reference.h"
#include "content/tokens.h"

#include <algorithm>

namespace deskbridge::html {
namespace {

void begin_line(std::string& out) {
    if (!out.empty() && out.back() != '\n') out += '\n';
}

bool breaks_line(std::string_view name) {
    const Element* element = find_element(name);
    if (element == nullptr) return false;
    switch (element->part) {
        case Part::phrase:
        case Part::link:
        case Part::mark:
        case Part::cell: return false;
        default: return element->keep_content;
    }
}

bool vanishes(std::string_view name) {
    return is_raw_text(name) && name != "textarea" && name != "xmp";
}

// A "<" that is text is written as a reference, so that the result has no tags whatever it is put beside.
void append_source(std::string& out, std::string_view text, bool preformatted) {
    for (const char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '\n')
            out += preformatted ? '\n' : ' ';
        else
            out += c;
    }
}

/// Lines of text, references not yet decoded.
std::string undecoded_lines(std::string_view html) {
    std::string out;
    size_t preformatted = 0;
    Tokens tokens(html);
    for (Token token = tokens.next(); token.kind != Token::Kind::finish; token = tokens.next()) {
        if (token.kind == Token::Kind::text) append_source(out, token.source, preformatted > 0);
        if (token.kind != Token::Kind::start && token.kind != Token::Kind::end) continue;
        if (token.name == "br") out += '\n';
        if (breaks_line(token.name)) begin_line(out);
        const bool start = token.kind == Token::Kind::start;
        if (token.name == "pre")
            preformatted = start ? preformatted + 1 : preformatted - (preformatted > 0 ? 1 : 0);
        if (start && vanishes(token.name)) tokens.skip_raw(token.name);
    }
    return out;
}

class TextCollector : public HtmlEvents {
public:
    explicit TextCollector(std::string& out) : out_(out) {}
    void open(std::string_view, const std::vector<Attribute>&) override {}
    void close() override {}
    void text(std::string_view decoded) override { out_ += decoded; }

private:
    std::string& out_;
};

void append_decoded(std::string& out, std::string_view lines) {
    std::string decoded;
    if (!decode_references(lines, decoded)) {
        decoded.clear();
        TextCollector collector(decoded);
        constexpr size_t memory_per_byte = 8;
        if (!walk_html(lines, collector, parser_bytes_max + memory_per_byte * lines.size())) decoded = lines;
    }
    out += decoded;
}

// no more than one empty line in a row, none at either end
std::string without_gaps(std::string_view text) {
    std::string out;
    size_t breaks = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool crlf = text[i] == '\r' && text.substr(i + 1, 1) == "\n";
        if (crlf) continue;
        if (text[i] == '\n' || text[i] == '\r') {
            ++breaks;
            continue;
        }
        if (!out.empty()) out.append(std::min<size_t>(breaks, 2), '\n');
        breaks = 0;
        out += text[i];
    }
    return out;
}

}  // namespace

std::string flat_text(std::string_view html) {
    // no reference reaches over a line break, so the lines are decoded some at a time
    constexpr size_t portion = 65'536;
    const std::string lines = undecoded_lines(html);
    std::string out;
    for (size_t begin = 0; begin < lines.size();) {
        const size_t end = std::min(lines.find('\n', begin + portion), lines.size());
        append_decoded(out, std::string_view(lines).substr(begin, end - begin));
        begin = end;
    }
    return without_gaps(out);
}

std::string html_of_lines(std::string_view text) {
    std::string out;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        append_escaped(out, text.substr(begin, end - begin));
        if (end < text.size()) out += "<br>";
        begin = end + 1;
    }
    return out;
}

}  // namespace deskbridge::html
