#include "bench.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace help_desk_contract;
using namespace deskbridge;

namespace {

std::vector<std::string> add_many(Bench& bench, int count) {
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) ids.push_back(bench.add({.subject = fmt::format("Ticket {}", i)}));
    return ids;
}

std::vector<std::string> without_repeats(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<std::string> ids_of(const FeedPage& page) {
    std::vector<std::string> ids;
    for (const auto& ticket : page.tickets) ids.push_back(ticket.id);
    return ids;
}

}  // namespace

TEST_CASE("Read twice with one cursor, a feed shows the same") {
    on_every_desk("twice", [](Bench& bench) {
        Changes before(bench);
        add_many(bench, 2);
        for (const auto kind : {Feed::Kind::history, Feed::Kind::sweep})
            for (const auto& feed : feeds_of(bench, kind)) {
                INFO(feed.name);
                const auto once = bench.desk().read_feed(feed, "", {});
                const auto again = bench.desk().read_feed(feed, "", {});
                CHECK(ids_of(once) == ids_of(again));
                CHECK(once.cursor == again.cursor);
                CHECK(once.more == again.more);
            }
        const auto changes = feeds_of(bench, Feed::Kind::changes).front();
        const auto cursor = bench.desk().cursor_from_now(changes, {});
        const auto added = bench.add({.subject = "one more"});
        for (int i = 0; i < 2; ++i) {
            auto place = cursor;
            CHECK(without_repeats(walk(bench, changes, place)) == std::vector{added});
        }
    });
}

TEST_CASE("A walk goes on from every page, by an adapter that was not there before") {
    on_every_desk("resume", [](Bench& bench) {
        const auto ids = add_many(bench, 8);
        for (const auto kind : {Feed::Kind::history, Feed::Kind::sweep})
            for (const auto& feed : feeds_of(bench, kind)) {
                INFO(feed.name);
                std::string cursor;
                CHECK(sorted(walk(bench, feed, cursor, true)) == sorted(ids));
            }
    });
}

TEST_CASE("History comes by creation, each ticket once, ties and pages notwithstanding") {
    on_every_desk("ties", [](Bench& bench) {
        const auto ids = add_many(bench, 10);
        const auto history = feeds_of(bench, Feed::Kind::history).front();
        std::string cursor;
        CHECK(walk(bench, history, cursor) == ids);
    });
}

TEST_CASE("Changes within one second are all shown") {
    on_every_desk("one_second", [](Bench& bench) {
        const auto ids = add_many(bench, 7);
        Changes changes(bench);
        CHECK(changes.more().empty());
        for (const auto& id : ids) bench.reply(id, "<p>Any news?</p>");
        const auto seen = changes.more();
        CHECK(std::vector<std::string>(seen.begin(), seen.end()) == sorted(ids));
    });
}

TEST_CASE("Nothing that happened from a cursor's making on is left out, and nothing before it comes") {
    on_every_desk("from_now", [](Bench& bench) {
        const auto ids = add_many(bench, 5);
        Changes changes(bench);
        CHECK(changes.more().empty());
        const auto made = bench.add({.subject = "new"});
        CHECK(changes.more() == std::set{made});
        bench.reply(ids[0], "<p>We look at it.</p>");
        CHECK(changes.more().count(ids[0]) == 1);
        const auto many = add_many(bench, 6);
        const auto seen = changes.more();
        for (const auto& id : many) CHECK(seen.count(id) == 1);
    });
}

TEST_CASE("An empty desk has empty feeds") {
    on_every_desk("empty", [](Bench& bench) {
        Changes changes(bench);
        CHECK(changes.more().empty());
        CHECK(changes.more().empty());
        for (const auto kind : {Feed::Kind::history, Feed::Kind::sweep})
            for (const auto& feed : feeds_of(bench, kind)) {
                const auto page = bench.desk().read_feed(feed, "", {});
                CHECK(page.tickets.empty());
                CHECK_FALSE(page.more);
            }
        CHECK(bench.desk().read_tickets({}).empty());
        CHECK(bench.desk().read_messages({}).empty());
    });
}

TEST_CASE("A cursor from the future shows nothing and harms nothing") {
    on_every_desk("future", [](Bench& bench) {
        add_many(bench, 2);
        for (const auto& feed : feeds_of(bench, Feed::Kind::changes)) {
            INFO(feed.name);
            std::string cursor = bench.future_cursor(feed);
            CHECK(walk(bench, feed, cursor).empty());
            CHECK(walk(bench, feed, cursor).empty());
        }
    });
}

