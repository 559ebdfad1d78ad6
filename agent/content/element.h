#pragma once
#include <string_view>

namespace deskbridge::html {

/// What an element is within a text: decides where it may stand and how it reads as plain text.
enum class Part {
    phrase,
    link,
    paragraph,
    block,
    preformatted,
    quote,
    heading,
    list,
    item,
    terms,
    term,
    table,
    caption,
    columns,
    column,
    rows,
    row,
    cell,
    mark,  // br, img, input: nothing inside, stands in a line
    rule,  // hr: nothing inside, stands between paragraphs
};

/// One line of the allow-list. `as` is the name under which the element is written; without one only its
/// content is (`keep_content`) or nothing at all. Elements that are not listed keep their content.
struct Element {
    std::string_view name;
    std::string_view as;
    Part part;
    bool keep_content;

    bool is_void() const { return part == Part::mark || part == Part::rule || part == Part::column; }
};

/// The element of this name in lower case, or nullptr.
const Element* find_element(std::string_view name);

}  // namespace deskbridge::html
