#include "mapping/translator.h"

#include "content/canonical_html.h"
#include "content/clip.h"
#include "content/utf8.h"
#include "mapping/coercion.h"
#include "mapping/source_evaluator.h"
#include "mapping/texts.h"
#include "mapping/translator_parts.h"
#include "mapping/value_map.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

using Verdict = FieldResult::Verdict;

Value safe(Value value) {
    if (auto* html = std::get_if<Html>(&value)) html->markup = canonical_html(html->markup);
    return value;
}

FieldResult left(const FieldMapping& rule, std::string reason) {
    return {&rule, Verdict::leave, {}, std::move(reason), {}};
}
FieldResult fault(const FieldMapping& rule, MappingProblem problem) {
    return {&rule, Verdict::problem, {}, {}, std::move(problem)};
}

FieldKind kind_of_field(const FieldMapping& rule, const TypeRules* type) {
    const FieldRule* field = type == nullptr ? nullptr : type->field(rule.work);
    return field == nullptr ? FieldKind::other : field->kind;
}

/// Why a rule says nothing at this stage; empty when it has its say.
std::string silence(const FieldMapping& rule, Stage stage) {
    if (stage == Stage::compare) return {};
    if (rule.flow == Flow::to_desk) return "it flows to the ticket only";
    if (stage == Stage::create && rule.when == When::update) return "it is written at later changes only";
    if (stage == Stage::update && rule.when == When::create)
        return "it is written once, when the item is made";
    return {};
}

FieldResult set_or_empty(const FieldMapping& rule, Stage stage, Value value, std::string reason) {
    value = safe(std::move(value));
    if (is_nothing(value) && stage == Stage::create) return left(rule, std::move(reason));
    return {&rule, Verdict::set, is_nothing(value) ? Value{} : std::move(value), std::move(reason), {}};
}

FieldResult fitted(const FieldMapping& rule, Stage stage, FieldKind kind, SourceAnswer answer) {
    if (!rule.source.added.empty() && kind != FieldKind::words && kind != FieldKind::other)
        return fault(rule, {rule.work, "only a field of tags takes `add`", "remove `add`, or use a template",
                            rule.source.place});
    const auto* person = std::get_if<Person>(&answer.value);
    if (kind == FieldKind::person && person != nullptr && person->email.empty() &&
        rule.source.kind != Source::Kind::value && rule.source.values.empty())
        return left(rule, "this person has no e-mail address, by which the work tracker would know them");
    auto coerced = coerce(answer.value, kind);
    if (!coerced.ok()) return fault(rule, {rule.work, coerced.message, coerced.fix, rule.source.place});
    return set_or_empty(rule, stage, std::move(coerced.value), std::move(answer.reason));
}

FieldResult translate(Translator::Parts& parts, const TranslatorField& field, const Ticket& ticket,
                      Stage stage, const TypeRules* type) {
    const FieldMapping& rule = *field.rule;
    if (auto reason = silence(rule, stage); !reason.empty()) return left(rule, std::move(reason));
    const FieldKind kind = kind_of_field(rule, type);
    auto answer = field.source.evaluate(parts.interpreter, ticket,
                                        kind == FieldKind::html ? Rendering::html : Rendering::text);
    switch (answer.kind) {
        case SourceAnswer::Kind::problem: return fault(rule, std::move(answer.problem));
        case SourceAnswer::Kind::keep: return left(rule, std::move(answer.reason));
        case SourceAnswer::Kind::value: break;
    }
    return fitted(rule, stage, kind, std::move(answer));
}

/// A name that must not stay empty: the project's or the type's.
std::string required_text(Translator::Parts& parts, const SourceEvaluator& source, const std::string& field,
                          const Ticket& ticket, std::vector<MappingProblem>& problems) {
    auto answer = source.evaluate(parts.interpreter, ticket, Rendering::text);
    if (answer.kind == SourceAnswer::Kind::problem) {
        problems.push_back(std::move(answer.problem));
        return {};
    }
    std::string text(trimmed(text_of(coerce(answer.value, FieldKind::text).value)));
    if (text.empty())
        problems.push_back({field, fmt::format("no {} for this ticket: {}", field, answer.reason),
                            "give it a `default`", source.source().place});
    return text;
}

std::string short_form(std::string_view expression) {
    return clip(single_line(expression), 120, Unit::code_points).text;
}

}  // namespace

Selection Translator::select(const Ticket& ticket) {
    if (parts_->select_problem) return {false, "`select` is broken", parts_->select_problem};
    const auto& text = parts_->mapping.select;
    const auto result = parts_->interpreter.evaluate(*parts_->select, ticket);
    const auto problem = [&](std::string message, std::string fix) {
        return Selection{false, "`select` cannot be answered",
                         MappingProblem{"select", fmt::format("`{}`: {}", short_form(text), message),
                                        std::move(fix), parts_->mapping.select_place}};
    };
    if (!result.problem.empty()) return problem(result.problem, {});
    if (is_nothing(result.value) && !std::holds_alternative<std::string>(result.value))
        return {false, fmt::format("`{}` is nothing", short_form(text)), {}};
    const bool* answer = std::get_if<bool>(&result.value);
    if (answer == nullptr)
        return problem(fmt::format("gives {}, not true or false", kind_of(result.value)),
                       "compare it, as in ticket.status == 'resolved', or ask has(...) or contains(...)");
    return {*answer, fmt::format("`{}` is {}", short_form(text), *answer), {}};
}

Target Translator::target(const Ticket& ticket) {
    Target target;
    target.project = required_text(*parts_, parts_->project, "project", ticket, target.problems);
    target.type = required_text(*parts_, parts_->type, "type", ticket, target.problems);
    return target;
}

std::vector<FieldResult> Translator::to_work(const Ticket& ticket, Stage stage, const TypeRules* type) {
    std::vector<FieldResult> results;
    results.reserve(parts_->fields.size());
    for (const auto& field : parts_->fields)
        results.push_back(translate(*parts_, field, ticket, stage, type));
    return results;
}

std::vector<DeskResult> Translator::to_desk(const WorkItem& item, const Ticket* present,
                                            const TypeRules* type) {
    std::vector<DeskResult> results;
    for (const auto& field : parts_->fields) {
        const FieldMapping& rule = *field.rule;
        if (rule.flow == Flow::to_work) continue;
        DeskResult result{&rule, rule.source.text, Verdict::set, {}, {}, {}};
        if (const auto& broken = field.source.problem()) {
            result.verdict = Verdict::problem;
            result.problem = *broken;
        } else {
            answer_back(result, item, present, type);
        }
        result.value = safe(std::move(result.value));
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace deskbridge
