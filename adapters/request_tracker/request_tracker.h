// The Request Tracker adapter, REST2 of RT 5 and later. What is odd about that system stands in README.md.
#pragma once

#include "adapters/request_tracker/card.h"
#include "adapters/request_tracker/change.h"
#include "adapters/request_tracker/client.h"
#include "adapters/request_tracker/feed.h"
#include "adapters/request_tracker/kept_files.h"
#include "adapters/request_tracker/lookups.h"
#include "contract/help_desk.h"

namespace deskbridge::request_tracker {

/// `http` outlives the adapter; it adds the Authorization header unless the settings hold a password.
class RequestTracker : public HelpDesk {
public:
    RequestTracker(Http& http, const RequestTrackerSettings& settings);

    DeskIdentity identify() override;
    std::vector<Feed> feeds() const override;
    std::string cursor_from_now(const Feed& feed, const Find& find) override;
    FeedPage read_feed(const Feed& feed, const std::string& cursor, const Find& find) override;
    std::vector<Ticket> read_tickets(std::span<const std::string> ids) override;
    void describe(std::span<Ticket> tickets) override;
    std::vector<MessagePage> read_messages(std::span<const MessageQuery> queries) override;
    FetchOutcome fetch(const File& file, const std::string& path, std::uint64_t limit) override;
    std::optional<File> file_at(std::string_view url) const override;
    void look_up(std::span<const TicketChange> changes) override;
    std::vector<WriteOutcome> change(std::span<const TicketChange> changes) override;
    std::vector<SayOutcome> say(std::span<const NewMessage> messages) override;
    std::vector<WriteOutcome> edit(std::span<const MessageEdit> edits) override;
    WriteOutcome remove(const std::string& ticket_id, const std::string& message_id) override;
    UploadOutcome upload(const std::string& name, const std::string& path, std::uint64_t bytes) override;
    std::vector<std::string> writable_fields() override;
    std::vector<WriteOutcome> write_links_back(std::span<const LinkBack> links,
                                               const std::set<std::string>& look_first) override;
    std::optional<std::string> ticket_id_of(std::string_view url) const override;
    std::vector<std::string> doubts(const LinkBack& wanted, const Find& find) override;
    std::vector<std::string> ticket_fields() override;
    std::optional<Time> server_time() const override;

private:
    Client client_;
    Lookups lookups_;
    Feeds feeds_;
    LastLooks looks_;
    KeptFiles kept_;
};

}  // namespace deskbridge::request_tracker
