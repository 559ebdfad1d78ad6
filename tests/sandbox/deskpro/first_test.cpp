#include "desk_talk.h"
#include "sandbox/deskpro/load_tickets.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace desk_talk;

TEST_CASE("A desk tells who it is without credentials and who calls with them") {
    Talk talk;
    talk.authorization.clear();
    CHECK(talk.get("/helpdesk/discover").written_at("data/is_deskpro") == "true");
    CHECK(talk.get("/me").status == 401);
    talk.authorization = "key 1:SANDBOXKEY0123456789";
    CHECK(talk.get("/me").number_at("data/person_id") == 1);
}

TEST_CASE("A ticket that was added can be read, changed and noted over HTTP") {
    Talk talk;
    const auto id = talk.add("Printer on fire");
    const auto list = talk.get("/tickets");
    INFO(list.text);
    CHECK(list.text_at("data/0/subject") == "Printer on fire");
    const auto address = "/tickets/" + std::to_string(id);
    CHECK(talk.put(address, R"({"labels":["bug"],"fields":{"1":"AB#7"}})").status == 204);
    CHECK(talk.desk.ticket(id)->fields.at("Work item") == "AB#7");
    CHECK(talk.post(address + "/messages", R"({"message":"seen","is_note":true})").status == 201);
    REQUIRE(talk.desk.notes(id).size() == 1);
    const auto batch = talk.post(
        "/batch", R"({"requests":{"a":{"method":"GET","url":"/tickets/1"},"b":{"url":"/tickets/99"}}})");
    INFO(batch.text);
    CHECK(batch.number_at("responses/a/headers/status-code") == 200);
    CHECK(batch.number_at("responses/b/headers/status-code") == 404);
}

TEST_CASE("Lines of a file become tickets") {
    std::istringstream lines(
        "{\"subject\":\"a\",\"message\":\"<p>x\\u0001</"
        "p>\"}\n\n{\"id\":7,\"title\":\"t\",\"content\":\"c\"}\n");
    const auto tickets = sandbox::deskpro::load_tickets(lines);
    REQUIRE(tickets.size() == 2);
    CHECK(tickets[0].messages[0].html == "<p>x\x01</p>");
    CHECK(tickets[1].id == 7);
    CHECK(tickets[1].line == 3);
}
