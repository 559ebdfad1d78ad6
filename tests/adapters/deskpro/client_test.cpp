#include "adapters/deskpro/client.h"

#include "adapters/deskpro/deskpro.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>
#include <chrono>

using namespace deskbridge;
using namespace deskbridge::test;
using deskpro::Client;

namespace {

const std::string not_found = R"({"status":404,"code":"not_found","message":"Not found","errors":[]})";

/// The error of a GET that is answered so.
SyncError error_for(HttpResponse answer) {
    ScriptedHttp http(std::move(answer));
    Client client(http, "https://acme.example");
    try {
        client.get("/tickets", {}, "list tickets");
    } catch (const SyncError& error) {
        return error;
    }
    FAIL("no error");
    throw std::logic_error("unreachable");
}

HttpResponse with_header(HttpResponse answer, const std::string& name, const std::string& value) {
    answer.headers.emplace(name, value);
    return answer;
}

}  // namespace

TEST_CASE("Each status of a whole call is an error that concerns the desk and says what to do") {
    struct Row {
        HttpResponse answer;
        Trouble trouble;
        Fate fate;
        bool hint;
    };
    const std::vector<Row> table = {
        {json_answer(400, R"({"code":"invalid_input","message":"No"})"), Trouble::data, Fate::refused, true},
        {json_answer(401, R"({"code":"x"})"), Trouble::sign_in, Fate::refused, true},
        {html_answer(401), Trouble::sign_in, Fate::refused, true},
        {json_answer(401, R"({"code":)"), Trouble::sign_in, Fate::refused, true},
        {json_answer(403, R"({"message":"No permission"})"), Trouble::forbidden, Fate::refused, true},
        {json_answer(404, not_found), Trouble::configuration, Fate::refused, true},
        {html_answer(404), Trouble::configuration, Fate::refused, true},
        {json_answer(423, "{}"), Trouble::unreachable, Fate::refused, false},
        {json_answer(429, "{}"), Trouble::limited, Fate::refused, true},
        {json_answer(500, "{}"), Trouble::unreachable, Fate::closed, false},
        {html_answer(502), Trouble::unreachable, Fate::closed, false},
        {json_answer(503, R"({"half":)"), Trouble::unreachable, Fate::closed, false},
        {with_header(html_answer(301), "Location", "https://elsewhere.example"), Trouble::unreachable,
         Fate::refused, true},
        {html_answer(302), Trouble::unreachable, Fate::refused, true},
        {html_answer(200), Trouble::unreachable, Fate::closed, true},
        {json_answer(200, R"({"data":[{"id":1},)"), Trouble::unreachable, Fate::closed, true},
        {json_answer(200, ""), Trouble::unreachable, Fate::closed, true},
        {json_answer(200, "{}"), Trouble::unreachable, Fate::closed, true},
        {json_answer(200, "[]"), Trouble::unreachable, Fate::closed, true},
        {json_answer(200, "null"), Trouble::unreachable, Fate::closed, true},
        {json_answer(200, R"({"data":null})"), Trouble::unreachable, Fate::closed, true},
        {HttpResponse{204, {}, ""}, Trouble::unreachable, Fate::closed, true},
    };
    for (const auto& row : table) {
        INFO(row.answer.status << " " << row.answer.body);
        const auto error = error_for(row.answer);
        CHECK(error.reach == Reach::side);
        CHECK(error.trouble == row.trouble);
        CHECK(error.fate == row.fate);
        CHECK(error.hint.empty() != row.hint);
        CHECK(std::string(error.what()).find("Deskpro") != std::string::npos);
        CHECK(std::string(error.what()).find("Please sign in") == std::string::npos);
    }
}

TEST_CASE("Retry-After is heeded on 429, 503 and 423, and maintenance is a long pause by itself") {
    using namespace std::chrono;
    CHECK(!error_for(json_answer(429, "{}")).retry_after);
    CHECK(error_for(with_header(json_answer(429, "{}"), "Retry-After", "17")).retry_after == seconds{17});
    CHECK(error_for(with_header(html_answer(503), "retry-after", "3")).retry_after == seconds{3});
    CHECK(error_for(json_answer(423, "{}")).retry_after == minutes{5});
    CHECK(error_for(with_header(json_answer(423, "{}"), "Retry-After", "60")).retry_after == minutes{1});
    CHECK(!error_for(with_header(json_answer(429, "{}"), "Retry-After", "soon")).retry_after);
}

TEST_CASE("JSON is known by its look where the content type is wrong") {
    auto answer = json_answer(200, "\xEF\xBB\xBF {\"data\":[{\"id\":\"7\"}]}");
    answer.headers.clear();
    answer.headers.emplace("Content-Type", "text/html");
    ScriptedHttp http(answer);
    Client client(http, "https://acme.example/");
    CHECK(client.get("/tickets", {}, "list")["data"][0]["id"].integer() == 7);
    CHECK(http.requests.front().url == "https://acme.example/api/v2/tickets");
}

TEST_CASE("A failed exchange passes through with its fate") {
    ScriptedHttp http([](const HttpRequest&) -> HttpResponse {
        throw SyncError(Reach::side, Trouble::unreachable, "no answer").with(Fate::timed_out);
    });
    Client client(http, "https://acme.example");
    try {
        client.get("/tickets", {}, "list tickets");
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.fate == Fate::timed_out);
    }
}

TEST_CASE("An error's words are clipped to one line and whole characters") {
    std::string words;
    for (int i = 0; i < 200; ++i) words += "\xE2\x82\xAC";
    json::Writer out;
    out.object().member("message", words + "\n\x01").end();
    const std::string text = error_for(json_answer(400, out.take())).what();
    CHECK(text.size() < 400);
    CHECK(text.find('\n') == std::string::npos);
    const auto dots = text.find("...");
    REQUIRE(dots != std::string::npos);
    CHECK(text.substr(dots - 3, 3) == "\xE2\x82\xAC");
}

TEST_CASE("A list with holes in its numbering is read like any other") {
    const auto body = json::Document::parse(R"({"data":{"0":{"id":4},"2":{"id":9}}})", "x");
    const auto rows = deskpro::rows(body["data"]);
    REQUIRE(rows.size() == 2);
    CHECK(rows[1]["id"].integer() == 9);
    CHECK(deskpro::rows(json::View()).empty());
}

TEST_CASE("The desk's clock is the Date of its last answer") {
    ScriptedHttp http([](const HttpRequest&) {
        return with_header(json_answer(200, R"({"data":[]})"), "Date", "Sat, 21 Nov 2026 11:30:00 GMT");
    });
    deskpro::Deskpro desk(http, {"https://acme.example"});
    CHECK(!desk.server_time());
    desk.read_feed({"history", Feed::Kind::history}, "", {});
    REQUIRE(desk.server_time());
    CHECK(iso8601(*desk.server_time()) == "2026-11-21T11:30:00Z");
}
