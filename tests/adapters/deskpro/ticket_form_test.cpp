#include "adapters/deskpro/ticket_form.h"

#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using namespace deskbridge::deskpro;

TEST_CASE("A custom field's name stands in quotes of either kind") {
    CHECK(custom_name_in("custom[\"Affected version\"]") == "Affected version");
    CHECK(custom_name_in("custom['It\"s']") == "It\"s");
    CHECK(custom_name_in("custom[\"a]b\"]") == "a]b");
    for (const auto* path :
         {"custom", "custom[]", "custom[\"\"]", "custom[\"a']", "custom[a]", "custom[\"a\"", "subject"})
        CHECK(!custom_name_in(path));
}

TEST_CASE("What can be written are the common fields and the custom ones that people fill in") {
    Bench bench;
    bench.desk.change_company(
        [](sandbox::deskpro::Company& company) { company.know_field("Terms").widget = "display"; });
    const auto paths = as_set(bench.adapter.writable_fields());
    for (const auto* path :
         {"subject", "status", "ticket_status", "priority", "urgency", "department", "category", "product",
          "workflow", "assignee", "agent_team", "organization", "language", "labels", "on_hold",
          "custom[\"Severity\"]", "custom[\"Needed by\"]"})
        CHECK(paths.count(path) == 1);
    for (const auto* path : {"custom[\"Terms\"]", "requester", "created", "description"})
        CHECK(paths.count(path) == 0);
    CHECK(bench.desk.counters().writes == 0);
}

TEST_CASE("Lists that the key may not read leave statuses and numbers as they are") {
    ScriptedHttp http([](const HttpRequest&) { return json_answer(403, "{}"); });
    Client client(http, "https://acme.example");
    Lookups lookups(client);
    TicketForm form(lookups);
    const auto body =
        form.body_of({{"status", std::string("pending.vendor")}, {"priority", std::int64_t{3}}});
    CHECK(!body.error);
    CHECK(body.json == R"({"priority":3,"status":"pending.vendor"})");
    const auto named = form.body_of({{"priority", std::string("High")}});
    REQUIRE(named.error);
    CHECK(named.json.empty());
    CHECK(named.error->hint.find("sees none") != std::string::npos);
}

TEST_CASE("Of two agents of one name neither is taken, and a title goes before another one's number") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.url.find("/agents") != std::string::npos)
            return json_answer(200, R"({"data":[{"id":1,"name":"Bo","primary_email":"bo@x.example"},
                {"id":2,"name":"Bo","primary_email":"bo2@x.example"},{"id":3,"name":"Ana","primary_email":"ana@x.example"}],
                "meta":{"pagination":{"total_pages":1}}})");
        return json_answer(200, R"({"data":[{"id":7,"title":"2"},{"id":2,"title":"7"},{"id":3,"title":"x"}],
            "meta":{"pagination":{"total_pages":1}}})");
    });
    Client client(http, "https://acme.example");
    Lookups lookups(client);
    TicketForm form(lookups);
    CHECK(form.body_of({{"assignee", std::string("ana")}}).json == R"({"agent":3})");
    CHECK(form.body_of({{"assignee", std::string("BO2@x.example")}}).json == R"({"agent":2})");
    CHECK(form.body_of({{"assignee", Person{"Bo", "", "1"}}}).error);
    CHECK(form.body_of({{"product", std::int64_t{7}}}).json == R"({"product":2})");
    CHECK(form.body_of({{"product", std::int64_t{3}}}).json == R"({"product":3})");
}
