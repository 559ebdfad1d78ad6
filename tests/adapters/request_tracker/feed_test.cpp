#include "scripted_desk.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using request_tracker::RequestTracker;

namespace {

const Feed changes{"transactions", Feed::Kind::changes};

std::string transaction(int id, int ticket) {
    return fmt::format(R"({{"id":"{}","type":"transaction","ObjectId":"{}"}})", id, ticket);
}

std::vector<std::string> ids_of(const FeedPage& page) {
    std::vector<std::string> ids;
    for (const auto& ticket : page.tickets) ids.push_back(ticket.id);
    return ids;
}

bool asks(const HttpRequest& request, const std::string& encoded) {
    return request.url.find(encoded) != std::string::npos;
}

}  // namespace

TEST_CASE("Far from the newest transaction, windows of numbers are gone through, empty ones too") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.rows(transaction(400, 9)).rows("");
    const auto first = desk.read_feed(changes, R"({"id":200,"seen":[]})", {});
    CHECK(first.tickets.empty());
    CHECK(first.more);
    CHECK(asks(http.asked[0], "id%20%3E%20150%20AND%20ObjectType"));
    CHECK(asks(http.asked[1], "id%20%3E%20150%20AND%20id%20%3C%3D%20250"));
    http.rows(transaction(270, 7)).json(fmt::format(R"({{"items":[{}]}})", ticket_row(7)));
    const auto second = desk.read_feed(changes, first.cursor, {});
    CHECK(ids_of(second) == std::vector<std::string>{"7"});
    CHECK(second.more);
    CHECK(asks(http.asked[2], "id%20%3E%20200%20AND%20id%20%3C%3D%20300"));
}

TEST_CASE("A transaction that shows late is still shown, and those before it not again") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.rows(transaction(199, 1) + "," + transaction(198, 2) + "," + transaction(197, 3))
        .json(fmt::format(R"({{"items":[{}]}})", ticket_row(2)));
    const auto page = desk.read_feed(changes, R"({"id":199,"seen":[197,199]})", {});
    CHECK(ids_of(page) == std::vector<std::string>{"2"});
    CHECK_FALSE(page.more);
    CHECK(page.cursor.find("198") != std::string::npos);
}

TEST_CASE("When the newest rows are all hidden, a ticket's version tells how far there is something") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.rows("").json(R"({"items":[{"id":"5"}]})").version(230).rows(transaction(230, 5));
    http.json(fmt::format(R"({{"items":[{}]}})", ticket_row(5)));
    const auto page = desk.read_feed(changes, R"({"id":200,"seen":[]})", {});
    CHECK(ids_of(page) == std::vector<std::string>{"5"});
    CHECK_FALSE(page.more);
}

TEST_CASE("Where transactions cannot be searched, the date of the last change has to do, whatever the zone") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.json(R"({"message":"Forbidden"})", 403).json(R"({"Version":"5.0.3"})");
    http.json(fmt::format(R"({{"items":[{}]}})", ticket_row(4)));
    // 2026-11-27T11:00:00Z, an hour before the server's time
    const auto page = desk.read_feed(changes, R"({"id":1,"since":1795777200,"seen":[]})", {});
    CHECK(ids_of(page) == std::vector<std::string>{"4"});
    CHECK_FALSE(page.more);
    CHECK(asks(http.asked[2], "LastUpdated%20%3E%3D%20%273720%20seconds%20ago%27"));
    CHECK(page.cursor.find("1795780800") != std::string::npos);
}

TEST_CASE("What a find narrows is asked for in RT's language, with quotes that hold") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.rows(R"({"id":"3","Name":"It's \\ ours","Lifecycle":"default"})").rows("", 2);
    http.json(
        R"({"total":1,"pages":1,"page":1,"items":[{"id":"2","Name":"Labels","Type":"Freeform","MaxValues":"0"}]})");
    http.json(R"({"total":0,"items":[]})");
    const Feed history{"history", Feed::Kind::history};
    const auto page =
        desk.read_feed(history, "", {{"department", {"It's \\ ours", "Nowhere"}}, {"labels", {"bug"}}});
    CHECK(page.tickets.empty());
    CHECK_FALSE(page.more);
    CHECK(asks(http.asked[3], "%28Queue%20%3D%20%27It%5C%27s%20%5C%5C%20ours%27%29"));
    CHECK(asks(http.asked[3], "%28%27CF.%7BLabels%7D%27%20%3D%20%27bug%27%29"));
}
