// What the core asks of the state file. Each verb that writes is one transaction, named after the step of
// the protocol that it makes durable.
#pragma once

#include "contract/spool.h"
#include "contract/sync_error.h"
#include "contract/talk.h"
#include "model/link.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

using TenantId = std::int64_t;

/// What is remembered of a tenant's two ends.
struct TenantRecord {
    TenantId id = 0;
    std::string desk_identity;  ///< empty until the first good identification
    std::string work_identity;
    bool guarded = false;  ///< the search for links of a lost state file was made
    Time started_at{};     ///< the desk's time at the tenant's first start; older tickets are history
};

/// live changes go before history.
enum class Lane { live, history };

/// A ticket that waits to be looked at. One row for a ticket, however often it was seen.
struct InboxItem {
    std::string ticket_id;
    Lane lane = Lane::live;
    int attempts = 0;  ///< failed ones, of any kind
    bool parked = false;
    Time not_before{};
    std::string reason;  ///< why it was parked
    std::string hint;    ///< what to do about it
};

/// An action written down before it is done.
struct Intent {
    enum class Kind { create, link_back, comment };
    /// open: may have had its effect; look before anything else. resend: known to have had none; the next
    /// intent for the ticket takes over its key.
    enum class State { open, resend };

    std::int64_t id = 0;  ///< given by the store
    Kind kind = Kind::create;
    State state = State::open;
    std::string ticket_id;
    std::string ticket_url;
    std::string mapping;
    std::string key;
    std::string project;
    std::string base;    ///< what is about to be agreed on (base_text), for recording after a restart;
                         ///< of a comment: which message on which item
    Time written_at{};   ///< our clock
    Time server_time{};  ///< the tracker's clock when it was written
    Fate fate = Fate::timed_out;  ///< until something better is known
    int looks = 0;                ///< how often its mark was looked for in vain
    Time looked_at{};
};

/// How an intent ended, for `record`.
struct Recorded {
    std::int64_t intent = 0;
    std::optional<Link> link;       ///< made or found: kept as it is here, new or over the old one. With a
                                    ///< link-back intent only `link_back...` goes over the old one
    std::optional<InboxItem> park;  ///< a create that was refused: how the ticket goes on waiting; without it
                                    ///< a closed create intent takes its ticket out of the inbox
    std::optional<Talk> talk;       ///< how it goes on with the link's messages
    std::optional<Said> said;       ///< with `talk`: what the link's work item carries now
};

struct HistoryJob {
    std::int64_t id = 0;
    std::string since, until;  ///< ISO 8601 or empty
    std::int64_t limit = 0;    ///< 0 = none
    std::string cursor;        ///< JSON: one per feed and find
    std::int64_t listed = 0;
    bool finished = false;
};

/// A cursor to be moved with a page.
struct CursorMove {
    std::string feed;
    std::string cursor;
};

/// Thread rule: an instance belongs to one thread; several instances (and processes) may be open on one file.
/// On failure: SyncError of reach run, trouble store; a transaction is whole or not there.
class LinkStore {
public:
    virtual ~LinkStore() = default;

    /// Random, made with the file; stands in every mark.
    virtual std::string agent_id() = 0;

    virtual TenantRecord tenant(const std::string& name) = 0;
    virtual void remember_identities(TenantId tenant, const std::string& desk, const std::string& work) = 0;
    virtual void remember_guarded(TenantId tenant) = 0;
    virtual void remember_started(TenantId tenant, Time desk_time) = 0;

    // collect
    virtual std::optional<std::string> cursor(TenantId tenant, const std::string& feed) = 0;
    /// The ids enter the inbox (a parked one becomes ready again only by its own time) and the cursor moves.
    virtual void collect(TenantId tenant, Lane lane, std::span<const std::string> ticket_ids,
                         const CursorMove& move) = 0;

    // tickets that were selected before the first start: a sweep leaves them alone
    virtual void pass_over(TenantId tenant, std::span<const std::string> ticket_ids) = 0;
    /// Those of `ticket_ids` that were passed over.
    virtual std::vector<std::string> passed_over(TenantId tenant,
                                                 std::span<const std::string> ticket_ids) = 0;
    virtual void forget_passed_over(TenantId tenant, std::span<const std::string> ticket_ids) = 0;

    // the inbox
    /// Ready ones, live before history, oldest first; none whose ticket has an open create intent.
    virtual std::vector<InboxItem> ready(TenantId tenant, Time now, std::size_t limit) = 0;
    virtual void drop(TenantId tenant, std::span<const std::string> ticket_ids) = 0;
    virtual void postpone(TenantId tenant, std::span<const InboxItem> items) = 0;
    virtual std::vector<InboxItem> parked(TenantId tenant) = 0;
    /// Makes parked tickets ready at once; all when `ticket_ids` is empty. How many.
    virtual std::size_t retry(TenantId tenant, std::span<const std::string> ticket_ids) = 0;
    virtual std::size_t waiting(TenantId tenant, Lane lane) = 0;
    /// When the next ticket or intent of the tenant becomes ready; nothing = none waits.
    virtual std::optional<Time> next_ready(TenantId tenant) = 0;

    // intents
    /// synchronous=FULL. Older intents of the same tickets in state resend are closed by it. Ids in order.
    virtual std::vector<std::int64_t> intend(TenantId tenant, std::span<const Intent> intents) = 0;
    virtual std::vector<Intent> intents(TenantId tenant) = 0;
    /// Keeps state, fate, looks and looked_at of these intents.
    virtual void note(TenantId tenant, std::span<const Intent> intents) = 0;
    /// Closes the intents, keeps links, drops or parks inbox rows.
    virtual void record(TenantId tenant, std::span<const Recorded> outcomes) = 0;

    // links
    virtual std::vector<Link> links_of(TenantId tenant, std::span<const std::string> ticket_ids) = 0;
    /// By ticket id order of making, after `after_row`; for listings and exports.
    virtual std::vector<Link> links(TenantId tenant, std::size_t offset, std::size_t limit) = 0;
    virtual std::size_t count_links(TenantId tenant) = 0;
    /// Adds links found by their marks; a pair that is there stays. How many were new.
    virtual std::size_t adopt(TenantId tenant, std::span<const Link> links) = 0;
    /// Links whose tickets still have to be told, oldest first, none before its `link_back_not_before`, none
    /// with an open link-back intent.
    virtual std::vector<Link> pending_link_backs(TenantId tenant, Time now, std::size_t limit) = 0;

    // what is said
    virtual std::optional<Talk> talk(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) = 0;
    /// Those that may go on now, live before history, oldest first, none whose ticket has an open comment
    /// intent.
    virtual std::vector<Talk> pending_talks(TenantId tenant, Time now, std::size_t limit) = 0;
    /// Ids of the messages that stand on the work item.
    virtual std::set<std::string> said(TenantId tenant, const std::string& ticket_id,
                                       WorkItemId work_item) = 0;

    // files
    virtual std::optional<KeptFile> file(TenantId tenant, const std::string& project,
                                         const std::string& file_id) = 0;
    virtual std::optional<KeptFile> file_like(TenantId tenant, const std::string& project,
                                              const std::string& digest) = 0;
    virtual void keep(TenantId tenant, const std::string& project, const KeptFile& file) = 0;

    // history
    virtual std::optional<HistoryJob> open_history(TenantId tenant) = 0;
    virtual std::int64_t start_history(TenantId tenant, const HistoryJob& job) = 0;
    virtual void collect_history(TenantId tenant, const HistoryJob& job,
                                 std::span<const std::string> ticket_ids) = 0;
};

}  // namespace deskbridge
