// The expression language: Lua 5.4 expressions over one ticket, in a room without doors.
#pragma once

#include "mapping/expression_scan.h"
#include "model/ticket.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// What one evaluation may use. `work` counts the bytes that the functions of the language look at: the
/// instruction count of Lua does not see what happens inside a function of ours.
struct Budget {
    int instructions = 200'000;
    std::size_t memory = 16u << 20;
    std::size_t work = 64u << 20;
};

/// A compiled expression; belongs to the interpreter that compiled it.
struct Expression {
    int handle = 0;
    std::set<std::string, std::less<>> reads;  ///< names of the ticket; "*" = cannot be told
};

/// The value, or what went wrong as one sentence.
struct Evaluation {
    Value value;
    std::string problem;
};

/// One private Lua state without any of Lua's libraries. An expression sees `ticket` and functions() and can
/// change nothing. Thread rule: one thread at a time. Never throws but for std::bad_alloc at its making.
///
/// A ticket's names answer as `Ticket::get` does. A value that is not there reads as nil, and so does any
/// part of nil; nil is neither less nor more than anything, and joins text as "". HTML, times, people and
/// words are values of their own: they come back from an expression as they are, join text as people read
/// them, times compare with text in ISO 8601, people have `name` and `email`, words an index from 1 and a
/// length.
class Interpreter {
public:
    explicit Interpreter(Budget budget = {});
    ~Interpreter();
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    static const std::vector<std::string>& functions();

    /// On failure: `problem` says what and at which byte of `text`. Never runs anything.
    std::optional<Expression> compile(std::string_view text, TextProblem& problem);

    /// Runs within the budget. Whatever goes wrong is a problem, in words for the mapping's author.
    Evaluation evaluate(const Expression& expression, const Ticket& ticket);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace deskbridge
