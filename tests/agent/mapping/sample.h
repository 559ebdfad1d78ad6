// A ticket and mappings that the suite's tests share.
#pragma once

#include "mapping/translator.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbridge {

inline Ticket sample_ticket() {
    Ticket ticket;
    ticket.id = "4711";
    ticket.ref = "SDST-2025XON927";
    ticket.url = "https://desk.example/app#/t/ticket/4711";
    ticket.described = true;
    ticket.fields["subject"] = std::string("Crash on <start> & exit");
    ticket.fields["description"] = Html{"<p>It <b>crashes</b>.</p><p>Every time.</p>"};
    ticket.fields["status"] = std::string("awaiting_agent");
    ticket.fields["department"] = std::string("Engineering");
    ticket.fields["priority"] = std::string("High");
    ticket.fields["urgency"] = std::int64_t{8};
    ticket.fields["labels"] = Words{"Bug", "printer"};
    ticket.fields["requester"] = Person{"Ada L.", "ada@customer.example", "12"};
    ticket.fields["assignee"] = Person{"Grace H.", "grace@vendor.example", "3"};
    ticket.fields["created"] = *parse_time("2026-03-04T08:11:26Z");
    ticket.custom["Affected version"] = std::string("4.2");
    ticket.custom["Paid"] = true;
    return ticket;
}

inline Source desk(std::string path) {
    Source source;
    source.text = std::move(path);
    return source;
}
inline Source fixed(Value value) {
    Source source;
    source.kind = Source::Kind::value;
    source.fixed = std::move(value);
    return source;
}
inline Source text_template(std::string text) {
    Source source;
    source.kind = Source::Kind::template_text;
    source.text = std::move(text);
    return source;
}
inline Source computed(std::string text) {
    Source source;
    source.kind = Source::Kind::compute;
    source.text = std::move(text);
    return source;
}
inline Source with_values(Source source, std::vector<ValuePair> values,
                          Otherwise::Kind otherwise = Otherwise::Kind::error, Value value = {}) {
    source.values = std::move(values);
    source.otherwise = {otherwise, std::move(value)};
    return source;
}

inline Mapping mapping_with(std::vector<FieldMapping> fields) {
    Mapping mapping;
    mapping.name = "sample";
    mapping.project = text_template("Widgets");
    mapping.type = text_template("Bug");
    mapping.fields = std::move(fields);
    return mapping;
}

inline TypeRules bug_rules() {
    TypeRules rules;
    rules.name = "Bug";
    rules.fields = {{"System.Title", "Title", FieldKind::text},
                    {"Microsoft.VSTS.TCM.ReproSteps", "Repro Steps", FieldKind::html},
                    {"Microsoft.VSTS.Common.Priority", "Priority", FieldKind::integer},
                    {"System.AssignedTo", "Assigned To", FieldKind::person},
                    {"System.Tags", "Tags", FieldKind::words},
                    {"Custom.Paid", "Paid", FieldKind::boolean},
                    {"Custom.Due", "Due", FieldKind::time},
                    {"System.AreaPath", "Area Path", FieldKind::tree_path}};
    return rules;
}

}  // namespace deskbridge
