#include "adapters/azure_devops/change.h"

#include "json/json.h"
#include "lines.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

WorkItemChange change(WorkItemId id, std::size_t padding = 0) {
    WorkItemChange out;
    out.id = id;
    out.revision = 3;
    out.fields["System.Title"] = "T" + std::to_string(id);
    if (padding > 0) out.fields["System.Description"] = Html{std::string(padding, 'x')};
    return out;
}

std::vector<WorkItemChange> changes(int count, std::size_t padding = 0) {
    std::vector<WorkItemChange> out;
    for (int i = 1; i <= count; ++i) out.push_back(change(i, padding));
    return out;
}

std::string id_in(std::string address) {
    address = address.substr(0, address.find('?'));
    return address.substr(address.rfind('/') + 1);
}

/// Changes everything that is asked for.
HttpResponse obey(const HttpRequest& request) {
    if (request.method == "OPTIONS") return options_answer("7.0");
    if (request.url.find("$batch") == std::string::npos)
        return json_answer(200, R"({"id":)" + id_in(request.url) + R"(,"rev":4})");
    const auto document = json::Document::parse(request.body, "a request");
    json::Writer out;
    out.object().member("count", 1).key("value").array();
    for (const auto& entry : document.root().items())
        out.object()
            .member("code", 200)
            .member("body", R"({"id":)" + id_in(entry["uri"].text()) + R"(,"rev":4})")
            .end();
    out.end().end();
    return json_answer(200, out.take());
}

/// C, S, R, U, N for each outcome.
std::string letters(const std::vector<ChangeOutcome>& outcomes) {
    std::string out;
    for (const auto& outcome : outcomes) out += "CSRUN"[outcome.index()];
    return out;
}

/// Changing on a script.
struct Bench {
    explicit Bench(ScriptedHttp::Script script) : http(std::move(script)), client(http, base) {}
    static constexpr const char* base = "https://tfs.example/tfs/C";
    ScriptedHttp http;
    Client client;
    Kinds kinds;
    Changing changing{client, kinds};
};

SyncError failure(Fate fate) {
    return SyncError(Reach::side, Trouble::unreachable, "the line broke").with(fate);
}

}  // namespace

TEST_CASE("changes travel in a batch, each with its revision first") {
    Bench bench(obey);
    auto one = change(7);
    one.fields["System.AssignedTo"] = Value();
    one.fields["System.History"] = Html{"<p>said</p>"};
    one.files = {{"https://tfs.example/a/1", "log.txt", "from the ticket"}};
    CHECK(letters(bench.changing.change(std::vector{one, change(8)}, true)) == "CC");
    REQUIRE(bench.http.requests.size() == 2);
    CHECK(bench.http.requests[1].url == "https://tfs.example/tfs/C/_apis/wit/$batch");
    const auto body = json::Document::parse(bench.http.requests[1].body, "x");
    CHECK(
        body.root().dump() ==
        R"([{"method":"PATCH","uri":"/_apis/wit/workItems/7?api-version=7.0&suppressNotifications=true",)"
        R"("headers":{"Content-Type":"application/json-patch+json"},"body":[{"op":"test","path":"/rev","value":3},)"
        R"({"op":"remove","path":"/fields/System.AssignedTo"},)"
        R"({"op":"add","path":"/fields/System.History","value":"<p>said</p>"},)"
        R"({"op":"add","path":"/fields/System.Title","value":"T7"},)"
        R"({"op":"add","path":"/relations/-","value":{"rel":"AttachedFile","url":"https://tfs.example/a/1",)"
        R"("attributes":{"name":"log.txt","comment":"from the ticket"}}}]},)"
        R"({"method":"PATCH","uri":"/_apis/wit/workItems/8?api-version=7.0&suppressNotifications=true",)"
        R"("headers":{"Content-Type":"application/json-patch+json"},"body":[{"op":"test","path":"/rev","value":3},)"
        R"({"op":"add","path":"/fields/System.Title","value":"T8"}]}])");
}

