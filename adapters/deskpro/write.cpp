#include "adapters/deskpro/write.h"

#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/read.h"
#include "adapters/deskpro/round.h"
#include "adapters/deskpro/wire.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace deskbridge::deskpro {

namespace {

/// Threads are read whole to look for a note, so few go into one answer.
constexpr std::size_t threads_of_a_look = 25;

/// What the desk holds of a ticket that is about to be told.
struct Present {
    Words labels;
    std::map<std::string, std::string> fields;  ///< custom values by id, as text
};

std::map<std::string, Present> read_present(Client& client, std::span<const LinkBack> links) {
    std::vector<std::string> ids;
    for (const auto& link : links) ids.push_back(link.ticket_id);
    std::map<std::string, Present> present;
    const auto raw = read_raw(client, ids, "");
    for (const auto& [asked, ticket, linked] : raw.tickets) {
        if (is_hidden(ticket) || ticket["id"].text() != asked) continue;
        auto& entry = present[asked];
        entry.labels = labels_of(ticket);
        for (const auto& [id, field] : ticket["fields"].members())
            entry.fields[std::string(id)] = field.is_object() ? field["value"].text() : field.text();
    }
    return present;
}

/// The keys of a ticket that change; empty when none does.
std::string changed_keys(const LinkBack& link, const Present& present, const CustomField* field) {
    json::Writer out;
    bool any = false;
    out.object();
    if (const auto number = field == nullptr ? std::nullopt : number_for(*field, link.work_item)) {
        const auto held = present.fields.find(field->id);
        if (held == present.fields.end() || !holds_number(*field, held->second, link.work_item)) {
            out.key("fields").object().key(field->id).raw(*number).end();
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

/// Words with one blank between: what an editor or a database makes of blanks does not count.
std::string blanks_closed(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool entity = text.substr(at, 6) == "&nbsp;";
        const bool blank = entity || static_cast<unsigned char>(text[at]) <= ' ';
        if (entity) at += 5;
        if (!blank)
            out += text[at];
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

bool holds_mark(json::View messages, const std::string& mark) {
    for (const auto& message : rows(messages))
        for (const auto* part : {"message", "message_full", "message_raw"})
            if (blanks_closed(message[part].text()).find(mark) != std::string::npos) return true;
    return false;
}

std::string messages_path(const LinkBack& link) {
    return "/tickets/" + url_encode(link.ticket_id) + "/messages";
}

/// Whether the note is there already; throws when that cannot be told.
bool has_note(Client& client, const LinkBack& link, Answer first_page) {
    const auto mark = blanks_closed(link.mark);
    const auto body = Client::expect_data(std::move(first_page), "look for the note on a ticket");
    if (holds_mark(body["data"], mark)) return true;
    if (is_last_page(body, 1)) return false;
    const auto pages = read_pages(client, messages_path(link), {}, "look for the note on a ticket");
    return pages && std::any_of(pages->begin(), pages->end(),
                                [&](const auto& page) { return holds_mark(page["data"], mark); });
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

SyncError wrong_widget(const CustomField& field) {
    return SyncError(Reach::item, Trouble::configuration,
                     fmt::format("the custom ticket field '{}' ({}) takes no work item's number", field.title,
                                 field.widget),
                     "name a field for text or numbers in link_back");
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
          outcomes_(links.size()),
          untouched_(links.size(), true) {}

    std::vector<WriteOutcome> run() {
        Round round;
        set_keys(read_present(client_, links_), round);
        // one by one a ticket whose keys are refused gets no note; in a batch all have to go out together
        if (links_.size() == 1 || !client_.has_batch()) send(std::exchange(round, {}));
        const auto noted = find_notes();
        for (std::size_t i = 0; i < links_.size(); ++i)
            if (!links_[i].note.empty() && !outcomes_[i].error && noted.count(i) == 0)
                round.add(i, {"POST", messages_path(links_[i]), {}, note_payload(links_[i])});
        send(round);
        return std::move(outcomes_);
    }

private:
    /// Field and label in one PUT. All of them come before the notes in the batch, so that a ticket that
    /// holds both and lacks only the note is known for one that may have been told before.
    void set_keys(const std::map<std::string, Present>& present, Round& round) {
        for (std::size_t i = 0; i < links_.size(); ++i) {
            const auto& link = links_[i];
            const auto held = present.find(link.ticket_id);
            const auto* field = link.field.empty() ? nullptr : lookups_.custom_field_named(link.field);
            if (held == present.end()) {
                outcomes_[i].error = unreadable();
            } else if (!link.field.empty() && field == nullptr) {
                outcomes_[i].error = no_such_field(link.field, lookups_);
            } else if (field != nullptr && !number_for(*field, link.work_item)) {
                outcomes_[i].error = wrong_widget(*field);
            } else if (auto keys = changed_keys(link, held->second, field); !keys.empty()) {
                round.add(i, {"PUT", "/tickets/" + url_encode(link.ticket_id), {}, std::move(keys)});
                untouched_[i] = false;
            }
        }
    }

    bool may_be_noted(std::size_t i) const {
        return !links_[i].note.empty() && !outcomes_[i].error &&
               (untouched_[i] || look_first_.count(links_[i].ticket_id) != 0);
    }

    std::set<std::size_t> find_notes() {
        Round round;
        std::set<std::size_t> noted;
        for (std::size_t i = 0; i < links_.size(); ++i) {
            if (may_be_noted(i))
                round.add(i, {"GET", messages_path(links_[i]), {{"count", "200"}, {"page", "1"}}, {}});
            if (round.calls.size() < threads_of_a_look && i + 1 < links_.size()) continue;
            look(round, noted);
            round = {};
        }
        return noted;
    }

    void look(const Round& round, std::set<std::size_t>& noted) {
        if (round.calls.empty()) return;
        auto answers = client_.batch(round.calls, "look for the note on a ticket");
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const auto owner = round.owners[i];
            if (!answers[i].has_data())
                take_outcome(outcomes_[owner],
                             {answers[i].ok() ? 0 : answers[i].status, std::move(answers[i].body)});
            else if (has_note(client_, links_[owner], std::move(answers[i])))
                noted.insert(owner);
        }
    }

    void send(const Round& round) {
        deskpro::send(client_, round, what_, [&](std::size_t owner, const Answer& answer) {
            take_outcome(outcomes_[owner], answer);
        });
    }

    /// Of two that failed on a ticket the first has its say.
    static void take_outcome(WriteOutcome& outcome, const Answer& answer) {
        // An equal note was made just before, so ours is there: its mark makes it the only one.
        if (answer.ok() || outcome.error || is_duplicate(answer.body.root())) return;
        outcome.error = item_error(answer, what_);
    }

    static constexpr const char* what_ = "tell a ticket of its work item";

    Client& client_;
    Lookups& lookups_;
    std::span<const LinkBack> links_;
    const std::set<std::string>& look_first_;
    std::vector<WriteOutcome> outcomes_;
    std::vector<bool> untouched_;  ///< field and label were there before
};

}  // namespace

std::vector<WriteOutcome> write_links_back(Client& client, Lookups& lookups, std::span<const LinkBack> links,
                                           const std::set<std::string>& look_first) {
    return Telling(client, lookups, links, look_first).run();
}

std::vector<std::string> link_back_doubts(Lookups& lookups, const LinkBack& wanted) {
    std::vector<std::string> out;
    if (wanted.field.empty()) return out;
    const auto* field = lookups.custom_field_named(wanted.field);
    if (field != nullptr && number_for(*field, 1)) return out;
    const auto error = field == nullptr ? no_such_field(wanted.field, lookups) : wrong_widget(*field);
    out.push_back(fmt::format("link_back: {}; {}", error.what(), error.hint));
    return out;
}

}  // namespace deskbridge::deskpro
