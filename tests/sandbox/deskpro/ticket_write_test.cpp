#include "desk_talk.h"

#include <array>
#include <catch2/catch.hpp>

using namespace desk_talk;
using sandbox::deskpro::Options;
using sandbox::deskpro::TicketEdit;

namespace {

/// Every date of a ticket, written one after the other.
std::string dates(Talk& talk, long long id) {
    static const std::array names = {
        "date_created",           "date_resolved",         "date_archived",        "date_first_agent_assign",
        "date_first_agent_reply", "date_last_agent_reply", "date_last_user_reply", "date_agent_waiting",
        "date_user_waiting",      "date_status",           "date_locked",          "date_on_hold"};
    const auto said = talk.get("/tickets/" + std::to_string(id));
    std::string all;
    for (const auto* name : names) all += said.written_at(std::string("data/") + name) + " ";
    return all;
}

}  // namespace

TEST_CASE("Changing what a ticket is moves no date at all") {
    Talk talk;
    talk.add("Still");
    const auto before = dates(talk, 1);
    const auto changes = {R"({"subject":"Other words"})",
                          R"({"department":2})",
                          R"({"priority":4})",
                          R"({"urgency":9})",
                          R"({"category":1})",
                          R"({"product":2})",
                          R"({"workflow":3})",
                          R"({"organization":1})",
                          R"({"language":5})",
                          R"({"labels":["bug"]})",
                          R"({"cc":["else@nordhafen.example"]})",
                          R"({"fields":{"1":"AB#7","2":[2],"4":"a\nb","5":[5,7],"6":true,"7":"2025-06-01"}})",
                          R"({"star":true,"suppress_user_notify":true})",
                          R"({"status":"awaiting_agent"})"};
    for (const auto* change : changes) {
        talk.now += 60'000;
        INFO(change);
        const auto said = talk.put("/tickets/1", change);
        CHECK(said.status == 204);
        CHECK(said.text.empty());
        CHECK(dates(talk, 1) == before);
    }
    const auto after = talk.get("/tickets/1");
    CHECK(after.text_at("data/subject") == "Other words");
    CHECK(after.text_at("data/original_subject") == "Still");
    CHECK(after.number_at("data/department") == 2);
    CHECK(after.number_at("data/urgency") == 9);
    CHECK(after.written_at("data/labels") == R"(["bug"])");
    CHECK(after.text_at("data/fields/1/value") == "AB#7");
    CHECK(after.text_at("data/fields/1/aliases/1") == "work_item");
    CHECK(after.written_at("data/fields/2/value") == "[2]");
    CHECK(after.text_at("data/fields/2/detail/2/title") == "Major");
    CHECK(after.written_at("data/fields/5/value") == "[5,7]");
    CHECK(after.written_at("data/fields/6/value") == "true");
    CHECK(after.text_at("data/fields/7/value") == "2025-06-01");
}

TEST_CASE("A status moves date_status and who is waited for") {
    Talk talk;
    talk.add("Moving");
    CHECK(talk.get("/tickets/1").text_at("data/date_user_waiting") == "2025-05-20T07:24:41+0000");
    talk.now += 1000;
    CHECK(talk.put("/tickets/1", R"({"status":"awaiting_user"})").status == 204);
    auto said = talk.get("/tickets/1");
    CHECK(said.text_at("data/date_status") == "2025-05-20T07:24:42+0000");
    CHECK(said.text_at("data/date_agent_waiting") == "2025-05-20T07:24:42+0000");
    CHECK(said.written_at("data/date_user_waiting") == "null");
    talk.now += 1000;
    CHECK(talk.put("/tickets/1", R"({"status":"resolved"})").status == 204);
    CHECK(talk.get("/tickets/1").text_at("data/date_resolved") == "2025-05-20T07:24:43+0000");
    talk.now += 1000;
    CHECK(talk.put("/tickets/1", R"({"status":"pending.waiting_for_vendor"})").status == 204);
    said = talk.get("/tickets/1");
    CHECK(said.written_at("data/date_resolved") == "null");
    CHECK(said.text_at("data/status") == "pending");
    CHECK(said.text_at("data/ticket_status") == "pending.waiting_for_vendor");
    talk.desk.change_options([](Options& options) { options.status_shows_type = false; });
    CHECK(talk.get("/tickets/1").text_at("data/status") == "pending.waiting_for_vendor");
}

