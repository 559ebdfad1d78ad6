#include "mapping/source_evaluator.h"

#include "content/clip.h"
#include "content/utf8.h"
#include "mapping/coercion.h"
#include "mapping/texts.h"
#include "mapping/transform.h"
#include "mapping/value_map.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

bool is_name(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
           std::all_of(text.begin(), text.end(), fits);
}

bool is_custom(std::string_view path) {
    constexpr std::string_view opening = "custom[";
    if (path.substr(0, opening.size()) != opening || path.size() < opening.size() + 4) return false;
    const char quote = path[opening.size()];
    return (quote == '"' || quote == '\'') && path[path.size() - 2] == quote && path.back() == ']';
}

}  // namespace

std::string text_fault(const TextProblem& problem, std::string_view text) {
    const auto characters = length_in(Unit::code_points, text.substr(0, problem.offset)) + 1;
    return fmt::format("{} (character {} of `{}`)", problem.message, characters,
                       clip(single_line(text), 120, Unit::code_points).text);
}

std::string_view path_name(std::string_view path) {
    if (is_custom(path)) return path.substr(0, 6);
    const auto dot = path.find('.');
    const auto name = path.substr(0, dot);
    if (!is_name(name) || (dot != std::string_view::npos && !is_name(path.substr(dot + 1)))) return {};
    return name;
}

SourceEvaluator::SourceEvaluator(Interpreter& interpreter, Source source, std::string field)
    : source_(std::move(source)), field_(std::move(field)) {
    compile(interpreter);
    compile_added(interpreter);
    for (const auto& transform : source_.transforms)
        if (auto fault = fault_of(transform); !fault.empty()) report(std::move(fault), {});
}

void SourceEvaluator::compile(Interpreter& interpreter) {
    TextProblem wrong;
    switch (source_.kind) {
        case Source::Kind::value: return;
        case Source::Kind::desk:
            if (const auto name = path_name(source_.text); !name.empty()) return void(reads_.emplace(name));
            return report(fmt::format("'{}' is not a path of a ticket", shown(source_.text)),
                          "write a name such as subject, assignee.email or custom[\"Affected version\"]");
        case Source::Kind::template_text:
            template_ = TemplateText::compile(interpreter, source_.text, wrong);
            if (!template_) return report(text_fault(wrong, source_.text), {});
            reads_ = template_->reads();
            return;
        case Source::Kind::compute:
            expression_ = interpreter.compile(source_.text, wrong);
            if (!expression_) return report(text_fault(wrong, source_.text), {});
            reads_ = expression_->reads;
            return;
    }
}

void SourceEvaluator::compile_added(Interpreter& interpreter) {
    for (const auto& [text, place] : source_.added) {
        TextProblem wrong;
        auto compiled = TemplateText::compile(interpreter, text, wrong);
        if (!compiled) return report("`add`: " + text_fault(wrong, text), {}, place);
        reads_.merge(compiled->reads());
        added_.push_back(std::move(*compiled));
    }
}

void SourceEvaluator::report(std::string message, std::string fix, const std::string& place) {
    if (problem_) return;
    problem_ = at_fault(std::move(message), std::move(fix));
    if (!place.empty()) problem_->place = place;
}

MappingProblem SourceEvaluator::at_fault(std::string message, std::string fix) const {
    return {field_, std::move(message), std::move(fix), source_.place};
}

/// For messages: where the value comes from.
std::string SourceEvaluator::origin() const {
    switch (source_.kind) {
        case Source::Kind::desk: return fmt::format("`{}`", source_.text);
        case Source::Kind::template_text: return "the template";
        case Source::Kind::compute: return "the computed value";
        case Source::Kind::value: break;
    }
    return "the fixed value";
}

Evaluation SourceEvaluator::read(Interpreter& interpreter, const Ticket& ticket, Rendering rendering) const {
    switch (source_.kind) {
        case Source::Kind::desk: return {ticket.get(source_.text), {}};
        case Source::Kind::template_text: return template_->render(interpreter, ticket, rendering);
        case Source::Kind::compute: return interpreter.evaluate(*expression_, ticket);
        case Source::Kind::value: break;
    }
    return {source_.fixed, {}};
}

SourceAnswer SourceEvaluator::without_value() const {
    if (source_.when_absent) return {SourceAnswer::Kind::value, *source_.when_absent, "the default", {}};
    const auto reason = source_.kind == Source::Kind::desk
                            ? fmt::format("the ticket has no {}", origin())
                            : fmt::format("{} gives nothing for this ticket", origin());
    return {SourceAnswer::Kind::value, {}, reason, {}};
}

SourceAnswer SourceEvaluator::mapped(const Value& value) const {
    const auto answer = map_to_work(source_, value);
    if (answer.kind == MapAnswer::Kind::found)
        return {SourceAnswer::Kind::value, answer.value, fmt::format("from {}, by `values`", origin()), {}};
    if (answer.kind == MapAnswer::Kind::keep)
        return {SourceAnswer::Kind::keep,
                {},
                fmt::format("{} holds a value that is not in `values`", origin()),
                {}};
    auto message = fmt::format("{} is '{}', which is not in `values` ({})", origin(), shown(answer.value),
                               rows_of(source_));
    return {
        SourceAnswer::Kind::problem,
        {},
        {},
        at_fault(std::move(message),
                 "add it to `values`, or say with `otherwise` what becomes of values that are not listed")};
}

/// The words of the ticket first, then those of the mapping.
SourceAnswer SourceEvaluator::with_added(Interpreter& interpreter, const Ticket& ticket,
                                         SourceAnswer answer) const {
    Words words;
    if (auto own = coerce(answer.value, FieldKind::words); std::holds_alternative<Words>(own.value))
        words = std::get<Words>(std::move(own.value));
    for (const auto& part : added_) {
        const auto [word, wrong] = part.render(interpreter, ticket, Rendering::text);
        if (!wrong.empty())
            return {SourceAnswer::Kind::problem, {}, {}, at_fault(fmt::format("`add`: {}", wrong), {})};
        words.push_back(text_of(word));
    }
    const bool alone = is_nothing(answer.value);
    answer.value = std::move(words);
    answer.reason = alone ? "from `add`" : fmt::format("{}, and from `add`", answer.reason);
    return answer;
}

SourceAnswer SourceEvaluator::evaluate(Interpreter& interpreter, const Ticket& ticket,
                                       Rendering rendering) const {
    if (problem_) return {SourceAnswer::Kind::problem, {}, {}, *problem_};
    auto answer = found(interpreter, ticket, rendering);
    if (answer.kind != SourceAnswer::Kind::value || added_.empty()) return answer;
    return with_added(interpreter, ticket, std::move(answer));
}

SourceAnswer SourceEvaluator::found(Interpreter& interpreter, const Ticket& ticket,
                                    Rendering rendering) const {
    auto [value, wrong] = read(interpreter, ticket, rendering);
    if (!wrong.empty())
        return {SourceAnswer::Kind::problem, {}, {}, at_fault(fmt::format("{}: {}", origin(), wrong), {})};
    for (const auto& transform : source_.transforms) {
        auto changed = transformed(transform, value);
        if (!changed.ok())
            return {
                SourceAnswer::Kind::problem,
                {},
                {},
                at_fault(fmt::format("transform '{}': {}", transform.name, changed.message), changed.fix)};
        value = std::move(changed.value);
    }
    if (is_nothing(value)) return without_value();
    if (!source_.values.empty()) return mapped(value);
    return {SourceAnswer::Kind::value, std::move(value), fmt::format("from {}", origin()), {}};
}

}  // namespace deskbridge
