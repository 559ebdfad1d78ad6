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
