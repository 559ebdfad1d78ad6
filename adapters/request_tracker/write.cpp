#include "adapters/request_tracker/write.h"

#include "adapters/request_tracker/errors.h"
#include "adapters/request_tracker/messages.h"
#include "adapters/request_tracker/read.h"
#include "adapters/request_tracker/say.h"
#include "adapters/request_tracker/ticket_form.h"
#include "adapters/request_tracker/wire.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* telling = "tell tickets of their work items";
constexpr std::size_t tickets_of_a_call = 50;

SyncError no_such_field(const std::string& name, Lookups& lookups) {
    std::vector<std::string> names{refers_to};
    for (const auto& field : lookups.custom_fields()) names.push_back(field.name);
    const auto near = nearest_name(name, names);
    return SyncError(Reach::item, Trouble::configuration,
                     fmt::format("Request Tracker has no custom field of tickets '{}'", name),
                     near.empty() ? "make it under Admin > Custom Fields and apply it to the queue, or name "
                                    "RefersTo in link_back"
                                  : fmt::format("did you mean '{}'?", near));
}

bool takes_number(const CustomField& field) {
    return field.kind == CustomField::Kind::text;
}

SyncError unreadable() {
    return SyncError(Reach::item, Trouble::data, "Request Tracker: the ticket cannot be read any more",
                     "it may be deleted, merged, or in a queue that the account does not see");
}

bool holds_word(const std::vector<std::string>& words, const std::string& word) {
    return std::any_of(words.begin(), words.end(), [&](const auto& each) { return same_name(each, word); });
}

/// One telling of many tickets, step by step.
class Telling {
public:
    Telling(Client& client, Lookups& lookups, std::span<const LinkBack> links,
            const std::set<std::string>& look_first)
        : client_(client),
          lookups_(lookups),
          links_(links),
          look_first_(look_first),
          outcomes_(links.size()) {}

    std::vector<WriteOutcome> run() {
        auto tickets = read();
        std::vector<bool> untouched(links_.size(), true);
        const auto changes = changes_of(tickets, untouched);
        for (std::size_t at = 0; at < changes.size(); at += tickets_of_a_call)
            send({changes.begin() + static_cast<std::ptrdiff_t>(at),
                  changes.begin() +
                      static_cast<std::ptrdiff_t>(std::min(changes.size(), at + tickets_of_a_call))});
        if (!changes.empty()) check(read());
        for (std::size_t i = 0; i < links_.size(); ++i)
            if (!outcomes_[i].error && !links_[i].note.empty()) note(i, untouched[i]);
        return std::move(outcomes_);
    }

private:
    std::map<std::string, json::Document> read() {
        std::vector<std::string> ids;
        for (const auto& link : links_) ids.push_back(link.ticket_id);
        std::map<std::string, json::Document> tickets;
        for (auto& raw : read_raw(client_, lookups_, ids))
            if (raw.json["id"].text() == raw.asked && raw.json["Status"].text() != "deleted")
                tickets.emplace(raw.asked, std::move(raw.json));
        return tickets;
    }

    /// What a ticket lacks, as one element of a bulk update; empty when it lacks nothing.
    std::string change_of(const LinkBack& link, json::View ticket) {
        std::vector<Wanted> wanted;
        const auto number = std::to_string(link.work_item);
        const auto* field = lookups_.custom_field_named(link.field);
        if (field != nullptr && shown_in(ticket, "CF." + field->name) != std::vector{number})
            wanted.push_back({"", "CF." + field->name, json::Writer().text(number).take(), {}});
        const auto labels_key = "CF." + lookups_.settings().labels_field;
        auto labels = shown_in(ticket, labels_key);
        if (!link.label.empty() && !holds_word(labels, link.label)) {
            labels.push_back(link.label);
            json::Writer out;
            out.array();
            for (const auto& label : labels) out.text(label);
            wanted.push_back({"", labels_key, out.end().take(), {}});
        }
        if (link.field == refers_to && !refers(ticket, link))
            wanted.push_back({"", "AddRefersTo", json::Writer().text(link.work_item_url).take(), {}});
        return wanted.empty() ? std::string() : body_of(wanted, link.ticket_id);
    }

    static bool refers(json::View ticket, const LinkBack& link) {
        const auto addresses = references_of(ticket);
        return std::find(addresses.begin(), addresses.end(), link.work_item_url) != addresses.end();
    }

