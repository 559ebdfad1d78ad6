#include "scripted_desk.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using request_tracker::RequestTracker;

namespace {

std::string list_of(const std::string& row) {
    return fmt::format(R"({{"items":[{}]}})", row);
}

std::string with_priority(int priority) {
    auto row = ticket_row(7);
    return row.replace(row.find("\"50\""), 4, fmt::format("\"{}\"", priority));
}

const std::vector<TicketChange> to_75{{"7", {{"priority", std::int64_t{75}}}}};

}  // namespace

TEST_CASE("A write holds for the version that was looked at last") {
    Script http;
    RequestTracker desk(http, rt_settings());
    desk.look_up(to_75);
    http.version(40).json(list_of(with_priority(50)));
    desk.read_tickets(std::vector<std::string>{"7"});
    http.asked.clear();
    http.json(R"(["Priority changed"])").json(list_of(with_priority(75)));
    CHECK_FALSE(desk.change(to_75).front().error);
    REQUIRE(http.asked.size() == 2);
    CHECK(http.asked[0].method == "PUT");
    CHECK(header_of(http.asked[0].headers, "If-Match") == "\"40\"");
    CHECK(http.asked[0].body == R"({"Priority":75})");
}

TEST_CASE("A version of yesterday is looked at again, and written over when nothing of ours has changed") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(40).json(list_of(with_priority(50)));
    http.json(R"({"message":"Precondition Failed"})", 412);
    http.version(41).json(list_of(with_priority(50)));
    http.json("[]").json(list_of(with_priority(75)));
    CHECK_FALSE(desk.change(to_75).front().error);
    CHECK(header_of(http.asked[5].headers, "If-Match") == "\"41\"");
}

TEST_CASE("Where what we are about to write was changed meanwhile, it is not written") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(40).json(list_of(with_priority(50)));
    http.json(R"({"message":"Precondition Failed"})", 412);
    http.version(41).json(list_of(with_priority(60)));
    const auto outcome = desk.change(to_75).front();
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
    CHECK(outcome.error->fate == Fate::refused);
    CHECK(std::string(outcome.error->what()).find("changed meanwhile") != std::string::npos);
    CHECK(http.answers.empty());
}

TEST_CASE("A ticket that holds the value already is not written at all") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(40).json(list_of(with_priority(75)));
    CHECK_FALSE(desk.change(to_75).front().error);
    CHECK(http.asked.size() == 2);
}

TEST_CASE("A good answer to a refused status is told by the ticket, with the ways that there are") {
    Script http;
    RequestTracker desk(http, rt_settings());
    const std::vector<TicketChange> nonsense{{"7", {{"status", std::string("nonsense")}}}};
    http.version(40).json(list_of(ticket_row(7)));
    http.json(R"(["Ticket 7: Status 'nonsense' isn't a valid status for this ticket."])")
        .json(list_of(ticket_row(7)));
    http.json(
        R"({"id":7,"Status":"open","_hyperlinks":[{"ref":"lifecycle","to":"stalled"},{"ref":"lifecycle","to":"resolved"},{"ref":"self"}]})");
    const auto outcome = desk.change(nonsense).front();
    REQUIRE(outcome.error);
    CHECK(outcome.error->hint == "from 'open' the queue's lifecycle leads to: stalled, resolved");
}

TEST_CASE("A date goes out in the one form that Request Tracker reads as it is meant") {
    Script http;
    RequestTracker desk(http, rt_settings());
    const std::vector<TicketChange> due{{"7", {{"due", std::string("2026-12-24T11:00:00+01:00")}}}};
    http.version(40).json(list_of(ticket_row(7))).json("[]");
    auto row = ticket_row(7);
    http.json(list_of(row.replace(row.find("1970-01-01T00:00:00Z"), 20, "2026-12-24T10:00:00Z")));
    CHECK_FALSE(desk.change(due).front().error);
    CHECK(http.asked[2].body == R"({"Due":"2026-12-24 10:00:00"})");
}

TEST_CASE("A date with time is not written into a custom field that another zone reads") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.json(
        R"({"total":1,"pages":1,"page":1,"items":[{"id":"8","Name":"Seen at","Type":"DateTime","MaxValues":"1"}]})");
    http.json(R"({"id":29,"Name":"bridge","Timezone":"Europe/Berlin"})");
    const std::vector<TicketChange> seen{
        {"7", {{"custom[\"Seen at\"]", std::string("2026-12-24T10:00:00Z")}}}};
    const auto outcome = desk.change(seen).front();
    REQUIRE(outcome.error);
    CHECK(outcome.error->hint.find("Timezone") != std::string::npos);
    CHECK(http.answers.empty());
}

