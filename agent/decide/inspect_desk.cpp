#include "decide/inspect_desk.h"

#include "decide/hearing.h"
#include "decide/state_path.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using Severity = Finding::Severity;

constexpr std::string_view state_field = "System.State";

std::string at(const std::string& fix, const std::string& place) {
    return place.empty() ? fix : fmt::format("{} ({})", fix, place);
}

/// custom['Name'] and custom["Name"] are one path.
std::string plain(std::string path) {
    std::replace(path.begin(), path.end(), '\'', '"');
    return path;
}

void inspect_path(const FieldMapping& rule, std::span<const std::string> writable,
                  std::vector<Finding>& findings) {
    if (rule.flow == Flow::to_work || writable.empty()) return;
    const auto wanted = plain(rule.source.text);
    if (std::any_of(writable.begin(), writable.end(),
                    [&](const auto& path) { return plain(path) == wanted; }))
        return;
    const auto near = nearest_name(rule.source.text, {writable.begin(), writable.end()});
    findings.push_back(
        {Severity::error, rule.work,
         fmt::format("'{}' of a ticket cannot be written on this help desk, and the field flows "
                     "there",
                     rule.source.text),
         at(near.empty() ? "use \"flow\": \"to_work\""
                         : fmt::format("did you mean '{}'? Else use \"flow\": \"to_work\"", near),
            rule.source.place)});
}

/// How many work items a ticket has is written there like a field that flows.
void inspect_count(const Mapping& mapping, std::span<const std::string> writable,
                   std::vector<Finding>& findings) {
    if (!mapping.link_back || mapping.link_back->count.empty() || writable.empty()) return;
    const auto wanted = fmt::format("custom[\"{}\"]", mapping.link_back->count);
    if (std::any_of(writable.begin(), writable.end(),
                    [&](const auto& path) { return plain(path) == wanted; }))
        return;
    findings.push_back(
        {Severity::error, "link_back",
         fmt::format("the help desk has no field '{}' that `count` could write", mapping.link_back->count),
         at("name a custom field of tickets that takes a number or a text", mapping.place)});
}

/// What loses something for good should not be there by mistake.
void inspect_events(const Mapping& mapping, std::vector<Finding>& findings) {
    const auto& events = mapping.events;
    for (const auto& [key, rule] :
         {std::pair{"ticket_deleted", events.ticket_deleted}, {"ticket_spam", events.ticket_spam}})
        if (rule == OnEvent::recycle)
            findings.push_back({Severity::warning, "events",
                                fmt::format("`{}` moves work items to the recycle bin", key),
                                at("nothing needs to be done when that is meant; the account needs the right "
                                   "to delete work items",
                                   mapping.place)});
}

void inspect_settings(const FieldMapping& rule, std::vector<Finding>& findings) {
    const auto warn = [&](std::string message, const std::string& fix) {
        findings.push_back({Severity::warning, rule.work, std::move(message), at(fix, rule.source.place)});
    };
    if (rule.flow != Flow::to_work && rule.when == When::create)
        warn("it is written once, when the item is made, so nothing of it comes back to the ticket",
             "leave out \"when\": \"create\", or use \"flow\": \"to_work\"");
    if (rule.flow == Flow::both && rule.enforce)
        warn("`enforce` says nothing of a field that flows both ways: neither side strays",
             "leave it out, or let the field flow one way");
}

void inspect_comments(const Mapping& mapping, std::vector<Finding>& findings) {
    if (!mapping.comments || mapping.comments->from_work != CommentRules::FromWork::marked) return;
    const auto warn = [&](std::string message, const std::string& fix) {
        findings.push_back({Severity::warning, "comments", std::move(message), at(fix, mapping.place)});
    };
    if (mapping.comments->public_marker.find_first_not_of(" \t\r\n") == std::string::npos)
        warn("from_work is `marked`, but the marker is empty: no comment ever becomes a public reply",
             "give it a `public_marker`, such as \"#reply\"");
    if (!mapping.comments->replies_to_work)
        warn("marked comments reach the customer, whose answers do not come back to the work item",
             "use \"replies\": \"to_work\"");
}

std::vector<std::string> mapped_states(const FieldMapping& rule) {
    std::vector<std::string> states;
    const auto add = [&](const Value& value) {
        const auto state = text_of(value);
        if (!state.empty() && std::find(states.begin(), states.end(), state) == states.end())
            states.push_back(state);
    };
    for (const auto& row : rule.source.values) add(row.work);
    if (rule.source.otherwise.kind == Otherwise::Kind::fixed) add(rule.source.otherwise.value);
    return states;
}

bool has_state(const TypeRules& type, const std::string& name) {
    return std::any_of(type.states.begin(), type.states.end(),
                       [&](const auto& state) { return same_name(state.name, name); });
}

void inspect_unknown(const FieldMapping& rule, const TypeRules& type, std::vector<Finding>& findings) {
    std::vector<std::string> names;
    for (const auto& state : type.states) names.push_back(state.name);
    for (const auto& state : mapped_states(rule)) {
        if (has_state(type, state)) continue;
        const auto near = nearest_name(state, names);
        findings.push_back({Severity::error, std::string(state_field),
                            fmt::format("type {} has no state '{}'", type.name, state),
                            at(near.empty() ? fmt::format("it has: {}", fmt::join(names, ", "))
                                            : fmt::format("did you mean '{}'?", near),
                               rule.source.place)});
    }
}

void inspect_ways(const FieldMapping& rule, const TypeRules& type, std::vector<Finding>& findings) {
    if (type.transitions.empty() || rule.when == When::create || rule.flow == Flow::to_desk) return;
    const auto states = mapped_states(rule);
    for (const auto& from : states)
        for (const auto& to : states) {
            if (from == to || !has_state(type, from) || !has_state(type, to)) continue;
            if (state_path(type, from, to)) continue;
            findings.push_back({Severity::warning, std::string(state_field),
                                fmt::format("no way leads from state '{}' to '{}': a ticket that asks for it "
                                            "is set aside",
                                            from, to),
                                at(moves_from(type, from), rule.source.place)});
        }
}

}  // namespace

bool flows_to_desk(const Mapping& mapping) {
    return (mapping.link_back && !mapping.link_back->count.empty()) ||
           std::any_of(mapping.fields.begin(), mapping.fields.end(),
                       [](const FieldMapping& rule) { return rule.flow != Flow::to_work; });
}

std::vector<Finding> inspect_way_to_desk(const Translator& mapping, std::span<const std::string> writable) {
    std::vector<Finding> findings;
    for (const auto& rule : mapping.rules()) {
        inspect_path(rule, writable, findings);
        inspect_settings(rule, findings);
    }
    inspect_count(mapping.mapping(), writable, findings);
    inspect_events(mapping.mapping(), findings);
    inspect_comments(mapping.mapping(), findings);
    return findings;
}

std::vector<Finding> inspect_states(const Translator& mapping, const TypeRules& type) {
    std::vector<Finding> findings;
    if (type.states.empty()) return findings;
    for (const auto& rule : mapping.rules()) {
        const auto* field = type.field(rule.work);
        if (field == nullptr || field->reference != state_field) continue;
        // with a list of allowed values these are looked at with those of all fields
        if (field->allowed.empty()) inspect_unknown(rule, type, findings);
        inspect_ways(rule, type, findings);
    }
    return findings;
}

}  // namespace deskbridge
