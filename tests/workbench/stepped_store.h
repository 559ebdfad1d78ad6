// A LinkStore whose transactions are steps.
#pragma once

#include "contract/link_store.h"
#include "workbench/steps.h"

#include <functional>

namespace deskbridge::workbench {

/// Everything that writes is two steps: before the transaction, and after its commit. Reads are none.
/// Does not own what it is given.
class SteppedStore : public LinkStore {
public:
    SteppedStore(LinkStore& next, Steps& steps) : next_(next), steps_(steps) {}

    /// Called after each commit that is on the disk for certain, before its second step.
    std::function<void()> when_durable;

    std::string agent_id() override { return next_.agent_id(); }
    TenantRecord tenant(const std::string& name) override;
    void remember_identities(TenantId tenant, const std::string& desk, const std::string& work) override;
    void remember_guarded(TenantId tenant) override;
    void remember_started(TenantId tenant, Time desk_time) override;
    void release(TenantId tenant, Time until) override;
    std::optional<std::string> applied_mapping(TenantId tenant, const std::string& name) override;
    void apply_mapping(TenantId tenant, const std::string& name, const std::string& fingerprint) override;
    std::optional<std::string> cursor(TenantId tenant, const std::string& feed) override;
    void collect(TenantId tenant, Lane lane, std::span<const std::string> ids,
                 const CursorMove& move) override;
    void pass_over(TenantId tenant, std::span<const std::string> ids) override;
    std::vector<std::string> passed_over(TenantId tenant, std::span<const std::string> ids) override;
    void forget_passed_over(TenantId tenant, std::span<const std::string> ids) override;
    std::vector<InboxItem> ready(TenantId tenant, Time now, std::size_t limit) override;
    void drop(TenantId tenant, std::span<const std::string> ids) override;
    void postpone(TenantId tenant, std::span<const InboxItem> items) override;
    std::vector<InboxItem> parked(TenantId tenant) override;
    std::size_t retry(TenantId tenant, std::span<const std::string> ids) override;
    std::size_t waiting(TenantId tenant, Lane lane) override;
    std::optional<Time> next_ready(TenantId tenant) override;
    std::vector<std::int64_t> intend(TenantId tenant, std::span<const Intent> intents) override;
    std::vector<Intent> intents(TenantId tenant) override;
    void note(TenantId tenant, std::span<const Intent> intents) override;
    void record(TenantId tenant, std::span<const Recorded> outcomes) override;
    std::vector<Link> links_of(TenantId tenant, std::span<const std::string> ids) override;
    std::vector<Link> links(TenantId tenant, std::size_t offset, std::size_t limit) override;
    std::size_t count_links(TenantId tenant) override;
    std::map<std::string, std::size_t> links_by_mapping(TenantId tenant) override {
        return next_.links_by_mapping(tenant);
    }
    std::size_t adopt(TenantId tenant, std::span<const Link> links) override;
    std::vector<Link> pending_link_backs(TenantId tenant, Time now, std::size_t limit) override;
    std::optional<Talk> talk(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    std::vector<Talk> pending_talks(TenantId tenant, Time now, std::size_t limit) override;
    std::size_t collect_news(TenantId tenant, std::span<const ItemNews> news,
                             const std::optional<CursorMove>& move) override;
    std::size_t collect_due(TenantId tenant, Time now, std::size_t limit) override;
    void look_at_all(TenantId tenant, Time now) override;
    std::vector<Link> links_of_items(TenantId tenant, std::span<const WorkItemId> items) override;
    void move_link(TenantId tenant, const std::string& ticket_id, WorkItemId work_item,
                   const std::string& survivor) override;
    void unlink(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    std::int64_t order(TenantId tenant, const LinkOrder& order) override;
    std::vector<LinkOrder> orders(TenantId tenant) override;
    void begin_order(TenantId tenant, std::int64_t id) override;
    void answer_order(TenantId tenant, std::int64_t id, const LinkAnswer& answer) override;
    std::optional<LinkAnswer> take_answer(TenantId tenant, std::int64_t id) override;
    bool withdraw_order(TenantId tenant, std::int64_t id) override;
    std::vector<Conflict> conflicts(TenantId tenant, const std::string& ticket_id, bool settled) override;
    bool resolve(TenantId tenant, std::int64_t conflict, Side side) override;
    SaidBy said(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    HeardBy heard(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) override;
    std::set<std::string> handed(TenantId tenant, const std::string& ticket_id,
                                 WorkItemId work_item) override;
    std::optional<KeptFile> file(TenantId tenant, const std::string& project,
                                 const std::string& file_id) override;
    std::optional<KeptFile> file_like(TenantId tenant, const std::string& project,
                                      const std::string& digest) override;
    void keep(TenantId tenant, const std::string& project, const KeptFile& file) override;
    std::optional<HistoryJob> open_history(TenantId tenant) override;
    std::int64_t start_history(TenantId tenant, const HistoryJob& job) override;
    void collect_history(TenantId tenant, const HistoryJob& job, std::span<const std::string> ids) override;

private:
    template <class Write>
    auto write(const char* name, const Write& transaction);

    LinkStore& next_;
    Steps& steps_;
};

}  // namespace deskbridge::workbench
