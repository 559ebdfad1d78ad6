#include "store/sqlite_link_store.h"

#include "store/failure.h"
#include "store/migrator.h"
#include "store/state_file.h"

#include <fmt/format.h>
#include <set>

namespace deskbridge {

using store::Cursor;
using store::Transaction;
using Kind = Transaction::Kind;

SqliteLinkStore::SqliteLinkStore(const std::filesystem::path& file)
    : connection_(store::open_state_file(file)),
      tenants_(*connection_),
      inbox_(*connection_),
      intents_(*connection_),
      links_(*connection_),
      talks_(*connection_),
      conflicts_(*connection_),
      files_(*connection_),
      history_(*connection_),
      orders_(*connection_) {
    Cursor row = connection_->query("SELECT agent FROM meta");
    if (!row.next()) throw store::damaged(file, "it does not know its own id");
    agent_id_ = row.text(0);
}

void SqliteLinkStore::act_as(const AgentRole& role) {
    fence_ = role.fence();
}

/// Runs a step in a transaction of its own and gives back what it gives.
template <class Step>
auto SqliteLinkStore::within(Kind kind, const Step& step) {
    try {
        Transaction transaction(*connection_, kind);
        if constexpr (std::is_void_v<decltype(step())>) {
            step();
            transaction.commit();
        } else {
            auto result = step();
            transaction.commit();
            return result;
        }
    } catch (...) {
        links_.forget_names();
        files_.forget_names();
        throw;
    }
}

void SqliteLinkStore::prove_writable() {
    within(Kind::normal, [&] { connection_->run("UPDATE meta SET fence = fence"); });
}

std::vector<std::string> SqliteLinkStore::check() {
    auto problems = store::head_problems(*connection_, store::released_migrations());
    Cursor line = connection_->query("PRAGMA quick_check");
    while (line.next())
        if (line.text(0) != "ok") problems.push_back(line.text(0));
    Cursor orphan = connection_->query("PRAGMA foreign_key_check");
    while (orphan.next())
        problems.push_back(fmt::format("row {} of {} refers to a row of {} that is not there",
                                       orphan.integer(1), orphan.text(0), orphan.text(2)));
    return problems;
}

void SqliteLinkStore::backup(const std::filesystem::path& copy) {
    std::error_code closed;  // where it cannot be looked at, it cannot be made either, which is said next
    if (std::filesystem::exists(copy, closed))
        throw SyncError(Reach::run, Trouble::store, fmt::format("{} is there already", copy.string()),
                        "Name a file that is not there yet.");
    store::copy_file(*connection_, copy);
}

std::string SqliteLinkStore::agent_id() {
    return agent_id_;
}

TenantRecord SqliteLinkStore::tenant(const std::string& name) {
    if (const auto known = tenants_.find(name)) return *known;
    within(Kind::normal, [&] { tenants_.add(name); });
    const auto added = tenants_.find(name);
    ensure(added.has_value(), "a tenant that was added is there");
    return *added;
}

void SqliteLinkStore::remember_identities(TenantId tenant, const std::string& desk, const std::string& work) {
    within(Kind::normal, [&] { tenants_.remember_identities(tenant, desk, work); });
}

void SqliteLinkStore::remember_guarded(TenantId tenant) {
    within(Kind::normal, [&] { tenants_.remember_guarded(tenant); });
}

void SqliteLinkStore::remember_started(TenantId tenant, Time desk_time) {
    within(Kind::normal, [&] { tenants_.remember_started(tenant, desk_time); });
}

void SqliteLinkStore::release(TenantId tenant, Time until) {
    within(Kind::normal, [&] { tenants_.release(tenant, until); });
}

void SqliteLinkStore::apply_mapping(TenantId tenant, const std::string& name,
                                    const std::string& fingerprint) {
    within(Kind::normal, [&] { tenants_.apply_mapping(tenant, name, fingerprint); });
}

void SqliteLinkStore::collect(TenantId tenant, Lane lane, std::span<const std::string> ticket_ids,
                              const CursorMove& move) {
    within(Kind::normal, [&] {
        inbox_.add(tenant, lane, ticket_ids);
        tenants_.move(tenant, move);
    });
}

void SqliteLinkStore::pass_over(TenantId tenant, std::span<const std::string> ticket_ids) {
    within(Kind::normal, [&] { tenants_.pass_over(tenant, ticket_ids); });
}

std::vector<std::string> SqliteLinkStore::passed_over(TenantId tenant,
                                                      std::span<const std::string> ticket_ids) {
    return within(Kind::read, [&] { return tenants_.passed_over(tenant, ticket_ids); });
}

void SqliteLinkStore::forget_passed_over(TenantId tenant, std::span<const std::string> ticket_ids) {
    within(Kind::normal, [&] { tenants_.forget_passed_over(tenant, ticket_ids); });
}

std::vector<InboxItem> SqliteLinkStore::ready(TenantId tenant, Time now, std::size_t limit) {
    return within(Kind::read, [&] { return inbox_.ready(tenant, now, limit); });
}

void SqliteLinkStore::drop(TenantId tenant, std::span<const std::string> ticket_ids) {
    within(Kind::normal, [&] {
        for (const auto& ticket : ticket_ids) inbox_.drop(tenant, ticket);
    });
}

void SqliteLinkStore::postpone(TenantId tenant, std::span<const InboxItem> items) {
    within(Kind::normal, [&] {
        for (const auto& item : items) inbox_.put_off(tenant, item);
    });
}

std::size_t SqliteLinkStore::retry(TenantId tenant, std::span<const std::string> ticket_ids) {
    return within(Kind::normal, [&] {
        std::set<std::string> tickets;
        const auto take = [&](const std::vector<std::string>& some) {
            tickets.insert(some.begin(), some.end());
        };
        take(inbox_.retry(tenant, ticket_ids));
        const std::vector<std::string> all{""};
        for (const auto& ticket : ticket_ids.empty() ? std::span<const std::string>(all) : ticket_ids) {
            take(talks_.hurry(tenant, ticket));
            take(links_.hurry_telling(tenant, ticket));
        }
        return tickets.size();
    });
}

bool SqliteLinkStore::discard_one(TenantId tenant, const std::string& ticket) {
    auto given_up = talks_.give_up(tenant, ticket) + links_.give_up_telling(tenant, ticket);
    if (!inbox_.is_parked(tenant, ticket)) return given_up > 0;
    const std::vector<std::string> ids{ticket};
    if (links_.of(tenant, ids).empty())
        inbox_.shelve(tenant, ticket, "discarded");
    else
        inbox_.drop(tenant, ticket);
    return true;
}

std::size_t SqliteLinkStore::discard(TenantId tenant, std::span<const std::string> ticket_ids) {
    return within(Kind::normal, [&] {
        std::size_t count = 0;
        for (const auto& ticket : ticket_ids) count += discard_one(tenant, ticket) ? 1 : 0;
        return count;
    });
}

std::size_t SqliteLinkStore::waiting(TenantId tenant, Lane lane) {
    return within(Kind::read, [&] { return inbox_.waiting(tenant, lane); });
}

std::optional<Time> SqliteLinkStore::next_ready(TenantId tenant) {
    return within(Kind::read, [&] {
        std::optional<Time> next = inbox_.next_ready(tenant);
        for (const auto& other :
             {links_.next_to_tell(tenant), talks_.next(tenant), intents_.oldest_open(tenant)})
            if (other && (!next || *other < *next)) next = other;
        return next;
    });
}

void SqliteLinkStore::check_role() {
    ensure(fence_ != 0, "only who acts as the agent writes intents");
    if (connection_->number("SELECT fence FROM meta") == fence_) return;
    throw SyncError(
        Reach::run, Trouble::store,
        fmt::format("another agent has taken over the state file {}", connection_->file().string()),
        "One agent works on a state file. See which one runs (`deskbridge status`), and stop one.");
}

std::vector<std::int64_t> SqliteLinkStore::intend(TenantId tenant, std::span<const Intent> intents) {
    return within(Kind::full, [&] {
        check_role();
        return intents_.add(tenant, intents);
    });
}

void SqliteLinkStore::note(TenantId tenant, std::span<const Intent> intents) {
    within(Kind::normal, [&] {
        for (const auto& intent : intents) intents_.note(tenant, intent);
    });
}

/// What is kept with a link.
void SqliteLinkStore::record_of_link(TenantId tenant, const Recorded& outcome) {
    const bool any = outcome.said || outcome.unsaid || outcome.heard || outcome.unheard ||
                     !outcome.handed.empty() || !outcome.conflicts.empty();
    if (!any) return;
    ensure(outcome.link || outcome.talk, "what is kept with a link names it");
    const auto row = outcome.link ? links_.row(tenant, outcome.link->ticket_id, outcome.link->work_item)
                                  : links_.row(tenant, outcome.talk->ticket_id, outcome.talk->work_item);
    ensure(row != 0, "what is said belongs to a link");
    if (outcome.said) talks_.say(row, *outcome.said);
    if (outcome.unsaid) talks_.unsay(row, *outcome.unsaid);
    if (outcome.heard) talks_.hear(row, *outcome.heard);
    if (outcome.unheard) talks_.unhear(row, *outcome.unheard);
    for (const auto& file : outcome.handed) talks_.hand(row, file);
    for (const auto& conflict : outcome.conflicts) conflicts_.keep(row, conflict);
}

void SqliteLinkStore::record_one(TenantId tenant, const Recorded& outcome) {
    std::optional<Intent> closed;
    if (outcome.intent != 0) closed = intents_.close(tenant, outcome.intent);
    const bool told = closed && closed->kind == Intent::Kind::link_back;
    if (outcome.link && !(told && links_.keep_telling(tenant, *outcome.link)))
        links_.keep(tenant, *outcome.link);
    if (outcome.park) inbox_.put_off(tenant, *outcome.park);
    if (outcome.talk) talks_.keep(tenant, *outcome.talk);
    record_of_link(tenant, outcome);
    if (!closed || closed->kind != Intent::Kind::create || outcome.park) return;
    outcome.again ? inbox_.begin_anew(tenant, closed->ticket_id) : inbox_.drop(tenant, closed->ticket_id);
}

void SqliteLinkStore::record(TenantId tenant, std::span<const Recorded> outcomes) {
    within(Kind::normal, [&] {
        for (const auto& outcome : outcomes) record_one(tenant, outcome);
    });
}

std::vector<Link> SqliteLinkStore::links_of(TenantId tenant, std::span<const std::string> ticket_ids) {
    return within(Kind::read, [&] { return links_.of(tenant, ticket_ids); });
}

std::vector<Link> SqliteLinkStore::links(TenantId tenant, std::size_t offset, std::size_t limit) {
    return within(Kind::read, [&] { return links_.page(tenant, offset, limit); });
}

std::size_t SqliteLinkStore::adopt(TenantId tenant, std::span<const Link> links) {
    return within(Kind::normal, [&] {
        std::size_t added = 0;
        for (const auto& link : links) added += links_.add(tenant, link) ? 1 : 0;
        return added;
    });
}

store::LinkCounts SqliteLinkStore::link_counts(TenantId tenant) {
    return within(Kind::read, [&] { return links_.counts(tenant); });
}

std::vector<Link> SqliteLinkStore::pending_link_backs(TenantId tenant, Time now, std::size_t limit) {
    return within(Kind::read, [&] { return links_.to_tell(tenant, now, limit); });
}

std::size_t SqliteLinkStore::collect_news(TenantId tenant, std::span<const ItemNews> news,
                                          const std::optional<CursorMove>& move) {
    return within(Kind::normal, [&] {
        std::vector<std::string> tickets;
        for (const auto& item : news) links_.see(tenant, item, tickets);
        inbox_.wake(tenant, tickets);
        if (move) tenants_.move(tenant, *move);
        return tickets.size();
    });
}

std::size_t SqliteLinkStore::collect_due(TenantId tenant, Time now, std::size_t limit) {
    return within(Kind::normal, [&] {
        const auto tickets = links_.due(tenant, now, limit);
        inbox_.add(tenant, Lane::live, tickets);
        return tickets.size();
    });
}

void SqliteLinkStore::look_at_all(TenantId tenant, Time now) {
    within(Kind::normal, [&] { links_.look_at_all(tenant, now); });
}

std::vector<Link> SqliteLinkStore::links_of_items(TenantId tenant, std::span<const WorkItemId> items) {
    return within(Kind::read, [&] { return links_.of_items(tenant, items); });
}

void SqliteLinkStore::move_link(TenantId tenant, const std::string& ticket_id, WorkItemId work_item,
                                const std::string& survivor) {
    within(Kind::normal, [&] { links_.move(tenant, ticket_id, work_item, survivor); });
}

void SqliteLinkStore::unlink(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) {
    within(Kind::normal, [&] { links_.remove(tenant, ticket_id, work_item); });
}

std::vector<Conflict> SqliteLinkStore::conflicts(TenantId tenant, const std::string& ticket_id,
                                                 bool settled) {
    return within(Kind::read, [&] { return conflicts_.list(tenant, ticket_id, settled); });
}

bool SqliteLinkStore::resolve(TenantId tenant, std::int64_t conflict, Side side) {
    return within(Kind::normal, [&] { return conflicts_.resolve(tenant, conflict, side); });
}

std::optional<Talk> SqliteLinkStore::talk(TenantId tenant, const std::string& ticket_id,
                                          WorkItemId work_item) {
    return within(Kind::read, [&] { return talks_.find(tenant, ticket_id, work_item); });
}

std::vector<Talk> SqliteLinkStore::pending_talks(TenantId tenant, Time now, std::size_t limit) {
    return within(Kind::read, [&] { return talks_.pending(tenant, now, limit); });
}

SaidBy SqliteLinkStore::said(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) {
    return within(Kind::read, [&] { return talks_.said(links_.row(tenant, ticket_id, work_item)); });
}

HeardBy SqliteLinkStore::heard(TenantId tenant, const std::string& ticket_id, WorkItemId work_item) {
    return within(Kind::read, [&] { return talks_.heard(links_.row(tenant, ticket_id, work_item)); });
}

std::set<std::string> SqliteLinkStore::handed(TenantId tenant, const std::string& ticket_id,
                                              WorkItemId work_item) {
    return within(Kind::read, [&] { return talks_.handed(links_.row(tenant, ticket_id, work_item)); });
}

std::optional<KeptFile> SqliteLinkStore::file(TenantId tenant, const std::string& project,
                                              const std::string& file_id) {
    return within(Kind::read, [&] { return files_.find(tenant, project, file_id); });
}

std::optional<KeptFile> SqliteLinkStore::file_like(TenantId tenant, const std::string& project,
                                                   const std::string& digest) {
    return within(Kind::read, [&] { return files_.like(tenant, project, digest); });
}

void SqliteLinkStore::keep(TenantId tenant, const std::string& project, const KeptFile& file) {
    within(Kind::normal, [&] { files_.keep(tenant, project, file); });
}

std::int64_t SqliteLinkStore::order(TenantId tenant, const LinkOrder& order) {
    return within(Kind::full, [&] { return orders_.add(tenant, order); });
}

void SqliteLinkStore::begin_order(TenantId tenant, std::int64_t id) {
    within(Kind::normal, [&] { orders_.begin(tenant, id); });
}

void SqliteLinkStore::answer_order(TenantId tenant, std::int64_t id, const LinkAnswer& answer) {
    within(Kind::normal, [&] { orders_.answer(tenant, id, answer); });
}

std::optional<LinkAnswer> SqliteLinkStore::take_answer(TenantId tenant, std::int64_t id) {
    return within(Kind::normal, [&] { return orders_.take_answer(tenant, id); });
}

bool SqliteLinkStore::withdraw_order(TenantId tenant, std::int64_t id) {
    return within(Kind::normal, [&] { return orders_.withdraw(tenant, id); });
}

std::int64_t SqliteLinkStore::start_history(TenantId tenant, const HistoryJob& job) {
    return within(Kind::normal, [&] { return history_.start(tenant, job); });
}

void SqliteLinkStore::collect_history(TenantId tenant, const HistoryJob& job,
                                      std::span<const std::string> ticket_ids) {
    within(Kind::normal, [&] {
        inbox_.add(tenant, Lane::history, ticket_ids);
        history_.move(tenant, job);
    });
}

}  // namespace deskbridge