TEST_CASE("A cursor that is none is one from the beginning") {
    on_every_desk("no_cursor", [](Bench& bench) {
        const auto ids = add_many(bench, 4);
        const auto history = feeds_of(bench, Feed::Kind::history).front();
        std::string cursor = "what is this?";
        CHECK(walk(bench, history, cursor) == ids);
    });
}

TEST_CASE("Deleted tickets keep their name and say so, unreadable ones are left out") {
    on_every_desk("deleted", [](Bench& bench) {
        const auto ids = add_many(bench, 3);
        Changes changes(bench);
        bench.erase(ids[1]);
        const std::vector<std::string> asked{ids[0], ids[1], "999999", "no number"};
        const auto found = bench.desk().read_tickets(asked);
        std::vector<std::string> names;
        for (const auto& ticket : found) {
            names.push_back(ticket.id);
            if (ticket.id == ids[1]) CHECK(ticket.presence == Presence::deleted);
            if (ticket.id == ids[0]) CHECK(ticket.presence == Presence::there);
        }
        if (bench.tells_of_ends()) {
            CHECK(sorted(names) == sorted({ids[0], ids[1]}));
            CHECK(changes.more() == std::set{ids[1]});
        } else {
            CHECK(names.front() == ids[0]);
        }
        const auto history = feeds_of(bench, Feed::Kind::history).front();
        std::string cursor;
        CHECK(walk(bench, history, cursor) == std::vector{ids[0], ids[2]});
    });
}

TEST_CASE("A merged ticket answers as the survivor, with what was said on both") {
    on_every_desk("merged", [](Bench& bench) {
        const auto ids = add_many(bench, 3);
        bench.note(ids[0], "<p>On the first.</p>");
        bench.note(ids[2], "<p>On the last.</p>");
        Changes changes(bench);
        bench.merge(ids[0], ids[2]);
        const auto found = bench.desk().read_tickets(std::vector{ids[0]});
        REQUIRE(found.size() == 1);
        CHECK(found[0].id == ids[2]);
        CHECK(found[0].merged == ids[0]);
        CHECK(ticket_of(bench, ids[2]).merged.empty());
        std::string all;
        for (const auto& message : said_on(bench, ids[2])) all += message.text.markup;
        CHECK(all.find("On the first.") != std::string::npos);
        CHECK(all.find("On the last.") != std::string::npos);
        if (bench.tells_of_ends()) CHECK(changes.more() == std::set{ids[0], ids[2]});
        const auto history = feeds_of(bench, Feed::Kind::history).front();
        std::string cursor;
        CHECK(without_repeats(walk(bench, history, cursor)) == sorted({ids[1], ids[2]}));
    });
}

TEST_CASE("A ticket's address leads back to it, and no other does") {
    on_every_desk("address", [](Bench& bench) {
        const auto id = bench.add({.subject = "addressed"});
        const auto ticket = ticket_of(bench, id);
        CHECK(bench.desk().ticket_id_of(ticket.url) == id);
        CHECK_FALSE(bench.desk().ticket_id_of("https://elsewhere.example/ticket/1"));
        CHECK_FALSE(bench.desk().file_at("https://elsewhere.example/picture.png"));
        const auto who = bench.desk().identify();
        CHECK(who.id == bench.restarted()->identify().id);
        CHECK_FALSE(who.id.empty());
        CHECK_FALSE(who.account.empty());
        CHECK_FALSE(who.product.empty());
        CHECK(bench.desk().server_time().has_value());
    });
}

TEST_CASE("A listing carries what a read by id shows") {
    on_every_desk("same_ticket", [](Bench& bench) {
        const auto id = bench.add({.subject = "the same"});
        const auto history = feeds_of(bench, Feed::Kind::history).front();
        const auto page = bench.desk().read_feed(history, "", {});
        REQUIRE(page.tickets.size() == 1);
        const auto alone = ticket_of(bench, id);
        for (const auto& [name, value] : alone.fields) {
            INFO(name);
            CHECK(text_of(page.tickets[0].get(name)) == text_of(value));
        }
        CHECK(page.tickets[0].fields.size() == alone.fields.size());
        CHECK(page.tickets[0].custom.size() == alone.custom.size());
        CHECK(text_of(alone.get("requester.email")) == bench.customer());
        CHECK(text_of(alone.get("subject")) == "the same");
        CHECK(std::holds_alternative<Time>(alone.get("created")));
    });
}
