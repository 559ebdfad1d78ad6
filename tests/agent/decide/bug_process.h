// A small process, a ticket and a mapping to decide with.
#pragma once

#include "decide/decide.h"

#include <memory>
#include <vector>

namespace deskbridge {

inline FieldRule field_rule(const std::string& reference, const std::string& name, FieldKind kind) {
    FieldRule rule;
    rule.reference = reference;
    rule.name = name;
    rule.kind = kind;
    return rule;
}

/// Project Widgets with a type Bug: title of 20 characters, a picklist, a required custom field, a tree of
/// areas.
inline Process bug_process() {
    TypeRules bug;
    bug.name = "Bug";
    bug.initial_states = {"New"};
    bug.fields = {field_rule("System.Title", "Title", FieldKind::text),
                  field_rule("System.State", "State", FieldKind::text),
                  field_rule("System.AreaPath", "Area Path", FieldKind::tree_path),
                  field_rule("System.AssignedTo", "Assigned To", FieldKind::person),
                  field_rule("System.Tags", "Tags", FieldKind::words),
                  field_rule("System.Description", "Description", FieldKind::html),
                  field_rule("System.ChangedDate", "Changed Date", FieldKind::time),
                  field_rule("Custom.Severity", "Severity", FieldKind::text),
                  field_rule("Custom.Customer", "Customer", FieldKind::text)};
    bug.fields[0].required = true;
    bug.fields[0].limit = 20;
    bug.fields[1].required = true;
    bug.fields[6].read_only = true;
    bug.fields[7].allowed = {"1 - Critical", "2 - High"};
    Process process;
    process.project = "Widgets";
    process.types = {bug};
    process.areas = {"Widgets", "Widgets\\Desktop"};
    return process;
}

inline Rules bug_rules() {
    Rules rules;
    rules.processes.emplace("Widgets", bug_process());
    return rules;
}

inline Ticket some_ticket() {
    Ticket ticket;
    ticket.id = "7";
    ticket.ref = "ABC-7";
    ticket.url = "https://desk.example/t/7";
    ticket.described = true;
    ticket.fields["subject"] = std::string("Printer on fire");
    ticket.fields["department"] = std::string("Engineering");
    ticket.fields["priority"] = std::string("High");
    ticket.fields["assignee"] = Person{"Ada", "ada@example.com", "3"};
    ticket.fields["labels"] = Words{"bug", "hardware"};
    ticket.fields["description"] = Html{"<p>It burns</p>"};
    return ticket;
}

inline Source source_text(Source::Kind kind, const std::string& text) {
    Source source;
    source.kind = kind;
    source.text = text;
    return source;
}

inline FieldMapping mapped(const std::string& work, Source source) {
    FieldMapping mapping;
    mapping.work = work;
    mapping.source = std::move(source);
    return mapping;
}

inline Mapping bug_mapping() {
    Mapping mapping;
    mapping.name = "bugs";
    mapping.project = source_text(Source::Kind::template_text, "Widgets");
    mapping.type = source_text(Source::Kind::template_text, "Bug");
    mapping.fields = {mapped("Title", source_text(Source::Kind::desk, "subject"))};
    return mapping;
}

using MappingList = std::vector<std::unique_ptr<Translator>>;

inline MappingList only(Mapping mapping) {
    MappingList list;
    list.push_back(std::make_unique<Translator>(std::move(mapping)));
    return list;
}

}  // namespace deskbridge
