#include "content/prescan.h"

#include "content/element.h"
#include "content/tokens.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace deskbridge::html {
namespace {

template <size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Elements without content, and those that a parser ignores inside a text.
constexpr std::array<std::string_view, 24> flat = {"area",  "base",  "basefont", "bgsound", "br",     "col",
                                                   "embed", "frame", "head",     "hr",      "html",   "image",
                                                   "img",   "body",  "input",    "isindex", "keygen", "link",
                                                   "meta",  "param", "source",   "spacer",  "track",  "wbr"};

// Elements that the next of the same rank, or the end of what they stand in, closes. A part of a table closes
// those of lower rank too, and a paragraph is closed by all.
struct Implied {
    std::string_view name;
    int rank;
};
constexpr Implied implied[] = {{"p", 0},        {"li", 1},     {"dd", 2},    {"dt", 2},    {"option", 3},
                               {"optgroup", 3}, {"rt", 4},     {"rp", 4},    {"rb", 4},    {"td", 5},
                               {"th", 5},       {"tr", 6},     {"tbody", 7}, {"thead", 7}, {"tfoot", 7},
                               {"colgroup", 7}, {"caption", 7}};
constexpr int lowest_table_rank = 5;

int rank_of(std::string_view name) {
    for (const Implied& each : implied) {
        if (each.name == name) return each.rank;
    }
    return -1;
}

// Elements whose end tag reaches over other open ones until one of the barriers.
constexpr std::array<std::string_view, 15> formatting = {
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", "span"};
constexpr std::array<std::string_view, 12> barriers = {"table",  "td",       "th",      "caption",
                                                       "applet", "object",   "marquee", "button",
                                                       "select", "template", "svg",     "math"};

// Content in which even a parser reads <style> and the like as ordinary tags.
constexpr std::array<std::string_view, 4> strange = {"svg", "math", "select", "template"};

/// The open elements as far as tags alone tell.
class Nesting {
public:
    void open(const std::string& name) {
        if (is_one_of(flat, name)) return;
        if (const int rank = rank_of(name); rank >= 0) close_same(rank);
        // a link cannot stand in a link: an unclosed one ends here
        if (name == "a") erase(name);
        open_.push_back(name);
    }

    void close(const std::string& name) {
        if (is_one_of(formatting, name)) return erase(name);
        for (size_t i = open_.size(); i-- > 0;) {
            if (open_[i] == name) return open_.resize(i);
            if (rank_of(open_[i]) < 0) return;
        }
    }

    size_t depth() const { return open_.size(); }

private:
    void close_same(int rank) {
        for (size_t i = open_.size(); i-- > 0;) {
            const int other = rank_of(open_[i]);
            if (other == rank) return open_.resize(i);
            if (other != 0 && (other < lowest_table_rank || other > rank)) return;
        }
    }

    void erase(const std::string& name) {
        for (size_t i = open_.size(); i-- > 0;) {
            if (open_[i] == name) {
                open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
                return;
            }
            if (is_one_of(barriers, open_[i])) return;
        }
    }

    std::vector<std::string> open_;
};

size_t count_attributes(std::string_view attributes) {
    size_t count = 0, at = 0;
    for (RawAttribute ignored; next_attribute(attributes, at, ignored);) ++count;
    return count;
}

bool fits(const Extent& extent, const Bounds& bounds) {
    return extent.tags <= bounds.tags && extent.depth <= bounds.depth &&
           extent.attributes <= bounds.attributes;
}

}  // namespace

Extent prescan(std::string_view html, const Bounds& bounds) {
    Extent extent;
    extent.bytes = html.size();
    extent.within = html.size() <= bounds.bytes;
    Nesting nesting;
    bool seen_strange = false;
    Tokens tokens(html);
    while (extent.within) {
        const Token token = tokens.next();
        if (token.kind == Token::Kind::finish) break;
        if (token.kind != Token::Kind::start && token.kind != Token::Kind::end) continue;
        ++extent.tags;
        extent.attributes = std::max(extent.attributes, count_attributes(token.attributes));
        if (token.kind == Token::Kind::start)
            nesting.open(token.name);
        else
            nesting.close(token.name);
        extent.depth = std::max(extent.depth, nesting.depth());
        extent.within = fits(extent, bounds);
        seen_strange = seen_strange || is_one_of(strange, token.name);
        if (token.kind == Token::Kind::end || seen_strange) continue;
        if (token.name == "plaintext") break;
        if (is_raw_text(token.name)) tokens.skip_raw(token.name);
    }
    return extent;
}

}  // namespace deskbridge::html
