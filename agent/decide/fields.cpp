#include "decide/fields.h"

#include "decide/base.h"
#include "decide/field_state.h"
#include "decide/verdict.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr std::string_view state_field = "System.State";

/// What the tracker fills in by itself, although it calls some of these required.
bool is_given(const FieldRule& field) {
    constexpr std::array by_people = {"System.Title", "System.Description", "System.AssignedTo",
                                      "System.Tags"};
    return field.reference.rfind("System.", 0) == 0 &&
           std::find(by_people.begin(), by_people.end(), field.reference) == by_people.end();
}

std::string name_in(const TypeRules& type, const std::string& reference) {
    const auto* field = type.field(reference);
    return field == nullptr || field->name.empty() ? reference : field->name;
}

void set_field(Plan& plan, const FieldMapping& rule, const FieldVerdict& verdict, const TypeRules& type) {
    plan.base[verdict.field] = base_of_canonical(verdict.value);
    plan.item.fields[verdict.field] = verdict.value;
    if (verdict.kind == FieldVerdict::Kind::cut) plan.base["!" + verdict.field] = "1";
    if (rule.flow == Flow::both && is_owed_back(rule.flow, type.field(verdict.field)->kind))
        plan.base[">" + verdict.field] = {};
}

/// Later, a field is written when the ticket's translation is another than it was when the item was made.
/// That of a field of which nothing was sent is needed where this would not show otherwise: what flows to the
/// ticket, what is sent at later changes only, and what is merged. A state in which no item may start is left
/// as one that the ticket has still to change to.
bool is_remembered(const FieldMapping& rule, const FieldRule& field, const FieldVerdict& verdict) {
    if (rule.when == When::create) return false;
    return rule.flow != Flow::to_work || rule.when == When::update || field.kind == FieldKind::words ||
           field.reference == state_field || verdict.noted;
}

std::string unsent_entry(const FieldState& state) {
    const bool walked_to = state.name == state_field && state.flow != Flow::to_desk &&
                           state.rule->when != When::update && state.says == DeskSays::value;
    return walked_to ? std::string() : state.desk_key;
}

void remember_unsent(Plan& plan, const Ticket& ticket, Translator& mapping, const TypeRules& type,
                     const Process& process, const Rules& rules) {
    std::vector<const FieldMapping*> unsent;
    for (std::size_t at = 0; at < plan.fields.size(); ++at) {
        if (plan.fields[at].kind != FieldVerdict::Kind::left) continue;
        const auto& rule = mapping.rules()[at];
        const auto* field = type.field(rule.work);
        if (field != nullptr && is_remembered(rule, *field, plan.fields[at])) unsent.push_back(&rule);
    }
    if (unsent.empty()) return;
    const Link none;
    const LinkView view{.link = none, .ticket = ticket};
    for (const auto& state : field_states(view, mapping, type, process, rules))
        if (std::find(unsent.begin(), unsent.end(), state.rule) != unsent.end())
            plan.base["<" + state.name] = unsent_entry(state);
}

void keep_problems(Plan& plan) {
    for (const auto& verdict : plan.fields) {
        if (verdict.kind != FieldVerdict::Kind::problem) continue;
        if (plan.kind == Plan::Kind::hold) {
            plan.reason += fmt::format("; {}: {}", verdict.field, verdict.reason);
            plan.hint += fmt::format("; {}", verdict.hint);
        } else {
            plan.kind = Plan::Kind::hold;
            plan.reason = fmt::format("{}: {}", verdict.field, verdict.reason);
            plan.hint = verdict.hint;
        }
    }
}

}  // namespace

std::string allowed_values(const FieldRule& field) {
    constexpr std::size_t most = 20;
    const auto shown = std::min(most, field.allowed.size());
    auto text = fmt::format(
        "the allowed values are: {}",
        fmt::join(field.allowed.begin(), field.allowed.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (shown < field.allowed.size()) text += fmt::format(" and {} more", field.allowed.size() - shown);
    return text;
}

MappingProblem unknown_field(const TypeRules& type, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& field : type.fields) {
        names.push_back(field.reference);
        names.push_back(field.name);
    }
    const auto near = nearest_name(name, names);
    return {
        name,
        fmt::format("type {} has no field '{}'", type.name, name),
        near.empty() ? "use a field of the type, by reference name" : fmt::format("did you mean '{}'?", near),
        {}};
}

MappingProblem missing_value(const TypeRules& type, const FieldRule& field) {
    const bool person = field.kind == FieldKind::person;
    const std::string example = person                  ? "\"somebody@example.com\""
                                : field.allowed.empty() ? "..."
                                                        : fmt::format("\"{}\"", field.allowed.front());
    std::string fix =
        fmt::format("map it, for example {{\"work\": \"{}\", \"value\": {}}}", field.reference, example);
    if (person) fix += "; a person whom the work tracker does not know gets an account in the `people` file";
    if (!field.allowed.empty()) fix += "; " + allowed_values(field);
    return {field.reference,
            fmt::format("{} requires a value in {} ({})", type.name, field.name, field.reference),
            fix,
            {}};
}

std::vector<const FieldRule*> left_empty(const TypeRules& type, const Record& fields) {
    std::vector<const FieldRule*> empty;
    for (const auto& field : type.fields)
        if (field.required && !field.has_default && !field.read_only && !is_given(field) &&
            fields.count(field.reference) == 0)
            empty.push_back(&field);
    return empty;
}

void decide_fields(Plan& plan, const Ticket& ticket, Translator& mapping, const TypeRules& type,
                   const Process& process, const Rules& rules) {
    for (const auto& result : mapping.to_work(ticket, Stage::create, &type)) {
        auto verdict = verdict_on(result, Stage::create, type, process, rules);
        const auto* whole = std::get_if<Html>(&result.value);
        if (verdict.kind == FieldVerdict::Kind::cut && whole != nullptr && plan.pictures)
            plan.originals.push_back({name_in(type, verdict.field) + ".html", whole->markup});
        if (verdict.noted)
            plan.notes.push_back(fmt::format("{}: {}", name_in(type, verdict.field), verdict.reason));
        if (verdict.kind == FieldVerdict::Kind::set || verdict.kind == FieldVerdict::Kind::cut)
            set_field(plan, *result.rule, verdict, type);
        else
            verdict.value = {};
        plan.fields.push_back(std::move(verdict));
    }
    remember_unsent(plan, ticket, mapping, type, process, rules);
    for (const auto* field : left_empty(type, plan.item.fields))
        plan.fields.push_back(problem_verdict(field->reference, missing_value(type, *field)));
    keep_problems(plan);
}

}  // namespace deskbridge