    std::optional<SyncError> trouble_of(const LinkBack& link) {
        if (!link.field.empty() && link.field != refers_to) {
            const auto* field = lookups_.custom_field_named(link.field);
            if (field == nullptr) return no_such_field(link.field, lookups_);
            if (!takes_number(*field))
                return SyncError(
                    Reach::item, Trouble::configuration,
                    fmt::format("the custom field '{}' takes no work item's number", field->name),
                    "name a field for text (one value) in link_back");
        }
        if (!link.label.empty() && lookups_.custom_field_named(lookups_.settings().labels_field) == nullptr)
            return no_such_field(lookups_.settings().labels_field, lookups_);
        return {};
    }

    std::vector<std::string> changes_of(const std::map<std::string, json::Document>& tickets,
                                        std::vector<bool>& untouched) {
        std::vector<std::string> changes;
        for (std::size_t i = 0; i < links_.size(); ++i) {
            const auto found = tickets.find(links_[i].ticket_id);
            outcomes_[i].error = found == tickets.end() ? unreadable() : trouble_of(links_[i]);
            if (outcomes_[i].error) continue;
            auto change = change_of(links_[i], found->second.root());
            untouched[i] = change.empty();
            if (!change.empty()) changes.push_back(std::move(change));
        }
        return changes;
    }

    void send(const std::vector<std::string>& changes) {
        json::Writer body;
        body.array();
        for (const auto& change : changes) body.raw(change);
        const auto answer = client_.call("PUT", "/tickets/bulk", body.end().take(), telling);
        if (answer.ok()) return;
        auto error = client_.own_trouble(answer, telling);
        error.reach = Reach::side;
        throw error;
    }

    /// RT answers a bulk update in sentences; what the tickets show counts.
    void check(const std::map<std::string, json::Document>& tickets) {
        for (std::size_t i = 0; i < links_.size(); ++i) {
            const auto found = tickets.find(links_[i].ticket_id);
            if (outcomes_[i].error || found == tickets.end()) continue;
            if (change_of(links_[i], found->second.root()).empty()) continue;
            outcomes_[i].error = SyncError(Reach::item, Trouble::forbidden,
                                           "Request Tracker did not let the ticket name its work item",
                                           "the account needs ModifyTicket and ModifyCustomField in the "
                                           "ticket's queue, and the field has to "
                                           "be applied to it");
        }
    }

    /// A ticket that holds all but the note may have been told before.
    void note(std::size_t i, bool untouched) {
        const auto& link = links_[i];
        const bool has_parts = !link.field.empty() || !link.label.empty();
        const bool look = look_first_.count(link.ticket_id) != 0 || (has_parts && untouched);
        if (look && is_noted(link)) return;
        outcomes_[i].error =
            comment(client_, link.ticket_id, link.note + "<p><small>" + link.mark + "</small></p>").error;
    }

    bool is_noted(const LinkBack& link) {
        std::vector<MessageQuery> query{{link.ticket_id, ""}};
        for (bool more = true; more;) {
            const auto page = std::move(read_messages(client_, lookups_, query).front());
            if (page.error) throw *page.error;
            for (const auto& message : page.messages)
                if (message.text.markup.find(link.mark) != std::string::npos) return true;
            more = page.more;
            query.front().cursor = page.cursor;
        }
        return false;
    }

    Client& client_;
    Lookups& lookups_;
    std::span<const LinkBack> links_;
    const std::set<std::string>& look_first_;
    std::vector<WriteOutcome> outcomes_;
};

}  // namespace

std::vector<WriteOutcome> write_links_back(Client& client, Lookups& lookups, std::span<const LinkBack> links,
                                           const std::set<std::string>& look_first) {
    return Telling(client, lookups, links, look_first).run();
}

std::vector<std::string> link_back_doubts(Lookups& lookups, const LinkBack& wanted) {
    std::vector<std::string> out;
    const auto& labels = lookups.settings().labels_field;
    if (wanted.field == refers_to) {
        if (!lookups.settings().refers_to)
            out.push_back(
                "link_back: say \"refers_to\": true in the desk's settings, so that RefersTo is read, too");
    } else if (!wanted.field.empty()) {
        const auto* field = lookups.custom_field_named(wanted.field);
        if (field == nullptr) {
            const auto error = no_such_field(wanted.field, lookups);
            out.push_back(fmt::format("link_back: {}; {}", error.what(), error.hint));
        } else if (!takes_number(*field)) {
            out.push_back(fmt::format("link_back: the custom field '{}' is none for text", field->name));
        }
    }
    if (!wanted.label.empty() && lookups.custom_field_named(labels) == nullptr)
        out.push_back(
            fmt::format("link_back: there is no custom field '{}' for the label; labels_field in the "
                        "desk's settings names another one",
                        labels));
    return out;
}

}  // namespace deskbridge::request_tracker
