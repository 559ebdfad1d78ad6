#include "adapters/deskpro/write.h"

#include "adapters/deskpro/read.h"
#include "adapters/deskpro/wire.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace deskbridge::deskpro {

namespace {

/// What the desk holds of a ticket that is about to be told.
struct Present {
    Words labels;
    std::map<std::string, std::string> fields;  ///< custom values by id, as text
};

std::map<std::string, Present> read_present(Client& client, std::span<const LinkBack> links) {
    std::vector<std::string> ids;
    for (const auto& link : links) ids.push_back(link.ticket_id);
    std::map<std::string, Present> present;
    for (const auto& page : read_raw(client, ids)) {
        for (const auto& ticket : page["data"].items()) {
            auto& entry = present[ticket["id"].text()];
            for (const auto& label : ticket["labels"].items())
                entry.labels.push_back(label.is_object() ? label["label"].text() : label.text());
            for (const auto& [id, field] : ticket["fields"].members())
                entry.fields[std::string(id)] = field.is_object() ? field["value"].text() : field.text();
        }
    }
    return present;
}

/// The keys of a ticket that change; empty when none does.
std::string changed_keys(const LinkBack& link, const Present& present, const CustomField* field) {
    json::Writer out;
    bool any = false;
    out.object();
    const auto id = std::to_string(link.work_item);
    if (field != nullptr) {
        const auto held = present.fields.find(field->id);
        if (held == present.fields.end() || held->second != id) {
            out.key("fields").object().member(field->id, id).end();
            any = true;
        }
    }
    const bool labelled = std::any_of(present.labels.begin(), present.labels.end(),
                                      [&](const auto& label) { return same_name(label, link.label); });
    if (!link.label.empty() && !labelled) {
        out.key("labels").array();
        for (const auto& label : present.labels) out.text(label);
        out.text(link.label).end();
        any = true;
    }
    out.end();
    return any ? out.take() : std::string();
}

std::string note_payload(const LinkBack& link) {
    json::Writer out;
    out.object().member("message", link.note + "<p><small>" + link.mark + "</small></p>");
    return out.member("format", "html").member("is_note", true).end().take();
}

bool has_note(Client& client, const LinkBack& link) {
    const auto path = "/tickets/" + url_encode(link.ticket_id) + "/messages";
    for (const auto& page : read_pages(client, path, {}, "look for the note on a ticket"))
        for (const auto& message : page["data"].items())
            if (message["message"].text().find(link.mark) != std::string::npos) return true;
    return false;
}

SyncError unreadable() {
    return SyncError(Reach::item, Trouble::data, "the ticket cannot be read any more",
                     "it may be deleted, merged, or in a department that the key's agent does not see");
}

SyncError no_such_field(const std::string& name, Lookups& lookups) {
    std::vector<std::string> titles;
    for (const auto& field : lookups.custom_fields()) titles.push_back(field.title);
    const auto near = nearest_name(name, titles);
    return SyncError(
        Reach::item, Trouble::configuration, fmt::format("Deskpro has no custom ticket field '{}'", name),
        near.empty() ? "make the field under Admin > Ticket Structure > Fields, or take it out of link_back"
                     : fmt::format("did you mean '{}'?", near));
}

/// The writes of one round, and whose they are.
struct Round {
    std::vector<BatchCall> calls;
    std::vector<std::size_t> owners;

    void add(std::size_t owner, BatchCall call) {
        owners.push_back(owner);
        calls.push_back(std::move(call));
    }
};

void take_outcome(WriteOutcome& outcome, const Answer& answer) {
    if (answer.ok() || outcome.error) return;
    SyncError error =
        answer.status == 0
            ? SyncError(Reach::item, Trouble::unreachable, "Deskpro did not say what became of the write")
                  .with(Fate::closed)
            : error_of(answer.status, {}, answer.body.root(), "write to the ticket");
    error.reach = Reach::item;
    outcome.error = std::move(error);
}

}  // namespace

std::vector<WriteOutcome> write_links_back(Client& client, Lookups& lookups, std::span<const LinkBack> links,
                                           const std::set<std::string>& look_first) {
    std::vector<WriteOutcome> outcomes(links.size());
    const auto present = read_present(client, links);
    Round round;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const auto& link = links[i];
        const auto held = present.find(link.ticket_id);
        const auto* field = link.field.empty() ? nullptr : lookups.custom_field_named(link.field);
        if (held == present.end()) {
            outcomes[i].error = unreadable();
            continue;
        }
        if (!link.field.empty() && field == nullptr) {
            outcomes[i].error = no_such_field(link.field, lookups);
            continue;
        }
        const auto path = "/tickets/" + url_encode(link.ticket_id);
        if (auto keys = changed_keys(link, held->second, field); !keys.empty())
            round.add(i, {"PUT", path, {}, std::move(keys)});
        const bool noted =
            look_first.count(link.ticket_id) != 0 && !link.note.empty() && has_note(client, link);
        if (!link.note.empty() && !noted) round.add(i, {"POST", path + "/messages", {}, note_payload(link)});
    }
    if (round.calls.empty()) return outcomes;
    const auto answers = client.batch(round.calls, "tell tickets of their work items");
    for (std::size_t i = 0; i < answers.size(); ++i) take_outcome(outcomes[round.owners[i]], answers[i]);
    return outcomes;
}

std::vector<std::string> link_back_doubts(Lookups& lookups, const LinkBack& wanted) {
    std::vector<std::string> out;
    if (wanted.field.empty() || lookups.custom_field_named(wanted.field) != nullptr) return out;
    const auto error = no_such_field(wanted.field, lookups);
    out.push_back(fmt::format("link_back: {}; {}", error.what(), error.hint));
    return out;
}

}  // namespace deskbridge::deskpro
