// A first look at the text of an expression, before Lua sees it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// What is wrong with a text, and at which byte.
struct TextProblem {
    std::size_t offset = 0;
    std::string message;
};

/// `reads` holds the names of the ticket that the expression may look at ("subject", "custom"); "*" when
/// that cannot be told from the text.
struct ExpressionScan {
    std::optional<TextProblem> problem;
    std::set<std::string, std::less<>> reads;
    std::size_t end = 0;  ///< where the scan ended: the length of the text, or where "}}" begins
};

/// Lets pass what can only be an expression: names, numbers, texts in quotes, operators, balanced brackets.
/// Statements, functions, comments and names that are neither `ticket` nor in `functions` are refused, which
/// is why no expression can loop. With `in_template`, the scan ends before the "}}" that closes it.
ExpressionScan scan_expression(std::string_view text, const std::vector<std::string>& functions,
                               bool in_template);

}  // namespace deskbridge
