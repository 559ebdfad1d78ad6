// One source of a mapping, compiled.
#pragma once

#include "mapping/template_text.h"
#include "mapping/translator.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace deskbridge {

/// What a source says of a ticket. value: possibly nothing. keep: `otherwise` leaves the field as it is.
/// problem: `problem` says what and how to put it right. `reason` says where a value came from or why there
/// is none, without showing what the ticket holds.
struct SourceAnswer {
    enum class Kind { value, keep, problem };
    Kind kind = Kind::value;
    Value value;
    std::string reason;
    MappingProblem problem;
};

/// Keeps a copy of the source. One that cannot be compiled answers with its problem.
class SourceEvaluator {
public:
    /// `field` names it in messages.
    SourceEvaluator(Interpreter& interpreter, Source source, std::string field);

    const Source& source() const { return source_; }
    const std::optional<MappingProblem>& problem() const { return problem_; }
    const std::set<std::string, std::less<>>& reads() const { return reads_; }

    SourceAnswer evaluate(Interpreter& interpreter, const Ticket& ticket, Rendering rendering) const;

private:
    void compile(Interpreter& interpreter);
    void compile_added(Interpreter& interpreter);
    void report(std::string message, std::string fix, const std::string& place = {});
    MappingProblem at_fault(std::string message, std::string fix) const;
    std::string origin() const;
    Evaluation read(Interpreter& interpreter, const Ticket& ticket, Rendering rendering) const;
    SourceAnswer without_value() const;
    SourceAnswer mapped(const Value& value) const;
    SourceAnswer found(Interpreter& interpreter, const Ticket& ticket, Rendering rendering) const;
    SourceAnswer with_added(Interpreter& interpreter, const Ticket& ticket, SourceAnswer answer) const;

    Source source_;
    std::string field_;
    std::optional<Expression> expression_;
    std::optional<TemplateText> template_;
    std::vector<TemplateText> added_;
    std::optional<MappingProblem> problem_;
    std::set<std::string, std::less<>> reads_;
};

/// The sentence for a text that does not compile: what, where in the text, and the text itself.
std::string text_fault(const TextProblem& problem, std::string_view text);

/// The name of the ticket that a `desk` path begins with ("assignee" of "assignee.email"); empty when the
/// text is no path.
std::string_view path_name(std::string_view path);

}  // namespace deskbridge
