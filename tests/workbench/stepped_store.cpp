#include "workbench/stepped_store.h"

#include <type_traits>

namespace deskbridge::workbench {

template <class Write>
auto SteppedStore::write(const char* name, const Write& transaction) {
    steps_.pass(std::string("before store ") + name);
    if constexpr (std::is_void_v<decltype(transaction())>) {
        transaction();
        steps_.pass(std::string("after store ") + name);
    } else {
        auto result = transaction();
        steps_.pass(std::string("after store ") + name);
        return result;
    }
}

TenantRecord SteppedStore::tenant(const std::string& name) {
    return write("tenant", [&] { return next_.tenant(name); });
}

void SteppedStore::remember_identities(TenantId tenant, const std::string& desk, const std::string& work) {
    write("remember_identities", [&] { next_.remember_identities(tenant, desk, work); });
}

void SteppedStore::remember_guarded(TenantId tenant) {
    write("remember_guarded", [&] { next_.remember_guarded(tenant); });
}

void SteppedStore::remember_started(TenantId tenant, Time desk_time) {
    write("remember_started", [&] { next_.remember_started(tenant, desk_time); });
}

void SteppedStore::release(TenantId tenant, Time until) {
    write("release", [&] { next_.release(tenant, until); });
}

std::optional<std::string> SteppedStore::applied_mapping(TenantId tenant, const std::string& name) {
    return next_.applied_mapping(tenant, name);
}

void SteppedStore::apply_mapping(TenantId tenant, const std::string& name, const std::string& fingerprint) {
    write("apply mapping", [&] { next_.apply_mapping(tenant, name, fingerprint); });
}

std::optional<std::string> SteppedStore::cursor(TenantId tenant, const std::string& feed) {
    return next_.cursor(tenant, feed);
}

void SteppedStore::collect(TenantId tenant, Lane lane, std::span<const std::string> ids,
                           const CursorMove& move) {
    write("collect", [&] { next_.collect(tenant, lane, ids, move); });
}

void SteppedStore::pass_over(TenantId tenant, std::span<const std::string> ids) {
    write("pass_over", [&] { next_.pass_over(tenant, ids); });
}

std::vector<std::string> SteppedStore::passed_over(TenantId tenant, std::span<const std::string> ids) {
    return next_.passed_over(tenant, ids);
}

void SteppedStore::forget_passed_over(TenantId tenant, std::span<const std::string> ids) {
    write("forget_passed_over", [&] { next_.forget_passed_over(tenant, ids); });
}

std::vector<InboxItem> SteppedStore::ready(TenantId tenant, Time now, std::size_t limit) {
    return next_.ready(tenant, now, limit);
}

void SteppedStore::drop(TenantId tenant, std::span<const std::string> ids) {
    write("drop", [&] { next_.drop(tenant, ids); });
}

void SteppedStore::postpone(TenantId tenant, std::span<const InboxItem> items) {
    write("postpone", [&] { next_.postpone(tenant, items); });
}

std::vector<InboxItem> SteppedStore::parked(TenantId tenant) {
    return next_.parked(tenant);
}

std::size_t SteppedStore::retry(TenantId tenant, std::span<const std::string> ids) {
    return write("retry", [&] { return next_.retry(tenant, ids); });
}

std::size_t SteppedStore::waiting(TenantId tenant, Lane lane) {
    return next_.waiting(tenant, lane);
}

std::optional<Time> SteppedStore::next_ready(TenantId tenant) {
    return next_.next_ready(tenant);
}

std::vector<std::int64_t> SteppedStore::intend(TenantId tenant, std::span<const Intent> intents) {
    return write("intend", [&] {
        auto ids = next_.intend(tenant, intents);
        if (when_durable) when_durable();
        return ids;
    });
}

std::vector<Intent> SteppedStore::intents(TenantId tenant) {
    return next_.intents(tenant);
}

void SteppedStore::note(TenantId tenant, std::span<const Intent> intents) {
    write("note", [&] { next_.note(tenant, intents); });
}

void SteppedStore::record(TenantId tenant, std::span<const Recorded> outcomes) {
    write("record", [&] { next_.record(tenant, outcomes); });
}

std::vector<Link> SteppedStore::links_of(TenantId tenant, std::span<const std::string> ids) {
    return next_.links_of(tenant, ids);
}

std::vector<Link> SteppedStore::links(TenantId tenant, std::size_t offset, std::size_t limit) {
    return next_.links(tenant, offset, limit);
}

std::size_t SteppedStore::count_links(TenantId tenant) {
    return next_.count_links(tenant);
}

std::size_t SteppedStore::adopt(TenantId tenant, std::span<const Link> links) {
    return write("adopt", [&] { return next_.adopt(tenant, links); });
}

std::vector<Link> SteppedStore::pending_link_backs(TenantId tenant, Time now, std::size_t limit) {
    return next_.pending_link_backs(tenant, now, limit);
}

std::optional<Talk> SteppedStore::talk(TenantId tenant, const std::string& ticket, WorkItemId work_item) {
    return next_.talk(tenant, ticket, work_item);
}

std::vector<Talk> SteppedStore::pending_talks(TenantId tenant, Time now, std::size_t limit) {
    return next_.pending_talks(tenant, now, limit);
}

SaidBy SteppedStore::said(TenantId tenant, const std::string& ticket, WorkItemId work_item) {
    return next_.said(tenant, ticket, work_item);
}

HeardBy SteppedStore::heard(TenantId tenant, const std::string& ticket, WorkItemId work_item) {
    return next_.heard(tenant, ticket, work_item);
}

std::set<std::string> SteppedStore::handed(TenantId tenant, const std::string& ticket, WorkItemId work_item) {
    return next_.handed(tenant, ticket, work_item);
}

std::size_t SteppedStore::collect_news(TenantId tenant, std::span<const ItemNews> news,
                                       const std::optional<CursorMove>& move) {
    return write("collect news", [&] { return next_.collect_news(tenant, news, move); });
}

std::size_t SteppedStore::collect_due(TenantId tenant, Time now, std::size_t limit) {
    return write("collect due", [&] { return next_.collect_due(tenant, now, limit); });
}

void SteppedStore::look_at_all(TenantId tenant, Time now) {
    write("look at all", [&] { next_.look_at_all(tenant, now); });
}

std::vector<Link> SteppedStore::links_of_items(TenantId tenant, std::span<const WorkItemId> items) {
    return next_.links_of_items(tenant, items);
}

void SteppedStore::move_link(TenantId tenant, const std::string& ticket, WorkItemId work_item,
                             const std::string& survivor) {
    write("move link", [&] { next_.move_link(tenant, ticket, work_item, survivor); });
}

std::int64_t SteppedStore::order(TenantId tenant, const LinkOrder& order) {
    return write("order", [&] { return next_.order(tenant, order); });
}

std::vector<LinkOrder> SteppedStore::orders(TenantId tenant) {
    return next_.orders(tenant);
}

void SteppedStore::begin_order(TenantId tenant, std::int64_t id) {
    write("begin_order", [&] { next_.begin_order(tenant, id); });
}

void SteppedStore::answer_order(TenantId tenant, std::int64_t id, const LinkAnswer& answer) {
    write("answer_order", [&] { next_.answer_order(tenant, id, answer); });
}

std::optional<LinkAnswer> SteppedStore::take_answer(TenantId tenant, std::int64_t id) {
    return write("take_answer", [&] { return next_.take_answer(tenant, id); });
}

bool SteppedStore::withdraw_order(TenantId tenant, std::int64_t id) {
    return write("withdraw_order", [&] { return next_.withdraw_order(tenant, id); });
}

void SteppedStore::unlink(TenantId tenant, const std::string& ticket, WorkItemId work_item) {
    write("unlink", [&] { next_.unlink(tenant, ticket, work_item); });
}

std::vector<Conflict> SteppedStore::conflicts(TenantId tenant, const std::string& ticket, bool settled) {
    return next_.conflicts(tenant, ticket, settled);
}

bool SteppedStore::resolve(TenantId tenant, std::int64_t conflict, Side side) {
    return write("resolve", [&] { return next_.resolve(tenant, conflict, side); });
}

std::optional<KeptFile> SteppedStore::file(TenantId tenant, const std::string& project,
                                           const std::string& file_id) {
    return next_.file(tenant, project, file_id);
}

std::optional<KeptFile> SteppedStore::file_like(TenantId tenant, const std::string& project,
                                                const std::string& digest) {
    return next_.file_like(tenant, project, digest);
}

void SteppedStore::keep(TenantId tenant, const std::string& project, const KeptFile& kept) {
    write("keep", [&] { next_.keep(tenant, project, kept); });
}

std::optional<HistoryJob> SteppedStore::open_history(TenantId tenant) {
    return next_.open_history(tenant);
}

std::int64_t SteppedStore::start_history(TenantId tenant, const HistoryJob& job) {
    return write("start_history", [&] { return next_.start_history(tenant, job); });
}

void SteppedStore::collect_history(TenantId tenant, const HistoryJob& job, std::span<const std::string> ids) {
    write("collect_history", [&] { next_.collect_history(tenant, job, ids); });
}

}  // namespace deskbridge::workbench
