#include "adapters/deskpro/wire.h"

#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;

TEST_CASE("Every spelling of a hidden ticket says what it became, and one that does not say is left out") {
    const std::vector<std::pair<std::string, std::optional<Presence>>> spellings{
        {R"("status":"hidden.deleted")", Presence::deleted},
        {R"("status":"hidden","hidden_status":"deleted")", Presence::deleted},
        {R"("status":"hidden","ticket_status":"hidden.spam")", Presence::spam},
        {R"("status":"hidden.spam")", Presence::spam},
        {R"("status":"hidden","hidden_status":"validating")", std::nullopt},
        {R"("status":"hidden")", std::nullopt},
        {R"("status":"resolved","hidden_status":null)", Presence::there}};
    for (const auto& [spelling, presence] : spellings) {
        INFO(spelling);
        ScriptedHttp http([&, text = spelling](const HttpRequest& request) {
            const bool alone = request.url.find("/tickets/1") != std::string::npos;
            return alone ? json_answer(200, R"({"data":{"id":1,"subject":"a",)" + text + "}}")
                         : json_answer(200, R"({"data":[],"meta":[],"linked":[]})");
        });
        deskpro::Deskpro adapter(http, {"https://acme.example"});
        const std::vector<std::string> ids{"1"};
        const auto tickets = adapter.read_tickets(ids);
        REQUIRE(tickets.size() == (presence ? 1 : 0));
        if (presence) CHECK(tickets[0].presence == *presence);
    }
}

TEST_CASE("A team and the whole code of a custom status are fields of the ticket") {
    Bench bench;
    bench.add("x");
    const std::vector<TicketChange> changes{
        {"1", {{"agent_team", std::string("Second line")}, {"status", std::string("Waiting for vendor")}}}};
    CHECK(!bench.adapter.change(changes)[0].error);
    const auto ticket = bench.ticket(1);
    CHECK(text_of(ticket.get("agent_team")) == "Second line");
    CHECK(text_of(ticket.get("status")) == "pending");
    CHECK(text_of(ticket.get("ticket_status")) == "pending.waiting_for_vendor");
}

TEST_CASE("Odd shapes of a ticket are read for what they are") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.url.find("/tickets") != std::string::npos &&
            request.url.find("ids=") != std::string::npos)
            return json_answer(200, R"({"data":[
                {"id":"1","ref":null,"subject":"a","status":"awaiting_agent","labels":null,"fields":[],
                 "department":"2","priority":0,"agent":null,"person":{"id":4,"name":"Ana","primary_email":{"email":"a@x.example"}},
                 "date_created":"2025-05-20T07:24:41+0000","is_hold":1,"urgency":"5"},
                {"id":2,"subject":"b","status":"hidden","hidden_status":"spam","labels":[],"fields":{}},
                {"id":3,"subject":"c","status":"resolved","labels":{"0":"x","2":"y"},
                 "fields":{"7":{"aliases":[],"value":[31],"detail":{"31":{"id":31,"title":"New choice"}}},"8":"bare","9":{"value":null}},
                 "department":{"id":2,"title":"In place"},"agent":{"id":9,"name":"Bo","email":"b@x.example"},
                 "person":5,"person_email":"p@x.example"}],
                "meta":[],"linked":[]})");
        if (request.url.find("/ticket_custom_fields") != std::string::npos)
            return json_answer(
                200,
                R"({"data":[{"id":7,"title":"Kind","alias":null,"widget_type":"choice","choices":[]}],"meta":[],"linked":[]})");
        if (request.url.find("/ticket_departments") != std::string::npos)
            return json_answer(200, R"({"data":{"1":{"id":2,"title":"Support"}},"meta":{},"linked":{}})");
        return json_answer(404, "{}");
    });
    deskpro::Deskpro adapter(http, {"https://acme.example"});
    const std::vector<std::string> ids{"1", "2", "3"};
    const auto tickets = adapter.read_tickets(ids);
    REQUIRE(tickets.size() == 3);
    const auto &first = tickets[0], &third = tickets[2];
    CHECK(tickets[1].presence == Presence::spam);
    CHECK(first.id == "1");
    CHECK(first.ref == "1");
    CHECK(is_nothing(first.get("labels")));
    CHECK(text_of(first.get("department")) == "Support");
    CHECK(is_nothing(first.get("priority")));
    CHECK(is_nothing(first.get("assignee")));
    CHECK(text_of(first.get("requester.email")) == "a@x.example");
    CHECK(text_of(first.get("urgency")) == "5");
    CHECK(text_of(first.get("on_hold")) == "true");
    CHECK(text_of(third.get("labels")) == "x; y");
    CHECK(text_of(third.get("department")) == "In place");
    CHECK(text_of(third.get("assignee.email")) == "b@x.example");
    CHECK(text_of(third.get("requester.email")) == "p@x.example");
    CHECK(text_of(third.get("custom[\"Kind\"]")) == "New choice");
    CHECK(text_of(third.get("custom[\"8\"]")) == "bare");
    CHECK(text_of(third.get("status_category")) == "solved");
}
