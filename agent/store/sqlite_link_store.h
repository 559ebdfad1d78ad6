// The state file: a LinkStore on SQLite, and what `db check` and `db backup` need besides.
#pragma once

#include "contract/link_store.h"
#include "store/agent_role.h"
#include "store/conflicts.h"
#include "store/connection.h"
#include "store/files.h"
#include "store/history.h"
#include "store/inbox.h"
#include "store/intents.h"
#include "store/links.h"
#include "store/orders.h"
#include "store/talks.h"
#include "store/tenants.h"

#include <filesystem>

namespace deskbridge {

/// One connection to the state file. Cheap to make; each thread and each command has its own. Readers never
/// wait for writers; writers wait for each other, five seconds at most.
class SqliteLinkStore : public LinkStore {
public:
    /// Opens the file; makes it when it is not there, readable by its owner alone, and brings it to the shape
    /// of this program. The folder must exist. Another program's file, a newer shape and a damaged head are
    /// refused, and nothing is written to them.
    explicit SqliteLinkStore(const std::filesystem::path& file);

    /// Only who acts as the agent may `intend`, and only until somebody else takes the role.
    void act_as(const AgentRole& role);

    /// Reads the whole file. One sentence for each thing that is wrong; empty when it is sound. A file that
    /// cannot even be read is a SyncError, as in every other verb.
    std::vector<std::string> check();
    /// A whole, compact copy of what is committed, under a name that is not there yet. Readable by its owner
    /// alone.
    void backup(const std::filesystem::path& copy);
    /// Writes to the file without changing anything in it. On failure: SyncError, as from any write.
    void prove_writable();
    /// All links of a tenant, counted.
    store::LinkCounts link_counts(TenantId tenant);
    /// People give up what is parked. A ticket without a work item is shelved: it gets none until it is named
    /// to `retry`. Of a linked one only the wait ends: the next change is tried again. Messages that could
    /// not be carried, and telling the ticket, are given up too. How many of the tickets had any of it.
    std::size_t discard(TenantId tenant, std::span<const std::string> ticket_ids);
    /// What this connection made durable so far.
    const store::Commits& commits() const { return connection_->commits(); }

    std::string agent_id() override;
    /// A tenant that is not known yet is added.
    TenantRecord tenant(const std::string& name) override;
    void remember_identities(TenantId tenant, const std::string& desk, const std::string& work) override;
    void remember_guarded(TenantId tenant) override;
    void remember_started(TenantId tenant, Time desk_time) override;

    void release(TenantId tenant, Time until) override;
    std::optional<std::string> applied_mapping(TenantId tenant, const std::string& name) override {
        return tenants_.applied_mapping(tenant, name);
    }
    void apply_mapping(TenantId tenant, const std::string& name, const std::string& fingerprint) override;

    std::optional<std::string> cursor(TenantId tenant, const std::string& feed) override {
        return tenants_.cursor(tenant, feed);
    }
    void collect(TenantId tenant, Lane lane, std::span<const std::string> ticket_ids,
                 const CursorMove& move) override;
    void pass_over(TenantId tenant, std::span<const std::string> ticket_ids) override;
    std::vector<std::string> passed_over(TenantId tenant, std::span<const std::string> ticket_ids) override;
    void forget_passed_over(TenantId tenant, std::span<const std::string> ticket_ids) override;

    std::vector<InboxItem> ready(TenantId tenant, Time now, std::size_t limit) override;
    void drop(TenantId tenant, std::span<const std::string> ticket_ids) override;
    void postpone(TenantId tenant, std::span<const InboxItem> items) override;
    std::vector<InboxItem> parked(TenantId tenant) override { return inbox_.parked(tenant); }
    std::size_t retry(TenantId tenant, std::span<const std::string> ticket_ids) override;
    /// Without the parked ones.
    std::size_t waiting(TenantId tenant, Lane lane) override;
    /// Of tickets in the inbox, of tickets to be told of their work item, and of open intents; those count
    /// from when they were last looked at or else written, since only recovery knows when to look again.
    std::optional<Time> next_ready(TenantId tenant) override;