TEST_CASE("Without a zone of its own, an account's zone is found out by a ticket's second") {
    for (const bool found : {true, false}) {
        Script http;
        RequestTracker desk(http, rt_settings());
        http.json(
            R"({"total":1,"pages":1,"page":1,"items":[{"id":"8","Name":"Seen at","Type":"DateTime","MaxValues":"1"}]})");
        http.json(R"({"id":29,"Name":"bridge","Timezone":""})");
        http.json(R"({"items":[{"id":"7","LastUpdated":"2026-11-27T11:00:01Z"}]})");
        http.json(found ? R"({"items":[{"id":"7"}]})" : R"({"items":[]})");
        http.rows(R"({"id":"3","Name":"Engineering"})").rows("", 2);
        CHECK(desk.doubts({}, {}).size() == (found ? 0 : 1));
        CHECK(http.asked[3].url.find("LastUpdated%20%3E%3D%20%272026-11-27%2011%3A00%3A01%27") !=
              std::string::npos);
    }
}

TEST_CASE("A ticket is never moved to where we would not see it any more") {
    Script http;
    RequestTracker desk(http, rt_settings());
    const std::vector<TicketChange> away{{"7", {{"department", std::string("Bord")}}}};
    for (int i = 0; i < 2; ++i)
        http.rows(R"({"id":"3","Name":"Board room"},{"id":"4","Name":"Support"})").rows("", 2);
    const auto outcome = desk.change(away).front();
    REQUIRE(outcome.error);
    CHECK(outcome.error->hint.find("Board room, Support") != std::string::npos);
    CHECK(http.answers.empty());
}

TEST_CASE(
    "Tickets are told by a link that they refer to, in one bulk update, and asked whether it is there") {
    auto settings = rt_settings();
    settings.refers_to = true;
    const std::string item = "https://dev.azure.com/acme/Widgets/_workitems/edit/4711";
    const std::string linked =
        R"(,"_hyperlinks":[{"ref":"refers-to","type":"external","_url":")" + item + "\"}]";
    LinkBack link;
    link.ticket_id = "7";
    link.work_item = 4711;
    link.work_item_url = item;
    link.field = "RefersTo";
    for (const bool arrives : {true, false}) {
        Script http;
        RequestTracker desk(http, settings);
        http.json(list_of(ticket_row(7)));
        http.json(R"({"total":0,"pages":0,"page":1,"items":[]})");
        http.json(R"([["7","Ticket 7 refers to URI"]])").json(list_of(ticket_row(7, arrives ? linked : "")));
        const auto outcome = desk.write_links_back(std::vector{link}, {}).front();
        CHECK(outcome.error.has_value() != arrives);
        CHECK(http.asked[2].method == "PUT");
        CHECK(http.asked[2].url == "https://rt.example/REST/2.0/tickets/bulk");
        CHECK(http.asked[2].body == R"([{"id":"7","AddRefersTo":")" + item + "\"}]");
    }
    Script http;
    RequestTracker desk(http, settings);
    http.json(list_of(ticket_row(7, linked)));
    http.json(R"({"total":0,"pages":0,"page":1,"items":[]})");
    CHECK_FALSE(desk.write_links_back(std::vector{link}, {}).front().error);
    CHECK(http.asked.size() == 2);
}

TEST_CASE("A reminder is no ticket, and a deleted ticket is one") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.json(R"({"items":[]})");
    http.json(R"({"id":8,"Type":"reminder","Status":"open"})");
    http.json(R"({"id":9,"Type":"ticket","Status":"deleted","Queue":{"id":"3"}})");
    http.rows(R"({"id":"3","Name":"Engineering","Lifecycle":"default"})").rows("", 2);
    const auto found = desk.read_tickets(std::vector<std::string>{"8", "9"});
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == "9");
    CHECK(found[0].presence == Presence::deleted);
    CHECK(text_of(found[0].get("department")) == "Engineering");
}

TEST_CASE(
    "Trouble of the desk in the middle of many changes leaves the rest unsent, and what was done known") {
    const std::vector<TicketChange> three{{"7", {{"priority", std::int64_t{75}}}},
                                          {"8", {{"priority", std::int64_t{75}}}},
                                          {"9", {{"priority", std::int64_t{75}}}}};
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(40).json(list_of(with_priority(50))).json("[]");
    http.json(R"({"message":"Unauthorized"})", 401);
    http.json(list_of(with_priority(75)));
    const auto outcomes = desk.change(three);
    CHECK_FALSE(outcomes[0].error);
    for (const auto i : {1, 2}) {
        REQUIRE(outcomes[static_cast<std::size_t>(i)].error);
        CHECK(outcomes[static_cast<std::size_t>(i)].error->reach == Reach::item);
        CHECK(outcomes[static_cast<std::size_t>(i)].error->fate == Fate::not_sent);
    }
    CHECK(http.answers.empty());
}

TEST_CASE("What cannot be read back is not known to be done") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(40).json(list_of(with_priority(50))).json("[]").json("{}", 503);
    const auto outcome = desk.change(to_75).front();
    REQUIRE(outcome.error);
    CHECK(outcome.error->fate == Fate::closed);
}
