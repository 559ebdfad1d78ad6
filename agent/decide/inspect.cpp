#include "decide/inspect.h"

#include "decide/base.h"
#include "decide/fields.h"
#include "mapping/coercion.h"
#include "mapping/texts.h"
#include "mapping/value_map.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using Severity = Finding::Severity;

std::string at(const std::string& fix, const std::string& place) {
    return place.empty() ? fix : fmt::format("{}{}({})", fix, fix.empty() ? "" : " ", place);
}

bool is_fixed_text(const Source& source) {
    return source.kind == Source::Kind::value ||
           (source.kind == Source::Kind::template_text && source.text.find("{{") == std::string::npos);
}

/// Every value that this source is sure to be able to give.
std::vector<std::string> possible_values(const Source& source) {
    std::vector<std::string> values;
    for (const auto& pair : source.values) values.push_back(text_of(pair.work));
    if (source.otherwise.kind == Otherwise::Kind::fixed) values.push_back(text_of(source.otherwise.value));
    if (source.when_absent) values.push_back(text_of(*source.when_absent));
    if (source.kind == Source::Kind::value) values.push_back(text_of(source.fixed));
    if (source.kind == Source::Kind::template_text && is_fixed_text(source) && source.values.empty())
        values.push_back(source.text);
    return values;
}

const std::vector<std::string>* allowed_in(const FieldRule& field, const Process& process) {
    if (field.reference == "System.AreaPath" && !process.areas.empty()) return &process.areas;
    if (field.reference == "System.IterationPath" && !process.iterations.empty()) return &process.iterations;
    return field.allowed.empty() ? nullptr : &field.allowed;
}

void inspect_values(const FieldMapping& rule, const FieldRule& field, const Process& process,
                    std::vector<Finding>& findings) {
    const auto* allowed = allowed_in(field, process);
    if (allowed == nullptr) return;
    for (const auto& value : possible_values(rule.source)) {
        if (value.empty() ||
            std::any_of(allowed->begin(), allowed->end(), [&](const auto& a) { return same_name(a, value); }))
            continue;
        const auto near = nearest_name(value, *allowed);
        std::string fix = near.empty() ? std::string() : fmt::format("did you mean '{}'? ", near);
        if (allowed == &field.allowed) fix += allowed_values(field);
        findings.push_back({Severity::error, field.reference,
                            fmt::format("'{}' is not an allowed value", value), at(fix, rule.source.place)});
    }
}

/// True when nothing but the source decides the value, and the field takes only some.
bool needs_value_map(const FieldMapping& rule, const FieldRule& field) {
    return rule.source.kind == Source::Kind::desk && rule.source.values.empty() && !field.allowed.empty() &&
           rule.source.transforms.empty() && field.kind != FieldKind::person;
}

/// A title is what every ticket has. Anything else that stays empty sets its ticket aside.
void inspect_required(const FieldMapping& rule, const FieldRule& field, std::vector<Finding>& findings) {
    const auto& source = rule.source;
    const bool may_be_empty = !source.when_absent && source.added.empty() &&
                              (source.kind == Source::Kind::desk ||
                               (!source.values.empty() && source.otherwise.kind == Otherwise::Kind::keep));
    if (!field.required || field.has_default || !may_be_empty || field.reference == "System.Title") return;
    findings.push_back({Severity::warning, field.reference,
                        fmt::format("the process requires a value, and tickets that say nothing here are set "
                                    "aside{}",
                                    field.kind == FieldKind::person
                                        ? ", as are those whose person the work tracker does not know"
                                        : ""),
                        at("give it a `default`", source.place)});
}

void inspect_desk_name(const FieldMapping& rule, std::span<const std::string> names,
                       std::vector<Finding>& findings) {
    if (rule.source.kind != Source::Kind::desk || names.empty()) return;
    const auto plain = [](std::string text) {
        std::replace(text.begin(), text.end(), '\'', '"');
        return text;
    };
    const auto wanted = plain(rule.source.text);
    if (std::any_of(names.begin(), names.end(), [&](const auto& name) { return plain(name) == wanted; }))
        return;
    const auto near = nearest_name(rule.source.text, {names.begin(), names.end()});
    findings.push_back({Severity::error, rule.work,
                        fmt::format("the help desk has no ticket field '{}'", rule.source.text),
                        at(near.empty() ? "use a name that the adapter's page lists"
                                        : fmt::format("did you mean '{}'?", near),
                           rule.source.place)});
}

/// What the work item holds of a row, and whether that leads back to a ticket value that means it.
bool leads_back(const Source& source, const ValuePair& row, FieldKind kind) {
    const auto carried = [&](const Value& desk) -> std::optional<Value> {
        const auto mapped = map_to_work(source, desk);
        if (mapped.kind != MapAnswer::Kind::found) return {};
        const auto made = coerce(mapped.value, kind);
        return made.ok() ? std::optional(made.value) : std::nullopt;
    };
    const bool words = kind == FieldKind::words;
    const Value desk = words ? Value{Words{row.desk}} : Value{row.desk};
    const auto there = carried(desk);
    if (!there) return false;
    for (const Value& present : {desk, Value{}}) {
        const auto back = map_to_desk(source, *there, present);
        if (back.kind != MapAnswer::Kind::found) return false;
        if (is_nothing(*there) && is_nothing(back.value)) continue;
        const auto again = carried(back.value);
        if (!again || base_value(*again) != base_value(*there)) return false;
    }
    return true;
}