TEST_CASE("Agents, hold and the edit lock leave their dates") {
    Talk talk;
    talk.add("Held");
    CHECK(talk.put("/tickets/1", R"({"agent":3,"is_hold":true})").status == 204);
    CHECK(talk.put("/tickets/1/actions/lock", "").status == 204);
    auto said = talk.get("/tickets/1");
    CHECK(said.text_at("data/date_first_agent_assign") == "2025-05-20T07:24:41+0000");
    CHECK(said.text_at("data/date_on_hold") == "2025-05-20T07:24:41+0000");
    CHECK(said.text_at("data/date_locked") == "2025-05-20T07:24:41+0000");
    talk.now += 5000;
    CHECK(talk.put("/tickets/1", R"({"agent":4,"is_hold":false})").status == 204);
    CHECK(talk.put("/tickets/1/actions/unlock", "").status == 204);
    said = talk.get("/tickets/1");
    CHECK(said.text_at("data/date_first_agent_assign") == "2025-05-20T07:24:41+0000");
    CHECK(said.written_at("data/date_on_hold") == "null");
    CHECK(said.written_at("data/date_locked") == "null");
}

TEST_CASE("Labels are replaced, not joined") {
    Talk talk;
    talk.add("Labelled");
    CHECK(talk.put("/tickets/1", R"({"labels":["a","b","a"]})").status == 204);
    CHECK(talk.put("/tickets/1", R"({"labels":["c"]})").status == 204);
    CHECK(talk.get("/tickets/1").written_at("data/labels") == R"(["c"])");
    CHECK(talk.put("/tickets/1", R"({"labels":[]})").status == 204);
    CHECK(talk.get("/tickets/1").written_at("data/labels") == "null");
}

TEST_CASE("A refused form says which key and why, nested as the form is, and changes nothing") {
    Talk talk;
    talk.add("Untouched");
    const auto people = talk.desk.company().people.size();
    const auto extra = talk.put("/tickets/1", R"({"subject":"x","colour":"red"})");
    CHECK(extra.status == 400);
    CHECK(extra.text_at("code") == "invalid_input");
    CHECK(extra.text_at("errors/errors/0/code") == "extra_fields");
    const auto nested = talk.put(
        "/tickets/1", R"({"fields":{"2":[99],"1":"fine","77":"none"},"status":"done","cc":["n@x.example"]})");
    CHECK(nested.status == 400);
    CHECK(nested.text_at("errors/fields/fields/errors/0/code") == "extra_fields");
    CHECK(nested.text_at("errors/fields/fields/fields/2/errors/0/code") == "invalid_input");
    CHECK(nested.text_at("errors/fields/status/errors/0/code") == "invalid_input");
    for (const char* body :
         {R"({"subject":""})", R"({"department":null})", R"({"department":99})", R"({"agent":"x"})",
          R"({"urgency":11})", R"({"labels":"bug"})", R"({"labels":[1]})", R"({"is_hold":"maybe"})",
          R"({"fields":{"2":[1,2]}})", R"({"fields":{"7":"soon"}})", R"({"fields":{"6":"yes"}})",
          R"({"fields":{"1":{"a":1}}})", R"({"status":"hidden"})", R"({"is_agent_note":1})", R"({"agent":)",
          R"(["subject"])", R"("subject")"}) {
        INFO(body);
        CHECK(talk.put("/tickets/1", body).status == 400);
    }
    CHECK(talk.put("/tickets/1", "{\"subject\":").text_at("code") == "invalid_json_body");
    CHECK(talk.desk.ticket(1)->subject == "Untouched");
    CHECK(talk.desk.ticket(1)->fields.empty());
    CHECK(talk.desk.company().people.size() == people);
    CHECK(talk.desk.counters().writes == 0);
}

