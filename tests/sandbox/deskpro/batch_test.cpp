#include "desk_talk.h"
#include "sandbox/exchange/exchange.h"

#include <catch2/catch.hpp>

using namespace desk_talk;
using sandbox::deskpro::Options;

namespace {

constexpr auto plain =
    R"({"one":{"method":"GET","url":"/tickets/1"},"two":{"method":"get","url":"tickets/99"}})";
const auto wrapped = R"({"requests":)" + std::string(plain) + "}";

}  // namespace

TEST_CASE("Both shapes of a batch are answered item by item, with 200 around failures") {
    Talk talk;
    talk.add("Batched");
    for (const auto& body : {std::string(plain), wrapped}) {
        const auto said = talk.post("/batch", body);
        INFO(said.text);
        CHECK(said.status == 200);
        CHECK(said.number_at("responses/one/headers/status-code") == 200);
        CHECK(said.text_at("responses/one/data/subject") == "Batched");
        CHECK(said.written_at("responses/one/meta") == "[]");
        CHECK(said.number_at("responses/two/headers/status-code") == 404);
        CHECK(said.number_at("responses/two/status") == 404);
        CHECK(said.text_at("responses/two/code") == "not_found");
        CHECK(said.written_at("responses/two/errors") == "[]");
        CHECK(said.at("responses/two/data").is_null());
    }
}

TEST_CASE("An instance takes the shapes it is switched to") {
    Talk talk;
    talk.add("Batched");
    const auto statuses = [&](Options::Batch batch) {
        talk.desk.change_options([&](Options& options) { options.batch = batch; });
        return std::pair(talk.post("/batch", plain).status, talk.post("/batch", wrapped).status);
    };
    CHECK(statuses(Options::Batch::both) == std::pair(200, 200));
    CHECK(statuses(Options::Batch::plain) == std::pair(200, 400));
    CHECK(statuses(Options::Batch::requests) == std::pair(400, 200));
    CHECK(statuses(Options::Batch::none) == std::pair(404, 404));
    CHECK(talk.get("/batch?get[a]=%2Ftickets").status == 404);
}

TEST_CASE("Items of a batch write, in the order they stand") {
    Talk talk;
    talk.add("Written");
    const auto said = talk.post("/batch", R"({"requests":{
        "z":{"method":"PUT","url":"/tickets/1","payload":{"labels":["first"]}},
        "a":{"method":"PUT","url":"/api/v2/tickets/1?follow_location=1","payload":{"labels":["second"]}},
        "n":{"method":"POST","url":"http://127.0.0.1/api/v2/20240101/tickets/1/messages","payload":{"message":"n","is_note":true}},
        "x":{"method":"PUT","url":"/tickets/1","payload":{"colour":"red"}},
        "l":{"method":"GET","url":"/tickets","payload":{"ids":"1","count":1}}}})");
    INFO(said.text);
    CHECK(said.written_at("responses/z") == R"({"headers":{"status-code":204}})");
    CHECK(said.written_at("responses/a/data/labels") == R"(["second"])");
    CHECK(said.number_at("responses/n/headers/status-code") == 201);
    CHECK(said.text_at("responses/n/headers/location") == "http://127.0.0.1/api/v2/tickets/1/messages/2");
    CHECK(said.number_at("responses/x/headers/status-code") == 400);
    CHECK(said.text_at("responses/x/errors/errors/0/code") == "extra_fields");
    CHECK(said.number_at("responses/l/meta/pagination/total") == 1);
    CHECK(talk.desk.ticket(1)->labels == std::vector<std::string>{"second"});

    const auto counters = talk.desk.counters();
    CHECK(counters.total == 1);
    CHECK(counters.writes == 3);
    CHECK(counters.requests.at("POST batch") == 1);
    CHECK(counters.inner.at("PUT tickets/{id}") == 3);
    CHECK(counters.inner.at("POST tickets/{id}/messages") == 1);
    talk.desk.reset_counters();
    CHECK(talk.desk.counters().inner.empty());
}

TEST_CASE("A batch can be asked for with addresses in the query") {
    Talk talk;
    talk.add("Asked");
    const auto said = talk.get("/batch?get[a]=" + sandbox::percent_encode("/tickets?ids=1&count=5") +
                               "&get[b]=" + sandbox::percent_encode("/tickets/9") + "&other=1");
    CHECK(said.number_at("responses/a/data/0/id") == 1);
    CHECK(said.number_at("responses/a/meta/pagination/per_page") == 5);
    CHECK(said.number_at("responses/b/headers/status-code") == 404);
    CHECK(said.at("responses").object()->size() == 2);
}

TEST_CASE("A batch in a batch and an item without an address fail alone") {
    Talk talk;
    const auto said =
        talk.post("/batch", R"({"a":{"method":"POST","url":"/batch","payload":{}},"b":{"method":"GET"},
        "c":"text","d":{"url":"/me"}})");
    CHECK(said.number_at("responses/a/headers/status-code") == 404);
    CHECK(said.number_at("responses/b/headers/status-code") == 400);
    CHECK(said.number_at("responses/c/headers/status-code") == 400);
    CHECK(said.number_at("responses/d/headers/status-code") == 200);
    CHECK(talk.post("/batch", "{}").written_at("responses") == "[]");
}