/// Else a value that was carried over would come back as another one, or not at all.
void inspect_there_and_back(const FieldMapping& rule, const FieldRule& field,
                            std::vector<Finding>& findings) {
    if (rule.flow != Flow::both) return;
    for (const auto& row : rule.source.values)
        if (!leads_back(rule.source, row, field.kind))
            findings.push_back(
                {Severity::error, field.reference,
                 fmt::format(
                     "'{}' becomes '{}', which does not lead back to it, and the field flows both ways",
                     row.desk, shown(row.work)),
                 at("write the value as the field holds it, or use \"flow\": \"to_work\"",
                    rule.source.place)});
}

/// Values that the work side may set and that no ticket value stands for.
void inspect_way_back(const FieldMapping& rule, const FieldRule& field, const TypeRules& type,
                      std::vector<Finding>& findings) {
    if (rule.flow == Flow::to_work || rule.source.values.empty() ||
        rule.source.otherwise.kind != Otherwise::Kind::error)
        return;
    std::vector<std::string> held = field.allowed;
    if (field.reference == "System.State")
        for (const auto& state : type.states) held.push_back(state.name);
    std::vector<std::string> missing;
    for (const auto& value : held)
        if (map_to_desk(rule.source, Value{value}, {}).kind != MapAnswer::Kind::found &&
            std::find(missing.begin(), missing.end(), value) == missing.end())
            missing.push_back(value);
    if (missing.empty()) return;
    findings.push_back({Severity::warning, field.reference,
                        fmt::format("no row of `values` stands for {}: the ticket cannot follow there",
                                    fmt::join(missing, ", ")),
                        at("add rows, or \"otherwise\": \"keep\"", rule.source.place)});
}

void inspect_rule(const FieldMapping& rule, const TypeRules& type, const Process& process,
                  std::span<const std::string> names, std::vector<Finding>& findings) {
    inspect_desk_name(rule, names, findings);
    const auto* field = type.field(rule.work);
    if (field == nullptr) {
        const auto what = unknown_field(type, rule.work);
        findings.push_back({Severity::error, rule.work, what.message, at(what.fix, rule.source.place)});
        return;
    }
    if (field->read_only && rule.flow != Flow::to_desk) {
        findings.push_back({Severity::error, field->reference, "the process makes this field read-only",
                            at("remove it from the mapping", rule.source.place)});
        return;
    }
    inspect_values(rule, *field, process, findings);
    inspect_there_and_back(rule, *field, findings);
    inspect_way_back(rule, *field, type, findings);
    if (rule.flow != Flow::to_desk) inspect_required(rule, *field, findings);
    if (needs_value_map(rule, *field))
        findings.push_back(
            {Severity::warning, field->reference,
             fmt::format("the field takes certain values only, and the mapping passes '{}' on as it is",
                         rule.source.text),
             at(allowed_values(*field) + "; translate with `values`", rule.source.place)});
}

/// Fields that the mapping is meant to fill, so that what stays required and empty shows.
Record filled_fields(const Translator& mapping, const TypeRules& type) {
    Record filled;
    for (const auto& rule : mapping.rules())
        if (const auto* field = type.field(rule.work);
            field != nullptr && rule.flow != Flow::to_desk && rule.when != When::update)
            filled[field->reference] = true;
    return filled;
}

}  // namespace

std::vector<Finding> inspect(const Translator& mapping, const TypeRules& type, const Process& process,
                             std::span<const std::string> ticket_fields) {
    std::vector<Finding> findings;
    for (const auto& problem : mapping.problems())
        findings.push_back({Severity::error, problem.field, problem.message, at(problem.fix, problem.place)});
    for (const auto& rule : mapping.rules()) inspect_rule(rule, type, process, ticket_fields, findings);
    for (const auto* field : left_empty(type, filled_fields(mapping, type))) {
        const auto what = missing_value(type, *field);
        findings.push_back(
            {Severity::error, field->reference, what.message, at(what.fix, mapping.mapping().place)});
    }
    return findings;
}

std::vector<std::string> types_of(const Mapping& mapping) {
    if (mapping.type.kind == Source::Kind::template_text && mapping.type.values.empty()) {
        if (is_fixed_text(mapping.type)) return {mapping.type.text};
        return {};
    }
    auto types = possible_values(mapping.type);
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    return types;
}

std::string fixed_project(const Mapping& mapping) {
    if (!is_fixed_text(mapping.project) || !mapping.project.values.empty()) return {};
    return mapping.project.kind == Source::Kind::value ? text_of(mapping.project.fixed)
                                                       : mapping.project.text;
}

}  // namespace deskbridge
