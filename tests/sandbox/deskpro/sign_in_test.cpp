#include "desk_talk.h"

#include <catch2/catch.hpp>

using namespace desk_talk;
using sandbox::deskpro::ApiKey;
using sandbox::deskpro::Options;

namespace {

Options with_key(ApiKey key) {
    Options options;
    options.keys = {std::move(key)};
    return options;
}

}  // namespace

TEST_CASE("A desk tells who it is without credentials and who calls with them") {
    Talk talk;
    talk.authorization.clear();
    const auto discovered = talk.get("/helpdesk/discover");
    CHECK(discovered.status == 200);
    CHECK(discovered.written_at("data/is_deskpro") == "true");
    CHECK(discovered.text_at("data/helpdesk_uuid") == talk.desk.options().uuid);
    CHECK(discovered.text_at("data/base_api_url") == "http://127.0.0.1/api/v2/");
    CHECK(discovered.text_at("data/build_name") != "(no text)");

    talk.authorization = "key 1:SANDBOXKEY0123456789";
    const auto me = talk.get("/me");
    CHECK(me.text_at("data/auth_method") == "api_key");
    CHECK(me.number_at("data/person_id") == 1);
    CHECK(me.number_at("data/person/id") == 1);
}

TEST_CASE("Wrong or missing credentials are refused with 401 in the desk's error shape") {
    Talk talk;
    for (const char* header :
         {"", "key 1:wrong", "key 2:SANDBOXKEY0123456789", "token 1:SANDBOXKEY0123456789",
          "Bearer SANDBOXKEY0123456789", "key SANDBOXKEY0123456789", "Basic a2V5OjE=", "key :"}) {
        talk.authorization = header;
        INFO(header);
        const auto refused = talk.get("/tickets");
        CHECK(refused.status == 401);
        CHECK(refused.number_at("status") == 401);
        CHECK(refused.text_at("code") == "unauthorized");
        CHECK(refused.text_at("message") != "(no text)");
        CHECK(refused.written_at("errors") == "[]");
    }
}

TEST_CASE("An agent's password buys a token that works like a key") {
    Talk talk;
    talk.authorization.clear();
    CHECK(talk.post("/api_tokens", R"({"email":"maren.holt@meridian.example","password":"wrong"})").status ==
          401);
    CHECK(talk.post("/api_tokens", R"({"email":"tomas.rivera@meridian.example","password":""})").status ==
          401);
    const auto made =
        talk.post("/api_tokens", R"({"email":"Maren.Holt@meridian.example","password":"sandbox"})");
    REQUIRE(made.status == 201);
    talk.authorization = "token " + made.text_at("data/token");
    const auto me = talk.get("/me");
    CHECK(me.text_at("data/auth_method") == "api_token");
    CHECK(me.number_at("data/person_id") == 2);
}

TEST_CASE("A superuser key sees all and acts as the agent it names") {
    Talk talk(with_key({9, "SUPER", 0, {}}));
    talk.authorization = "key 9:SUPER";
    const auto id = talk.add("Anything");
    CHECK(talk.get("/me").written_at("data/person_id") == "null");
    const auto address = "/tickets/" + std::to_string(id) + "/messages";
    CHECK(talk.post(address, R"({"message":"x","is_note":true})").status == 403);
    talk.more_headers.emplace("X-DeskPRO-Agent-ID", "3");
    CHECK(talk.post(address, R"({"message":"x","is_note":true})").number_at("data/person") == 3);
    talk.more_headers = {{"X-DeskPRO-Agent-ID", "777"}};
    CHECK(talk.get("/me").status == 401);
}

TEST_CASE("Tags of a key allow and deny, inside a batch too") {
    Talk talk(with_key({1, "SANDBOXKEY0123456789", 1, {"tickets.*", "-*.delete"}}));
    const auto id = std::to_string(talk.add("Kept"));
    CHECK(talk.get("/tickets/" + id).status == 200);
    CHECK(talk.get("/agents").status == 403);
    CHECK(talk.get("/me").status == 200);
    CHECK(talk.call("DELETE", "/tickets/" + id).status == 403);
    const auto batch = talk.post("/batch", R"({"d":{"method":"DELETE","url":"/tickets/)" + id + R"("}})");
    CHECK(batch.number_at("responses/d/headers/status-code") == 403);
    CHECK(talk.desk.ticket(1)->status == "awaiting_agent");
    CHECK(talk.desk.counters().writes == 0);
}

TEST_CASE("Departments an agent cannot see are silently absent from lists") {
    Talk talk(with_key({5, "FIVE", 5, {}}));
    talk.authorization = "key 5:FIVE";
    sandbox::deskpro::NewTicket ticket;
    ticket.subject = "For all";
    talk.desk.add(ticket);
    ticket.department = "Engineering";
    const auto unseen = std::to_string(talk.desk.add(ticket));
    const auto list = talk.get("/tickets?ids=1,2");
    CHECK(list.number_at("meta/pagination/total") == 1);
    CHECK(talk.get("/tickets/" + unseen).status == 403);
    CHECK(talk.put("/tickets/" + unseen, R"({"subject":"x"})").status == 403);
    talk.desk.change_options([](Options& options) { options.unseen_status = 404; });
    CHECK(talk.get("/tickets/" + unseen + "/messages").status == 404);
}

TEST_CASE("Maintenance is 423 for every call") {
    Talk talk;
    talk.desk.change_options([](Options& options) { options.maintenance = true; });
    CHECK(talk.get("/tickets").status == 423);
    CHECK(talk.get("/helpdesk/discover").status == 423);
}

TEST_CASE("The calls of an hour are limited for each credential, with or without a word when to come back") {
    Options options;
    options.hourly_limit = 2;
    Talk talk(options);
    CHECK(talk.get("/me").status == 200);
    CHECK(talk.post("/batch", R"({"a":{"url":"/me"},"b":{"url":"/me"}})").status == 200);
    const auto limited = talk.get("/me");
    CHECK(limited.status == 429);
    REQUIRE(limited.headers.count("Retry-After") == 1);
    const auto wait = std::stoll(limited.headers.find("Retry-After")->second);
    talk.desk.change_options([](Options& switches) { switches.retry_after = false; });
    CHECK(talk.get("/me").headers.count("Retry-After") == 0);
    talk.now += (wait - 1) * 1000;
    CHECK(talk.get("/me").status == 429);
    talk.now += 1000;
    CHECK(talk.get("/me").status == 200);
}

TEST_CASE("The API lies below the path of the installation and takes a dated segment") {
    Options options;
    options.prefix = "/support";
    Talk talk(options);
    CHECK(talk.get("/me").status == 404);
    talk.root = "/support/api/v2";
    CHECK(talk.get("/me").status == 200);
    CHECK(talk.get("/20240101/me").status == 200);
    CHECK(talk.get("/helpdesk/discover").text_at("data/helpdesk_url") == "http://127.0.0.1/support/");
    CHECK(talk.post("/tickets", R"({"subject":"x"})").headers.find("Location")->second ==
          "http://127.0.0.1/support/api/v2/tickets/1");
    talk.root = "/support/api";
    CHECK(talk.get("/tickets").status == 404);
}

TEST_CASE("Every answer carries the desk's own time") {
    Talk talk;
    CHECK(talk.get("/me").headers.find("Date")->second == "Tue, 20 May 2025 07:24:41 GMT");
}