TEST_CASE("A key that this version lacks is an extra field") {
    Talk talk;
    talk.add("Old");
    CHECK(talk.put("/tickets/1", R"({"suppress_user_notify":true})").status == 204);
    talk.desk.change_options([](Options& options) { options.lacking_keys = {"suppress_user_notify"}; });
    CHECK(talk.put("/tickets/1", R"({"suppress_user_notify":true})").text_at("errors/errors/0/code") ==
          "extra_fields");
}

TEST_CASE("A ticket is made with 201, its address and itself") {
    Talk talk;
    const auto made =
        talk.post("/tickets", R"({"subject":"Via API","person":"new@nordhafen.example","department":2,
        "labels":["bug"],"message":{"message":"<p>Hi</p>","format":"html"}})");
    REQUIRE(made.status == 201);
    CHECK(made.headers.find("Location")->second == "http://127.0.0.1/api/v2/tickets/1");
    CHECK(made.text_at("data/person_email") == "new@nordhafen.example");
    CHECK(made.number_at("data/department") == 2);
    CHECK(talk.desk.ticket(1)->messages.at(0).html == "<p>Hi</p>");
    CHECK(talk.post("/tickets", R"({"department":2})").text_at("errors/fields/subject/errors/0/code") ==
          "required");
}

TEST_CASE("An equal ticket just made is a duplicate, later it is not") {
    Talk talk;
    const auto* body = R"({"subject":"Twice","person":"p@nordhafen.example","message":"same"})";
    CHECK(talk.post("/tickets", body).status == 201);
    const auto dupe = talk.post("/tickets", body);
    CHECK(dupe.status == 400);
    CHECK(dupe.text_at("code") == "dupe_ticket");
    CHECK(talk.post("/tickets", R"({"subject":"Twice","person":"p@nordhafen.example","message":"other"})")
              .status == 201);
    talk.now += 601'000;
    CHECK(talk.post("/tickets", body).status == 201);
    CHECK(talk.desk.tickets().size() == 3);
}

TEST_CASE("follow_location answers with the resource") {
    Talk talk;
    talk.add("Followed");
    const auto said = talk.put("/tickets/1?follow_location=1", R"({"urgency":7})");
    CHECK(said.status == 200);
    CHECK(said.number_at("data/urgency") == 7);
}

TEST_CASE("A deleted ticket is not found, or shown as hidden, as switched") {
    Talk talk;
    talk.add("Gone");
    CHECK(talk.call("DELETE", "/tickets/1").status == 200);
    CHECK(talk.get("/tickets/1").status == 404);
    CHECK(talk.put("/tickets/1", R"({"urgency":7})").status == 404);
    CHECK(talk.desk.ticket(1)->status == "hidden.deleted");
    talk.desk.change_options([](Options& options) { options.hidden_read = Options::HiddenRead::hidden; });
    const auto shown = talk.get("/tickets/1");
    CHECK(shown.text_at("data/status") == "hidden");
    CHECK(shown.text_at("data/hidden_status") == "deleted");
    CHECK_FALSE(talk.desk.restore(1));
    CHECK(talk.get("/tickets/1").text_at("data/status") == "awaiting_agent");
}

TEST_CASE("A merged ticket lives on in its survivor or is not found, as switched") {
    Talk talk;
    talk.add("Loser", "<p>one</p>");
    talk.add("Middle", "<p>two</p>");
    talk.add("Survivor", "<p>three</p>");
    TicketEdit labels;
    labels.labels = std::vector<std::string>{"bug"};
    CHECK_FALSE(talk.desk.edit(1, labels));
    CHECK_FALSE(talk.desk.merge(1, 2));
    CHECK_FALSE(talk.desk.merge(2, 3));
    CHECK(talk.desk.merge(1, 3));
    CHECK(talk.desk.merge(3, 3));
    const auto said = talk.get("/tickets/1");
    CHECK(said.number_at("data/id") == 3);
    CHECK(said.written_at("data/labels") == R"(["bug"])");
    CHECK(talk.get("/tickets/1/messages").number_at("meta/pagination/total") == 3);
    CHECK(talk.get("/tickets?ids=1,2,3").number_at("meta/pagination/total") == 1);
    talk.desk.change_options([](Options& options) { options.merged_read = Options::MergedRead::not_found; });
    CHECK(talk.get("/tickets/1").status == 404);
    CHECK(talk.add("Next") == 4);
}

