// What links cost on the disk, and that the questions asked in every cycle do not grow with the file.
#include "scratch.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <sqlite3.h>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

namespace {

/// As a Deskpro ticket becomes a bug: a title, two digests of long texts, and a few short fields.
Link typical_link(int number) {
    Link link = link_for(std::to_string(100000 + number), 200000 + number);
    char digits[33];
    std::snprintf(digits, sizeof digits, "%08x%08x%08x%08x", unsigned(number) * 2654435761U,
                  unsigned(number) * 40503U, ~unsigned(number), unsigned(number) * 69069U);
    link.key = digits;
    link.ticket_url = "https://acme.deskpro.com/app#/t/ticket/" + link.ticket_id;
    link.work_item_url =
        "https://dev.azure.com/acme/Widgets/_workitems/edit/" + std::to_string(link.work_item);
    link.link_back = number % 10 == 0 ? LinkBackState::pending : LinkBackState::done;
    link.base = {{"System.Title", "#" + link.key},
                 {"System.Description", "#" + std::string(link.key.rbegin(), link.key.rend())},
                 {"System.State", "New"},
                 {"System.Tags", "deskpro; printing"},
                 {"System.AreaPath", "Widgets\\Support"},
                 {"Microsoft.VSTS.Common.Priority", "2"},
                 {"Microsoft.VSTS.Common.Severity", "3 - Medium"}};
    return link;
}

std::vector<std::string> plan_of(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(file.string().c_str(), &handle) == SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(handle, ("EXPLAIN QUERY PLAN " + sql).c_str(), -1, &statement, nullptr) ==
            SQLITE_OK);
    std::vector<std::string> lines;
    while (sqlite3_step(statement) == SQLITE_ROW)
        lines.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3)));
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return lines;
}

/// Every statement that this process prepared, as SQLite saw it.
std::vector<std::string>& seen_statements() {
    static std::vector<std::string> all;
    return all;
}

int note_statement(unsigned, void*, void*, void* text) {
    seen_statements().emplace_back(static_cast<const char*>(text));
    return 0;
}

int watch_statements(sqlite3* handle, char**, const void*) {
    return sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, note_statement, nullptr);
}

/// Connections that are opened while it lives tell their statements.
struct StatementWatch {
    StatementWatch() {
        seen_statements().clear();
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_statements));
    }
    ~StatementWatch() { sqlite3_reset_auto_extension(); }
};

/// Steps of SQLite's machine that a question takes on a connection of this process.
std::int64_t& steps_taken() {
    static std::int64_t steps = 0;
    return steps;
}

int count_step(void*) {
    ++steps_taken();
    return 0;
}

int watch_steps(sqlite3* handle, char**, const void*) {
    sqlite3_progress_handler(handle, 1, count_step, nullptr);
    return SQLITE_OK;
}

struct StepWatch {
    StepWatch() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_steps)); }
    ~StepWatch() { sqlite3_reset_auto_extension(); }

    template <class Question>
    std::int64_t of(const Question& question) {
        const auto before = steps_taken();
        question();
        return steps_taken() - before;
    }
};

Ids numbered(int first, int count) {
    Ids ids;
    for (int i = 0; i < count; ++i) ids.push_back(std::to_string(first + i));
    return ids;
}

std::vector<InboxItem> parked_items(const Ids& ids, Time until) {
    std::vector<InboxItem> items;
    for (const auto& id : ids)
        items.push_back(
            {.ticket_id = id, .attempts = 1, .parked = true, .not_before = until, .reason = "no"});
    return items;
}

}  // namespace

TEST_CASE("A link takes at most 400 bytes of disk") {
    constexpr int count = 20000;
    Folder folder;
    std::uintmax_t empty = 0;
    {
        SqliteLinkStore store(folder.file());
        store.tenant("acme");
    }
    empty = std::filesystem::file_size(folder.file());
    {
        SqliteLinkStore store(folder.file());
        const auto tenant = store.tenant("acme").id;
        for (int first = 0; first < count; first += 200) {
            std::vector<Link> links;
            for (int i = first; i < first + 200; ++i) links.push_back(typical_link(i));
            CHECK(store.adopt(tenant, links) == 200);
        }
    }
    const auto bytes = static_cast<double>(std::filesystem::file_size(folder.file()) - empty) / count;
    std::printf("bytes per link: %.1f\n", bytes);
    CHECK(bytes <= 400);
}

