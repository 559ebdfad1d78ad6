#include "adapters/request_tracker/request_tracker.h"

#include "adapters/request_tracker/fetch.h"
#include "adapters/request_tracker/messages.h"
#include "adapters/request_tracker/parts.h"
#include "adapters/request_tracker/query.h"
#include "adapters/request_tracker/read.h"
#include "adapters/request_tracker/say.h"
#include "adapters/request_tracker/ticket_form.h"
#include "adapters/request_tracker/wire.h"
#include "adapters/request_tracker/write.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::request_tracker {

namespace {

SyncError unchangeable() {
    return SyncError(Reach::item, Trouble::forbidden,
                     "Request Tracker keeps what was said on a ticket as it was said",
                     "nothing can be edited or taken back there");
}

}  // namespace

RequestTracker::RequestTracker(Http& http, const RequestTrackerSettings& settings)
    : client_(http, settings), lookups_(client_, settings), feeds_(client_, lookups_), kept_(settings.url) {}

/// RT has no number for an installation; its address is in every link to a ticket, and stands for it.
DeskIdentity RequestTracker::identify() {
    const auto version = client_.get("/rt", {}, "ask for the version");
    const auto number = version["Version"].text();
    if (number.empty())
        throw SyncError(Reach::side, Trouble::configuration,
                        fmt::format("{} does not answer as Request Tracker", client_.url()),
                        "is it the address of RT itself?");
    const auto& self = lookups_.self();
    const auto name = self["Name"].text();
    const auto real = self["RealName"].text();
    return {client_.url(), "Request Tracker " + number,
            real.empty() ? name : fmt::format("{} ({})", real, name)};
}

std::vector<Feed> RequestTracker::feeds() const {
    return Feeds::all();
}

std::string RequestTracker::cursor_from_now(const Feed&, const Find&) {
    return feeds_.cursor_from_now();
}

FeedPage RequestTracker::read_feed(const Feed& feed, const std::string& cursor, const Find& find) {
    return feeds_.read(feed, cursor, find);
}

std::vector<Ticket> RequestTracker::read_tickets(std::span<const std::string> ids) {
    std::vector<Ticket> tickets;
    std::vector<std::string> others;
    for (const auto& id : ids) {
        auto seen = looks_.expects(id) ? look_at(client_, lookups_, id) : std::nullopt;
        if (!seen) {
            others.push_back(id);
            continue;
        }
        tickets.push_back(ticket_from(seen->ticket.root(), lookups_));
        looks_.keep(id, std::move(*seen));
    }
    for (auto& ticket : request_tracker::read_tickets(client_, lookups_, others))
        tickets.push_back(std::move(ticket));
    return tickets;
}

void RequestTracker::describe(std::span<Ticket> tickets) {
    request_tracker::describe(client_, tickets);
}

std::vector<MessagePage> RequestTracker::read_messages(std::span<const MessageQuery> queries) {
    return request_tracker::read_messages(client_, lookups_, queries);
}

FetchOutcome RequestTracker::fetch(const File& file, const std::string& path, std::uint64_t limit) {
    return request_tracker::fetch(client_, file, path, limit);
}

std::optional<File> RequestTracker::file_at(std::string_view url) const {
    return request_tracker::file_at(client_.url(), url);
}

void RequestTracker::look_up(std::span<const TicketChange> changes) {
    // the lists are kept, so that putting the same forms together again asks for nothing
    TicketForm form(lookups_);
    for (const auto& change : changes) form.parts_of(change.fields);
    looks_.expect(changes);
}

std::vector<WriteOutcome> RequestTracker::change(std::span<const TicketChange> changes) {
    return request_tracker::change(client_, lookups_, looks_, changes);
}

std::vector<SayOutcome> RequestTracker::say(std::span<const NewMessage> messages) {
    return request_tracker::say(client_, kept_, messages);
}

std::vector<WriteOutcome> RequestTracker::edit(std::span<const MessageEdit> edits) {
    return std::vector<WriteOutcome>(edits.size(), WriteOutcome{unchangeable()});
}

WriteOutcome RequestTracker::remove(const std::string&, const std::string&) {
    return {unchangeable()};
}

UploadOutcome RequestTracker::upload(const std::string& name, const std::string& path, std::uint64_t bytes) {
    return kept_.keep(name, path, bytes);
}

std::vector<std::string> RequestTracker::writable_fields() {
    return writable_paths(lookups_);
}

std::vector<WriteOutcome> RequestTracker::write_links_back(std::span<const LinkBack> links,
                                                           const std::set<std::string>& look_first) {
    return request_tracker::write_links_back(client_, lookups_, links, look_first);
}

std::optional<std::string> RequestTracker::ticket_id_of(std::string_view url) const {
    return ticket_id_in(client_.url(), url);
}

std::vector<std::string> RequestTracker::doubts(const LinkBack& wanted, const Find& find) {
    auto out = find_doubts(lookups_, find);
    for (auto& doubt : link_back_doubts(lookups_, wanted)) out.push_back(std::move(doubt));
    const auto& dated = lookups_.custom_fields();
    const bool any_time = std::any_of(dated.begin(), dated.end(), [](const CustomField& field) {
        return field.kind == CustomField::Kind::date_time;
    });
    if (any_time && !lookups_.is_in_utc())
        out.push_back(
            "the account's Timezone is not UTC: custom fields with a date and time cannot be written; "
            "set it under Settings > Preferences, or as an administrator");
    if (lookups_.queues().empty())
        out.push_back("the account sees no queue: it needs SeeQueue and ShowTicket");
    return out;
}

std::vector<std::string> RequestTracker::ticket_fields() {
    std::vector<std::string> names{"id",
                                   "ref",
                                   "url",
                                   "subject",
                                   "description",
                                   "status",
                                   "status_category",
                                   "lifecycle",
                                   "priority",
                                   "initial_priority",
                                   "final_priority",
                                   "department",
                                   "assignee",
                                   "assignee.name",
                                   "assignee.email",
                                   "requester",
                                   "requester.name",
                                   "requester.email",
                                   "requesters",
                                   "cc",
                                   "creator",
                                   "creator.name",
                                   "creator.email",
                                   "organization",
                                   "labels",
                                   "language",
                                   "created",
                                   "updated",
                                   "starts",
                                   "started",
                                   "due",
                                   "resolved",
                                   "time_worked",
                                   "time_left",
                                   "time_estimated",
                                   "sla"};
    for (const auto& field : lookups_.custom_fields())
        names.push_back(fmt::format("custom[\"{}\"]", field.name));
    return names;
}

std::optional<Time> RequestTracker::server_time() const {
    return client_.server_time();
}

}  // namespace deskbridge::request_tracker
