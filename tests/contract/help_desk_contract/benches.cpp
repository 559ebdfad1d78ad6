#include "bench.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <stdexcept>

namespace help_desk_contract {

using namespace deskbridge;

void on_every_desk(const std::string& name, const std::function<void(Bench&)>& body) {
    SECTION("Deskpro") {
        const auto bench = deskpro_bench();
        body(*bench);
    }
    SECTION("Request Tracker") {
        const auto bench = request_tracker_bench(name);
        body(*bench);
    }
}

Ticket ticket_of(Bench& bench, const std::string& id) {
    const std::vector<std::string> ids{id};
    auto found = bench.desk().read_tickets(ids);
    if (found.empty()) throw std::runtime_error("there is no ticket " + id);
    return found.front();
}

std::vector<Message> said_on(Bench& bench, const std::string& id) {
    std::vector<Message> all;
    std::vector<MessageQuery> query{{id, ""}};
    for (int pages = 0; pages < 1'000; ++pages) {
        auto page = std::move(bench.desk().read_messages(query).front());
        if (page.error) throw std::runtime_error(page.error->what());
        for (auto& message : page.messages) all.push_back(std::move(message));
        if (!page.more) return all;
        query.front().cursor = page.cursor;
    }
    throw std::runtime_error("messages without end");
}

std::vector<Feed> feeds_of(Bench& bench, Feed::Kind kind) {
    auto feeds = bench.desk().feeds();
    std::erase_if(feeds, [&](const Feed& feed) { return feed.kind != kind; });
    return feeds;
}

std::vector<std::string> walk(Bench& bench, const Feed& feed, std::string& cursor, bool by_restarts) {
    std::vector<std::string> ids;
    for (int pages = 0; pages < 1'000; ++pages) {
        const auto fresh = by_restarts ? bench.restarted() : nullptr;
        const auto page = (fresh ? *fresh : bench.desk()).read_feed(feed, cursor, {});
        for (const auto& ticket : page.tickets) ids.push_back(ticket.id);
        cursor = page.cursor;
        if (!page.more) return ids;
    }
    throw std::runtime_error("a walk without end: " + cursor);
}

Changes::Changes(Bench& bench) : bench_(bench) {
    for (const auto& feed : feeds_of(bench, Feed::Kind::changes))
        feeds_.emplace_back(feed, bench.desk().cursor_from_now(feed, {}));
}

std::set<std::string> Changes::more() {
    std::set<std::string> all;
    for (auto& [feed, cursor] : feeds_)
        for (auto& id : walk(bench_, feed, cursor)) all.insert(std::move(id));
    return all;
}

}  // namespace help_desk_contract
