// A value in the form that a work field takes.
#pragma once

#include "model/process.h"
#include "model/value.h"

#include <string>

namespace deskbridge {

/// The value in its new form; or, when `message` is not empty, what is wrong and how to put it right.
struct Coerced {
    Value value;
    std::string message;
    std::string fix;

    bool ok() const { return message.empty(); }
};

/// Nothing stays nothing, and a value that has the form already stays as it is, words aside. Otherwise:
///   text, plain_text, tree_path  anything as people read it; HTML as its plain text, for text and tree_path
///                                on one line
///   html                         text is escaped, its lines kept; words and the like as escaped text
///   integer, number              text that is a number ("2", " 2 "), never one with words ("2 - High")
///   boolean                      "true"/"false", "yes"/"no", 1/0
///   time                         text in ISO 8601
///   person                       text is an e-mail address or a name; a person without either is nothing
///   words                        text and words are split at ";" and ",", which no tag may hold; each word
///                                stands once, its case ignored; other single values become one word
///   other                        anything, as it is
Coerced coerce(const Value& value, FieldKind kind);

/// Text as HTML: the five special characters escaped, line ends as <br>.
std::string escape_html(std::string_view text);

}  // namespace deskbridge
