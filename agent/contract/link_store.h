// What the core asks of the state file. Each verb that writes is one transaction, named after the step of
// the protocol that it makes durable.
#pragma once

#include "contract/link_order.h"
#include "contract/spool.h"
#include "contract/state.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace deskbridge {

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

    /// A person lets mass changes through until then.
    virtual void release(TenantId tenant, Time until) = 0;

    /// The fingerprint of the mapping that the tenant's links were written by.
    virtual std::optional<std::string> applied_mapping(TenantId tenant, const std::string& name) = 0;
    virtual void apply_mapping(TenantId tenant, const std::string& name, const std::string& fingerprint) = 0;

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
    /// Ready ones, live before history, oldest first; none whose ticket has an open intent but
    /// for one to tell it of its item.
    virtual std::vector<InboxItem> ready(TenantId tenant, Time now, std::size_t limit) = 0;
    virtual void drop(TenantId tenant, std::span<const std::string> ticket_ids) = 0;
    virtual void postpone(TenantId tenant, std::span<const InboxItem> items) = 0;
    virtual std::vector<InboxItem> parked(TenantId tenant) = 0;
    /// Makes parked tickets ready at once, and what could not be carried or told of linked ones; of all when
    /// `ticket_ids` is empty, but for those that people gave up. How many tickets.
    virtual std::size_t retry(TenantId tenant, std::span<const std::string> ticket_ids) = 0;
    virtual std::size_t waiting(TenantId tenant, Lane lane) = 0;
    /// When the next ticket or intent of the tenant becomes ready; nothing = none waits.
    virtual std::optional<Time> next_ready(TenantId tenant) = 0;

    // intents
    /// synchronous=FULL. Older intents of the same tickets in state resend are closed by it. Ids in order.
    virtual std::vector<std::int64_t> intend(TenantId tenant, std::span<const Intent> intents) = 0;
    virtual std::vector<Intent> intents(TenantId tenant) = 0;
    /// Keeps state, fate, looks, looked_at and written_at of these intents.
    virtual void note(TenantId tenant, std::span<const Intent> intents) = 0;
    /// Closes the intents, keeps links, drops or parks inbox rows.
    virtual void record(TenantId tenant, std::span<const Recorded> outcomes) = 0;

    // links
    virtual std::vector<Link> links_of(TenantId tenant, std::span<const std::string> ticket_ids) = 0;
    /// By ticket id order of making, after `after_row`; for listings and exports.
    virtual std::vector<Link> links(TenantId tenant, std::size_t offset, std::size_t limit) = 0;
    virtual std::size_t count_links(TenantId tenant) = 0;
    /// How many links that are not over go by which mapping.
    virtual std::map<std::string, std::size_t> links_by_mapping(TenantId tenant) = 0;
    /// Adds links found by their marks; a pair that is there stays. How many were new.
    virtual std::size_t adopt(TenantId tenant, std::span<const Link> links) = 0;
    /// Links whose tickets still have to be told, oldest first, none before its `link_back_not_before`, none
    /// with an open link-back intent.
    virtual std::vector<Link> pending_link_backs(TenantId tenant, Time now, std::size_t limit) = 0;

    // later changes
    /// Marks the links of these items as having news, puts their tickets in the inbox, and moves the cursor
    /// (if any). What is at a revision that a link has already is none. How many links have news.
    virtual std::size_t collect_news(TenantId tenant, std::span<const ItemNews> news,
                                     const std::optional<CursorMove>& move) = 0;
    /// Puts the tickets of links whose time has come in the inbox, at most `limit`, and gives each its next
    /// time: the longer nothing was carried, the later, between half a minute and a day. An item that was
    /// gone has news then. How many.
    virtual std::size_t collect_due(TenantId tenant, Time now, std::size_t limit) = 0;
    /// All links come due at once, and all work items are to be read: for a whole sweep.
    virtual void look_at_all(TenantId tenant, Time now) = 0;
    /// By work item, then in the order of making: the first of an item is its primary.
    virtual std::vector<Link> links_of_items(TenantId tenant, std::span<const WorkItemId> items) = 0;
    /// The link goes on with another ticket: the one that its own was merged into.
    virtual void move_link(TenantId tenant, const std::string& ticket_id, WorkItemId work_item,
                           const std::string& survivor) = 0;
    /// Removes a link and all that is kept with it.
    virtual void unlink(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) = 0;

    /// Those that are open or decided (`settled` = all), oldest first; of one ticket when it is named.
    virtual std::vector<Conflict> conflicts(TenantId tenant, const std::string& ticket_id, bool settled) = 0;
    /// A person decides. False when there is no such open conflict.
    virtual bool resolve(TenantId tenant, std::int64_t conflict, Side side) = 0;

    // links that people order beside a running agent
    /// Writes the order down; its number.
    virtual std::int64_t order(TenantId tenant, const LinkOrder& order) = 0;
    /// Those without an answer, in the order in which they came.
    virtual std::vector<LinkOrder> orders(TenantId tenant) = 0;
    /// From now on it cannot be withdrawn.
    virtual void begin_order(TenantId tenant, std::int64_t id) = 0;
    virtual void answer_order(TenantId tenant, std::int64_t id, const LinkAnswer& answer) = 0;
    /// The answer once there is one; the order is gone with it.
    virtual std::optional<LinkAnswer> take_answer(TenantId tenant, std::int64_t id) = 0;
    /// False when it was begun, or answered.
    virtual bool withdraw_order(TenantId tenant, std::int64_t id) = 0;

    // what is said
    virtual std::optional<Talk> talk(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) = 0;
    /// Those that may go on now, live before history, oldest first, none whose ticket has an open comment
    /// intent, and none whose ticket is in the inbox and not parked: what is said goes with its turn there.
    virtual std::vector<Talk> pending_talks(TenantId tenant, Time now, std::size_t limit) = 0;
    /// The messages that stand on the work item.
    virtual SaidBy said(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) = 0;
    /// The comments that stand on the ticket.
    virtual HeardBy heard(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) = 0;
    /// Addresses of the item's files that need not be carried to the ticket.
    virtual std::set<std::string> handed(TenantId tenant, const std::string& ticket_id,
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