TEST_CASE("No question of a cycle reads a whole table or sorts") {
    StatementWatch watch;
    Desk desk;
    desk.collect({"1"});
    seen_statements().clear();
    desk.ready_ids();
    desk.store.links_of(desk.tenant, Ids{"1"});
    desk.store.pending_link_backs(desk.tenant, at(0), 10);
    desk.store.next_ready(desk.tenant);
    desk.store.waiting(desk.tenant, Lane::live);
    desk.store.cursor(desk.tenant, "newest");
    desk.store.passed_over(desk.tenant, Ids{"1"});
    desk.store.open_history(desk.tenant);
    desk.store.drop(desk.tenant, Ids{"1"});
    desk.store.postpone(desk.tenant, parked_items({"1"}, at(9)));
    desk.store.retry(desk.tenant, Ids{"1"});
    int asked = 0;
    for (const auto& sql : seen_statements()) {
        if (sql.find(" WHERE ") == std::string::npos) continue;
        ++asked;
        for (const auto& line : plan_of(desk.folder.file(), sql)) {
            INFO(sql << " -> " << line);
            CHECK(line.find("SCAN") == std::string::npos);
            CHECK(line.find("TEMP B-TREE") == std::string::npos);
        }
    }
    CHECK(asked >= 12);
}

TEST_CASE("A hundred thousand waiting or parked tickets cost the ready ones nothing") {
    StepWatch watch;
    const auto cost = [&](int waiting, int parked) {
        Desk desk;
        desk.collect(numbered(1000000, waiting));
        const auto set_aside = numbered(5000000, parked);
        desk.collect(set_aside);
        desk.store.postpone(desk.tenant, parked_items(set_aside, at(1000)));
        desk.collect(numbered(1, 300));
        CHECK(desk.ready_ids(at(0), 200).size() == 200);
        return watch.of([&] {
            desk.ready_ids(at(0), 200);
            desk.store.next_ready(desk.tenant);
        });
    };
    const auto small = cost(10, 10);
    const auto large = cost(50000, 50000);
    std::printf("steps to find 200 ready tickets: %lld of 320, %lld of 100,300\n",
                static_cast<long long>(small), static_cast<long long>(large));
    CHECK(large <= small + small / 10);
}

TEST_CASE("A batch costs the same whether the file knows few links or many") {
    StepWatch watch;
    Desk desk;
    const auto batch = [&](int first) {
        const auto tickets = numbered(first, 200);
        return watch.of([&] {
            desk.collect(tickets);
            desk.store.ready(desk.tenant, at(0), 200);
            desk.store.links_of(desk.tenant, tickets);
            std::vector<Intent> creates;
            for (const auto& ticket : tickets) creates.push_back(intent_for(ticket));
            const auto ids = desk.store.intend(desk.tenant, creates);
            std::vector<Recorded> made;
            for (std::size_t i = 0; i < ids.size(); ++i)
                made.push_back({ids[i], link_for(tickets[i], first + static_cast<int>(i)), {}});
            desk.store.record(desk.tenant, made);
            auto told = desk.store.pending_link_backs(desk.tenant, at(0), 200);
            std::vector<Recorded> done;
            for (auto& link : told) {
                link.link_back = LinkBackState::done;
                done.push_back({0, link, {}});
            }
            desk.store.record(desk.tenant, done);
        });
    };
    batch(1);
    const auto few = batch(1001);
    for (int first = 100000; first < 120000; first += 200) batch(first);
    const auto many = batch(2001);
    std::printf("steps for a batch of 200: %lld with 400 links, %lld with 20,400\n",
                static_cast<long long>(few), static_cast<long long>(many));
    CHECK(many <= few + few / 10);
}