TEST_CASE("a call holds at most 200 changes and 4 MiB") {
    const auto [count, padding, calls] =
        GENERATE(table<int, std::size_t, std::size_t>({{200, 0, 1}, {201, 0, 2}, {10, 900'000, 3}}));
    Bench bench(obey);
    const auto all = changes(count, padding);
    CHECK(letters(bench.changing.change(all, false)) == std::string(all.size(), 'C'));
    CHECK(bench.http.count("$batch") == calls);
    for (const auto& request : bench.http.requests) {
        CHECK(request.body.size() <= 4 * 1024 * 1024);
        CHECK(request.body.find("suppressNotifications") == std::string::npos);
    }
}

TEST_CASE("without a batch each change is a PATCH of its own") {
    Bench bench([](const HttpRequest& request) {
        return request.url.find("$batch") == std::string::npos ? obey(request) : HttpResponse{404, {}, ""};
    });
    CHECK(letters(bench.changing.change(changes(3), true)) == "CCC");
    CHECK(letters(bench.changing.change(changes(1), false)) == "C");
    CHECK(bench.http.count("$batch") == 1);
    CHECK(bench.http.count(
              "PATCH https://tfs.example/tfs/C/_apis/wit/workItems/3?suppressNotifications=true") == 1);
    const auto& last = bench.http.requests.back();
    CHECK(last.url == "https://tfs.example/tfs/C/_apis/wit/workItems/1");
    CHECK(header_of(last.headers, "Content-Type") == "application/json-patch+json");
}

TEST_CASE("what a change alone is answered is its outcome, or the side's trouble") {
    const auto [status, letter] = GENERATE(table<int, std::string>(
        {{400, "R"}, {403, "R"}, {404, "R"}, {409, "S"}, {412, "S"}, {413, "R"}, {500, "U"}}));
    Bench bench([status = status](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        if (request.url.find("$batch") != std::string::npos) return HttpResponse{405, {}, ""};
        return json_answer(status, R"({"message":"TF401232: no"})");
    });
    CHECK(letters(bench.changing.change(changes(1), true)) == letter);
}

TEST_CASE("a batch refused as a whole is unclear for all of several and clear for one alone") {
    const auto [status, alone] = GENERATE(
        table<int, std::string>({{400, "R"}, {404, "R"}, {409, "S"}, {412, "S"}, {413, "R"}, {500, "U"}}));
    Bench bench([status = status](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        return json_answer(status, R"({"message":"TF401232: no"})");
    });
    CHECK(letters(bench.changing.change(changes(1), true)) == alone);
    CHECK(letters(bench.changing.change(changes(3), true)) == "UUU");
}

TEST_CASE("a line that breaks in the middle keeps what was changed and sends nothing more") {
    const auto [fate, wanted] = GENERATE(table<Fate, std::string>(
        {{Fate::closed, "CUN"}, {Fate::timed_out, "CUN"}, {Fate::refused, "CNN"}, {Fate::not_sent, "CNN"}}));
    Bench bench([fate = fate](const HttpRequest& request) {
        if (request.url.find("$batch") != std::string::npos) return HttpResponse{404, {}, ""};
        if (request.url.find("workItems/2") != std::string::npos) throw failure(fate);
        return obey(request);
    });
    CHECK(letters(bench.changing.change(changes(3), true)) == wanted);
    CHECK(bench.http.count("/workItems/") == 2);
}

TEST_CASE("trouble of the whole side is thrown by a change too") {
    const auto [status, trouble] = GENERATE(table<int, Trouble>({{401, Trouble::sign_in},
                                                                 {203, Trouble::sign_in},
                                                                 {429, Trouble::limited},
                                                                 {503, Trouble::unreachable}}));
    Bench bench([status = status](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        return HttpResponse{status, {}, ""};
    });
    try {
        bench.changing.change(changes(2), true);
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.trouble == trouble);
    }
}
