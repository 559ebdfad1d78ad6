// Text with {{ expressions }} in it.
#pragma once

#include "mapping/interpreter.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskbridge {

/// How a template's values stand in its text. text: as people read them, HTML as its plain text. html: the
/// template itself is HTML, values that are HTML are inserted as they are, all others escaped.
enum class Rendering { text, html };

/// Compiled once. Belongs to the interpreter that compiled its expressions.
class TemplateText {
public:
    /// On failure: `problem` says what and at which byte of `text`.
    static std::optional<TemplateText> compile(Interpreter& interpreter, std::string_view text,
                                               TextProblem& problem);

    /// A value that is nothing leaves no trace. The text is a Html value for Rendering::html.
    Evaluation render(Interpreter& interpreter, const Ticket& ticket, Rendering rendering) const;

    /// Names of the ticket; "*" = cannot be told.
    std::set<std::string, std::less<>> reads() const;

private:
    std::vector<std::variant<std::string, Expression>> parts_;
};

}  // namespace deskbridge