TEST_CASE("The log tells who changed what") {
    Talk talk;
    talk.add("Logged");
    CHECK(talk.put("/tickets/1", R"({"labels":["bug"]})").status == 204);
    TicketEdit edit;
    edit.priority = "Urgent";
    CHECK_FALSE(talk.desk.edit(1, edit, "aiko.tanabe@meridian.example"));
    CHECK_FALSE(talk.desk.edit(1, edit, "aiko.tanabe@meridian.example"));
    const auto logs = talk.get("/tickets/1/logs");
    CHECK(logs.number_at("meta/pagination/total") == 4);
    CHECK(talk.get("/tickets/1/logs/counts").number_at("data/count") == 4);
    CHECK(logs.text_at("data/0/action_type") == "ticket_created");
    CHECK(logs.text_at("data/2/action_type") == "changed_labels");
    CHECK(logs.number_at("data/2/person") == 1);
    CHECK(logs.text_at("data/2/details/after") == "bug");
    CHECK(logs.text_at("data/3/action_type") == "changed_priority");
    CHECK(logs.number_at("data/3/person") == 4);
    CHECK(talk.get("/tickets/1/logs/" + std::to_string(logs.number_at("data/3/id"))).status == 200);
}

TEST_CASE("Unknown addresses are 404 and wrong methods 405") {
    Talk talk;
    talk.add("x");
    for (const char* address :
         {"/nothing", "/tickets/99", "/tickets/abc", "/tickets/1/nothing", "/ticket_nothing", "/"}) {
        INFO(address);
        CHECK(talk.get(address).status == 404);
    }
    CHECK(talk.call("PATCH", "/tickets/1").status == 405);
    CHECK(talk.call("DELETE", "/tickets").status == 405);
    CHECK(talk.post("/ticket_departments", R"({"title":"x"})").status == 405);
    CHECK(talk.call("PUT", "/batch").status == 405);
}

TEST_CASE("Every widget takes what suits it and refuses the rest") {
    Talk talk;
    talk.add("Filled in");
    talk.desk.change_company([](sandbox::deskpro::Company& company) {
        for (const auto* widget : {"radio", "datetime", "number", "currency", "display"})
            company.know_field(std::string("A ") + widget).widget = widget;
        company.know_choice(*company.field_by_title("A radio"), "Left");
    });
    const auto company = talk.desk.company();
    const auto& fields = company.fields;
    const auto left = std::to_string(fields.at(7).choices.at(0).id);
    struct Row {
        std::size_t place;
        std::string value;
        std::string read;  ///< empty: refused
    };
    const std::vector<Row> rows{{7, "[" + left + "]", "[" + left + "]"},
                                {7, left, "[" + left + "]"},
                                {7, "[999]", ""},
                                {7, "[" + left + "," + left + "]", ""},
                                {8, R"("2025-06-01T10:00:00+0200")", R"("2025-06-01T08:00:00+0000")"},
                                {8, R"("soon")", ""},
                                {9, "17", R"("17")"},
                                {9, R"("17")", R"("17")"},
                                {9, R"("many")", ""},
                                {9, "true", ""},
                                {10, "12.5", R"("12.5")"},
                                {10, R"("12.50")", R"("12.50")"},
                                {11, R"("x")", ""}};
    for (const auto& row : rows) {
        const auto id = std::to_string(fields.at(row.place).id);
        INFO(fields.at(row.place).widget << " " << row.value);
        talk.put("/tickets/1", "{\"fields\":{\"" + id + "\":null}}");
        const auto said = talk.put("/tickets/1", "{\"fields\":{\"" + id + "\":" + row.value + "}}");
        CHECK(said.status == (row.read.empty() ? 400 : 204));
        const auto value = talk.get("/tickets/1").written_at("data/fields/" + id + "/value");
        CHECK(value == (row.read.empty() ? "null" : row.read));
    }
}