    std::vector<std::int64_t> intend(TenantId tenant, std::span<const Intent> intents) override;
    std::vector<Intent> intents(TenantId tenant) override { return intents_.all(tenant); }
    void note(TenantId tenant, std::span<const Intent> intents) override;
    /// An outcome with intent 0 keeps its link and parks, and closes nothing.
    void record(TenantId tenant, std::span<const Recorded> outcomes) override;

    std::vector<Link> links_of(TenantId tenant, std::span<const std::string> ticket_ids) override;
    std::vector<Link> links(TenantId tenant, std::size_t offset, std::size_t limit) override;
    std::size_t count_links(TenantId tenant) override { return links_.count(tenant); }
    std::map<std::string, std::size_t> links_by_mapping(TenantId tenant) override {
        return links_.by_mapping(tenant);
    }
    std::size_t adopt(TenantId tenant, std::span<const Link> links) override;
    std::vector<Link> pending_link_backs(TenantId tenant, Time now, std::size_t limit) override;

    std::size_t collect_news(TenantId tenant, std::span<const ItemNews> news,
                             const std::optional<CursorMove>& move) override;
    std::size_t collect_due(TenantId tenant, Time now, std::size_t limit) override;
    void look_at_all(TenantId tenant, Time now) override;
    std::vector<Link> links_of_items(TenantId tenant, std::span<const WorkItemId> items) override;
    void move_link(TenantId tenant, const std::string& ticket_id, WorkItemId work_item,
                   const std::string& survivor) override;
    void unlink(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    std::int64_t order(TenantId tenant, const LinkOrder& order) override;
    std::vector<LinkOrder> orders(TenantId tenant) override { return orders_.unanswered(tenant); }
    void begin_order(TenantId tenant, std::int64_t id) override;
    void answer_order(TenantId tenant, std::int64_t id, const LinkAnswer& answer) override;
    std::optional<LinkAnswer> take_answer(TenantId tenant, std::int64_t id) override;
    bool withdraw_order(TenantId tenant, std::int64_t id) override;
    std::vector<Conflict> conflicts(TenantId tenant, const std::string& ticket_id, bool settled) override;
    bool resolve(TenantId tenant, std::int64_t conflict, Side side) override;

    std::optional<Talk> talk(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    std::vector<Talk> pending_talks(TenantId tenant, Time now, std::size_t limit) override;
    SaidBy said(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    HeardBy heard(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    std::set<std::string> handed(TenantId tenant, const std::string& ticket_id,
                                 WorkItemId work_item) override;

    std::optional<KeptFile> file(TenantId tenant, const std::string& project,
                                 const std::string& file_id) override;
    std::optional<KeptFile> file_like(TenantId tenant, const std::string& project,
                                      const std::string& digest) override;
    void keep(TenantId tenant, const std::string& project, const KeptFile& file) override;

    std::optional<HistoryJob> open_history(TenantId tenant) override { return history_.open(tenant); }
    /// A job that is still open is ended by the new one.
    std::int64_t start_history(TenantId tenant, const HistoryJob& job) override;
    void collect_history(TenantId tenant, const HistoryJob& job,
                         std::span<const std::string> ticket_ids) override;

private:
    template <class Step>
    auto within(store::Transaction::Kind kind, const Step& step);
    void check_role();
    bool discard_one(TenantId tenant, const std::string& ticket);
    void record_one(TenantId tenant, const Recorded& outcome);
    void record_of_link(TenantId tenant, const Recorded& outcome);

    std::unique_ptr<store::Connection> connection_;
    store::Tenants tenants_;
    store::Inbox inbox_;
    store::Intents intents_;
    store::Links links_;
    store::Talks talks_;
    store::Conflicts conflicts_;
    store::Files files_;
    store::History history_;
    store::Orders orders_;
    std::string agent_id_;
    std::int64_t fence_ = 0;
};

}  // namespace deskbridge
