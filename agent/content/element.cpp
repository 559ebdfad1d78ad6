#include "content/element.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace deskbridge::html {
namespace {

// sorted by name
constexpr Element elements[] = {
    {"a", "a", Part::link, true},
    {"abbr", "abbr", Part::phrase, true},
    {"address", "div", Part::block, true},
    {"article", "div", Part::block, true},
    {"aside", "div", Part::block, true},
    {"b", "b", Part::phrase, true},
    {"blockquote", "blockquote", Part::quote, true},
    {"br", "br", Part::mark, true},
    {"caption", "caption", Part::caption, true},
    {"center", "div", Part::block, true},
    {"cite", "cite", Part::phrase, true},
    {"code", "code", Part::phrase, true},
    {"col", "col", Part::column, true},
    {"colgroup", "colgroup", Part::columns, true},
    {"dd", "dd", Part::term, true},
    {"del", "del", Part::phrase, true},
    {"details", "div", Part::block, true},
    {"dialog", "div", Part::block, true},
    {"dir", "ul", Part::list, true},
    {"div", "div", Part::block, true},
    {"dl", "dl", Part::terms, true},
    {"dt", "dt", Part::term, true},
    {"em", "em", Part::phrase, true},
    {"fieldset", "div", Part::block, true},
    {"figcaption", "div", Part::block, true},
    {"figure", "div", Part::block, true},
    {"font", "span", Part::phrase, true},
    {"footer", "div", Part::block, true},
    {"form", "div", Part::block, true},
    {"frame", "", Part::phrase, false},
    {"frameset", "", Part::phrase, false},
    {"h1", "h1", Part::heading, true},
    {"h2", "h2", Part::heading, true},
    {"h3", "h3", Part::heading, true},
    {"h4", "h4", Part::heading, true},
    {"h5", "h5", Part::heading, true},
    {"h6", "h6", Part::heading, true},
    {"header", "div", Part::block, true},
    {"hgroup", "div", Part::block, true},
    {"hr", "hr", Part::rule, true},
    {"i", "i", Part::phrase, true},
    {"iframe", "", Part::phrase, false},
    {"img", "img", Part::mark, true},
    {"input", "", Part::mark, true},
    {"ins", "ins", Part::phrase, true},
    {"kbd", "kbd", Part::phrase, true},
    {"li", "li", Part::item, true},
    {"listing", "pre", Part::preformatted, true},
    {"main", "div", Part::block, true},
    {"mark", "mark", Part::phrase, true},
    {"math", "", Part::phrase, false},
    {"menu", "ul", Part::list, true},
    {"nav", "div", Part::block, true},
    {"noembed", "", Part::phrase, false},
    {"noframes", "", Part::phrase, false},
    {"ol", "ol", Part::list, true},
    {"p", "p", Part::paragraph, true},
    {"plaintext", "pre", Part::preformatted, true},
    {"pre", "pre", Part::preformatted, true},
    {"q", "q", Part::phrase, true},
    {"s", "s", Part::phrase, true},
    {"samp", "samp", Part::phrase, true},
    {"script", "", Part::phrase, false},
    {"section", "div", Part::block, true},
    {"small", "small", Part::phrase, true},
    {"span", "span", Part::phrase, true},
    {"strike", "s", Part::phrase, true},
    {"strong", "strong", Part::phrase, true},
    {"style", "", Part::phrase, false},
    {"sub", "sub", Part::phrase, true},
    {"summary", "div", Part::block, true},
    {"sup", "sup", Part::phrase, true},
    {"svg", "", Part::phrase, false},
    {"table", "table", Part::table, true},
    {"tbody", "tbody", Part::rows, true},
    {"td", "td", Part::cell, true},
    {"template", "", Part::phrase, false},
    {"tfoot", "tfoot", Part::rows, true},
    {"th", "th", Part::cell, true},
    {"thead", "thead", Part::rows, true},
    {"title", "", Part::phrase, false},
    {"tr", "tr", Part::row, true},
    {"tt", "code", Part::phrase, true},
    {"u", "u", Part::phrase, true},
    {"ul", "ul", Part::list, true},
    {"var", "var", Part::phrase, true},
    {"xmp", "pre", Part::preformatted, true},
};

constexpr bool before(const Element& a, const Element& b) {
    return a.name < b.name;
}
static_assert(std::is_sorted(std::begin(elements), std::end(elements), before));

// where the elements of each letter begin; those of the last one end where a letter after it would begin
constexpr auto begins = [] {
    std::array<size_t, 27> table{};
    for (size_t letter = 0; letter < table.size(); ++letter) {
        while (table[letter] < std::size(elements) &&
               static_cast<size_t>(elements[table[letter]].name[0] - 'a') < letter)
            ++table[letter];
    }
    return table;
}();

}  // namespace

const Element* find_element(std::string_view name) {
    if (name.empty() || name[0] < 'a' || name[0] > 'z') return nullptr;
    const auto letter = static_cast<size_t>(name[0] - 'a');
    for (size_t i = begins[letter]; i < begins[letter + 1]; ++i) {
        if (elements[i].name == name) return &elements[i];
    }
    return nullptr;
}

}  // namespace deskbridge::html
