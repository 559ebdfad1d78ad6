#include "adapters/deskpro/deskpro.h"

#include "adapters/deskpro/change.h"
#include "adapters/deskpro/files.h"
#include "adapters/deskpro/find.h"
#include "adapters/deskpro/messages.h"
#include "adapters/deskpro/read.h"
#include "adapters/deskpro/say.h"
#include "adapters/deskpro/ticket_form.h"
#include "adapters/deskpro/token_sign_in.h"
#include "adapters/deskpro/upload.h"
#include "adapters/deskpro/wire.h"
#include "adapters/deskpro/write.h"

#include <fmt/format.h>

namespace deskbridge::deskpro {

Deskpro::Deskpro(Http& http, const DeskproSettings& settings)
    : sign_in_(settings.password.empty()
                   ? nullptr
                   : std::make_unique<TokenSignIn>(http, settings.url, settings.email, settings.password)),
      client_(sign_in_ ? *sign_in_ : http, settings.url, settings.agent_id),
      lookups_(client_),
      feeds_(client_, lookups_) {}

DeskIdentity Deskpro::identify() {
    DeskIdentity identity;
    auto found = client_.call("GET", "/helpdesk/discover", {}, "", "discover the help desk");
    // Instances from before this call are known by their address. Anything else that goes wrong here must not
    // give the desk another name.
    if (found.status != 404 && found.status != 405) {
        const auto body = Client::expect_data(std::move(found), "discover the help desk");
        const auto data = body["data"];
        if (!data["is_deskpro"].missing() && !data["is_deskpro"].flag())
            throw SyncError(Reach::side, Trouble::configuration,
                            fmt::format("{} says that it is no Deskpro", client_.url()));
        identity.id = data["helpdesk_uuid"].text();
        identity.product = fmt::format("Deskpro {}{}", data["build_name"].text(data["build"].text()),
                                       data["is_cloud"].flag() ? " (cloud)" : "");
    }
    if (identity.id.empty()) identity.id = client_.url();
    if (identity.product.empty()) identity.product = "Deskpro";
    const auto me = client_.get("/me", {}, "ask whose API key this is");
    auto person = person_from(me["data"]["person"]);
    if (person.id.empty()) person.id = me["data"]["person_id"].text(me["data"]["person"].text());
    identity.account = person.name.empty() ? "agent " + person.id : person.name;
    return identity;
}

std::vector<Feed> Deskpro::feeds() const {
    return feeds_.all();
}

std::string Deskpro::cursor_from_now(const Feed& feed, const Find& find) {
    return feeds_.cursor_from_now(feed, find);
}

FeedPage Deskpro::read_feed(const Feed& feed, const std::string& cursor, const Find& find) {
    return feeds_.read(feed, cursor, find);
}

std::vector<Ticket> Deskpro::read_tickets(std::span<const std::string> ids) {
    return deskpro::read_tickets(client_, lookups_, ids);
}

void Deskpro::describe(std::span<Ticket> tickets) {
    deskpro::describe(client_, tickets);
}

std::vector<MessagePage> Deskpro::read_messages(std::span<const MessageQuery> queries) {
    return deskpro::read_messages(client_, lookups_, queries);
}

FetchOutcome Deskpro::fetch(const File& file, const std::string& path, std::uint64_t limit) {
    return deskpro::fetch(client_, file, path, limit);
}

std::optional<File> Deskpro::file_at(std::string_view url) const {
    return deskpro::file_at(client_.url(), url);
}

void Deskpro::look_up(std::span<const TicketChange> changes) {
    deskpro::look_up(lookups_, changes);
}

std::vector<WriteOutcome> Deskpro::change(std::span<const TicketChange> changes) {
    return deskpro::change(client_, lookups_, changes);
}

std::vector<SayOutcome> Deskpro::say(std::span<const NewMessage> messages) {
    return deskpro::say(client_, messages);
}

std::vector<WriteOutcome> Deskpro::edit(std::span<const MessageEdit> edits) {
    return deskpro::edit(client_, edits);
}

WriteOutcome Deskpro::remove(const std::string& ticket_id, const std::string& message_id) {
    return deskpro::remove(client_, ticket_id, message_id);
}

UploadOutcome Deskpro::upload(const std::string& name, const std::string& path, std::uint64_t bytes) {
    return deskpro::upload(client_, name, path, bytes);
}

std::vector<std::string> Deskpro::writable_fields() {
    return writable_paths(lookups_);
}

std::vector<WriteOutcome> Deskpro::write_links_back(std::span<const LinkBack> links,
                                                    const std::set<std::string>& look_first) {
    return deskpro::write_links_back(client_, lookups_, links, look_first);
}

std::optional<std::string> Deskpro::ticket_id_of(std::string_view url) const {
    return ticket_id_in(client_.url(), url);
}

std::vector<std::string> Deskpro::doubts(const LinkBack& wanted, const Find& find) {
    auto out = find_doubts(lookups_, find);
    for (auto& doubt : unseen_departments(client_, lookups_, find)) out.push_back(std::move(doubt));
    for (auto& doubt : link_back_doubts(lookups_, wanted)) out.push_back(std::move(doubt));
    return out;
}

std::vector<std::string> Deskpro::ticket_fields() {
    std::vector<std::string> names{"id",
                                   "ref",
                                   "url",
                                   "subject",
                                   "description",
                                   "status",
                                   "ticket_status",
                                   "status_category",
                                   "priority",
                                   "department",
                                   "category",
                                   "product",
                                   "workflow",
                                   "urgency",
                                   "assignee",
                                   "assignee.name",
                                   "assignee.email",
                                   "agent_team",
                                   "requester",
                                   "requester.name",
                                   "requester.email",
                                   "organization",
                                   "labels",
                                   "language",
                                   "created",
                                   "updated",
                                   "date_status",
                                   "date_resolved",
                                   "on_hold",
                                   "worst_sla_status",
                                   "slas",
                                   "sla_warning",
                                   "sla_due",
                                   "user_waiting_since",
                                   "agent_waiting_since",
                                   "waiting_seconds",
                                   "waiting_minutes",
                                   "parent",
                                   "children",
                                   "related"};
    for (const auto& field : lookups_.custom_fields())
        names.push_back(fmt::format("custom[\"{}\"]", field.title));
    return names;
}

std::optional<Time> Deskpro::server_time() const {
    return client_.server_time();
}

}  // namespace deskbridge::deskpro
