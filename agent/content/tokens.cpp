#include "content/tokens.h"

#include <algorithm>
#include <array>

namespace deskbridge::html {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool ends_name(char c) {
    return is_html_space(c) || c == '/' || c == '>';
}

size_t find_from(std::string_view text, std::string_view what, size_t at) {
    return std::min(text.find(what, at), text.size());
}

// where a comment that began with "<!--" ends; `at` is behind these four
size_t comment_end(std::string_view html, size_t at) {
    if (html.substr(at, 1) == ">") return at + 1;
    if (html.substr(at, 2) == "->") return at + 2;
    while ((at = html.find("--", at)) != std::string_view::npos) {
        if (html.substr(at + 2, 1) == ">") return at + 3;
        if (html.substr(at + 2, 2) == "!>") return at + 4;
        ++at;
    }
    return html.size();
}

}  // namespace

bool is_html_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

std::string lower(std::string_view ascii) {
    std::string out(ascii);
    for (char& c : out) c = lower(c);
    return out;
}

bool is_raw_text(std::string_view name) {
    constexpr std::array<std::string_view, 8> raw = {"script", "style",  "title",   "textarea",
                                                     "xmp",    "iframe", "noembed", "noframes"};
    return std::find(raw.begin(), raw.end(), name) != raw.end();
}

bool next_attribute(std::string_view html, size_t& at, RawAttribute& out) {
    while (at < html.size() && (is_html_space(html[at]) || html[at] == '/')) ++at;
    if (at >= html.size() || html[at] == '>') return false;
    size_t begin = at++;
    while (at < html.size() && !ends_name(html[at]) && html[at] != '=') ++at;
    out = {html.substr(begin, at - begin), {}};
    size_t ahead = at;
    while (ahead < html.size() && is_html_space(html[ahead])) ++ahead;
    if (ahead >= html.size() || html[ahead] != '=') return true;
    at = ahead + 1;
    while (at < html.size() && is_html_space(html[at])) ++at;
    if (at >= html.size() || html[at] == '>') return true;
    if (html[at] == '"' || html[at] == '\'') {
        const size_t end = std::min(html.find(html[at], at + 1), html.size());
        out.value = html.substr(at + 1, end - at - 1);
        at = std::min(end + 1, html.size());
        return true;
    }
    begin = at;
    while (at < html.size() && !is_html_space(html[at]) && html[at] != '>') ++at;
    out.value = html.substr(begin, at - begin);
    return true;
}

Token Tokens::next() {
    if (at_ >= html_.size()) return {};
    if (html_[at_] == '<') {
        Token found = markup();
        if (found.kind != Token::Kind::text) return found;
    }
    // a "<" that opens nothing is text, together with what follows it
    const size_t begin = at_;
    at_ = find_from(html_, "<", html_[at_] == '<' ? at_ + 1 : at_);
    return {Token::Kind::text, html_.substr(begin, at_ - begin), {}, {}};
}

Token Tokens::markup() {
    const char first = at_ + 1 < html_.size() ? html_[at_ + 1] : ' ';
    if (is_letter(first)) return tag(Token::Kind::start, at_ + 1);
    if (first == '!') {
        const bool dashed = html_.substr(at_, 4) == "<!--";
        return comment(dashed ? comment_end(html_, at_ + 4) : find_from(html_, ">", at_ + 2) + 1);
    }
    if (first == '?') return comment(find_from(html_, ">", at_ + 2) + 1);
    if (first == '/' && at_ + 2 < html_.size()) {
        if (is_letter(html_[at_ + 2])) return tag(Token::Kind::end, at_ + 2);
        return comment(find_from(html_, ">", at_ + 2) + 1);
    }
    return {Token::Kind::text, {}, {}, {}};
}

Token Tokens::comment(size_t end) {
    const size_t begin = at_;
    at_ = std::min(end, html_.size());
    return {Token::Kind::comment, html_.substr(begin, at_ - begin), {}, {}};
}

Token Tokens::tag(Token::Kind kind, size_t name_begin) {
    const size_t begin = at_;
    size_t name_end = name_begin;
    while (name_end < html_.size() && !ends_name(html_[name_end])) ++name_end;
    size_t end = name_end;
    for (RawAttribute ignored; next_attribute(html_, end, ignored);) {
    }
    // a tag that the text ends in is no tag
    if (end >= html_.size()) return comment(html_.size());
    at_ = end + 1;
    return {kind, html_.substr(begin, at_ - begin), lower(html_.substr(name_begin, name_end - name_begin)),
            html_.substr(name_end, end - name_end)};
}

std::string_view Tokens::skip_raw(std::string_view name) {
    const size_t begin = at_;
    while ((at_ = find_from(html_, "</", at_)) < html_.size()) {
        const size_t after = at_ + 2 + name.size();
        const bool same = after < html_.size() && ends_name(html_[after]) &&
                          lower(html_.substr(at_ + 2, name.size())) == name;
        if (same) break;
        ++at_;
    }
    return html_.substr(begin, at_ - begin);
}

}  // namespace deskbridge::html
