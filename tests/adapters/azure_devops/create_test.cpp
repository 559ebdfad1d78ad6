#include "adapters/azure_devops/create.h"

#include "json/json.h"
#include "lines.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

constexpr const char* base = "https://tfs.example/tfs/C";

NewWorkItem item(int number, std::size_t padding = 0) {
    NewWorkItem out;
    out.project = "Web Shop";
    out.type = "User Story";
    out.fields["System.Title"] = "T" + std::to_string(number);
    if (padding > 0) out.fields["System.Description"] = Html{std::string(padding, 'x')};
    out.origin = {"https://desk.example/t/" + std::to_string(number), "m" + std::to_string(number)};
    return out;
}

std::vector<NewWorkItem> items(int count, std::size_t padding = 0) {
    std::vector<NewWorkItem> out;
    for (int i = 1; i <= count; ++i) out.push_back(item(i, padding));
    return out;
}

std::string made_text(json::View operations) {
    std::string title;
    for (const auto& operation : operations.items())
        if (operation["path"].text() == "/fields/System.Title") title = operation["value"].text();
    return R"({"id":)" + title.substr(1) + R"(,"rev":1,"fields":{"System.Title":")" + title + "\"}}";
}

/// Makes everything that is asked for.
HttpResponse obey(const HttpRequest& request) {
    if (request.method == "OPTIONS") return options_answer("7.0");
    const auto document = json::Document::parse(request.body, "a request");
    if (request.url.find("$batch") == std::string::npos) return json_answer(200, made_text(document.root()));
    json::Writer out;
    out.object().member("count", 1).key("value").array();
    for (const auto& entry : document.root().items())
        out.object().member("code", 200).member("body", made_text(entry["body"])).end();
    out.end().end();
    return json_answer(200, out.take());
}

std::string letters(const std::vector<CreateOutcome>& outcomes) {
    std::string out;
    for (const auto& outcome : outcomes) out += "CRUN"[outcome.index()];
    return out;
}

/// Creation on a script.
struct Bench {
    explicit Bench(ScriptedHttp::Script script) : http(std::move(script)), client(http, base) {}
    ScriptedHttp http;
    Client client;
    Kinds kinds;
    Creation creation{client, kinds};
};

SyncError failure(Fate fate) {
    return SyncError(Reach::side, Trouble::unreachable, "the line broke").with(fate);
}

}  // namespace

TEST_CASE("a batch is written as the documentation has it") {
    Bench bench(obey);
    auto one = item(1);
    one.fields["System.Tags"] = Words{"a", "b"};
    one.fields["System.AssignedTo"] = Person{"Jamal", "jamal@example.com", "7"};
    one.fields["Custom.When"] = *parse_time("2026-03-04T08:11:26Z");
    one.fields["Custom.Nothing"] = std::string();
    CHECK(letters(bench.creation.create(std::vector<NewWorkItem>{one, item(2)}, true)) == "CC");
    REQUIRE(bench.http.requests.size() == 2);
    const auto& request = bench.http.requests[1];
    CHECK(request.method == "POST");
    CHECK(request.url == "https://tfs.example/tfs/C/_apis/wit/$batch");
    CHECK(header_of(request.headers, "Content-Type") == "application/json; charset=utf-8");
    const auto body = json::Document::parse(request.body, "x");
    CHECK(
        body.root().dump() ==
        R"([{"method":"PATCH","uri":"/Web%20Shop/_apis/wit/workItems/$User%20Story?api-version=7.0&suppressNotifications=true",)"
        R"("headers":{"Content-Type":"application/json-patch+json"},"body":[{"op":"add","path":"/id","value":"-1"},)"
        R"({"op":"add","path":"/fields/Custom.When","value":"2026-03-04T08:11:26Z"},)"
        R"({"op":"add","path":"/fields/System.AssignedTo","value":"jamal@example.com"},)"
        R"({"op":"add","path":"/fields/System.Tags","value":"a; b"},)"
        R"({"op":"add","path":"/fields/System.Title","value":"T1"},)"
        R"({"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"https://desk.example/t/1","attributes":{"comment":"m1"}}}]},)"
        R"({"method":"PATCH","uri":"/Web%20Shop/_apis/wit/workItems/$User%20Story?api-version=7.0&suppressNotifications=true",)"
        R"("headers":{"Content-Type":"application/json-patch+json"},"body":[{"op":"add","path":"/id","value":"-2"},)"
        R"({"op":"add","path":"/fields/System.Title","value":"T2"},)"
        R"({"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"https://desk.example/t/2","attributes":{"comment":"m2"}}}]}])");
}

TEST_CASE("notifications are only suppressed where that is asked for") {
    Bench bench(obey);
    bench.creation.create(items(1), false);
    CHECK(bench.http.requests.back().body.find("suppressNotifications") == std::string::npos);
}

TEST_CASE("a call holds at most 200 items and 4 MiB, and a bigger item goes alone") {
    const auto [count, padding, calls] = GENERATE(table<int, std::size_t, std::size_t>(
        {{200, 0, 1}, {201, 0, 2}, {10, 900'000, 3}, {2, 5'000'000, 2}}));
    Bench bench(obey);
    const auto all = items(count, padding);
    CHECK(letters(bench.creation.create(all, true)) == std::string(all.size(), 'C'));
    CHECK(bench.http.count("$batch") == calls);
    if (padding < 4'000'000)
        for (const auto& request : bench.http.requests) CHECK(request.body.size() <= 4 * 1024 * 1024);
}

TEST_CASE("a missing batch is remembered and items go one by one") {
    const auto answer = GENERATE(HttpResponse{404, {}, "The controller was not found"},
                                 HttpResponse{405, {}, ""}, HttpResponse{501, {}, ""});
    Bench bench([&](const HttpRequest& request) {
        return request.url.find("$batch") == std::string::npos ? obey(request) : answer;
    });
    CHECK(letters(bench.creation.create(items(3), true)) == "CCC");
    CHECK(letters(bench.creation.create(items(2), true)) == "CC");
    CHECK(bench.http.count("$batch") == 1);
    const auto& single = bench.http.requests.back();
    CHECK(single.method == "POST");
    CHECK(
        single.url ==
        "https://tfs.example/tfs/C/Web%20Shop/_apis/wit/workitems/$User%20Story?suppressNotifications=true");
    CHECK(header_of(single.headers, "Content-Type") == "application/json-patch+json");
    CHECK(single.body.find("\"/id\"") == std::string::npos);
}

TEST_CASE("a failure of the only portion is thrown with its fate") {
    const auto fate = GENERATE(Fate::refused, Fate::not_sent, Fate::closed, Fate::timed_out);
    Bench bench([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        throw failure(fate);
    });
    try {
        bench.creation.create(items(3), true);
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.fate == fate);
    }
}

TEST_CASE("a failure in the middle keeps what was made and sends nothing more") {
    const auto [fate, wanted] = GENERATE(table<Fate, std::string>(
        {{Fate::closed, "CUN"}, {Fate::timed_out, "CUN"}, {Fate::refused, "CNN"}, {Fate::not_sent, "CNN"}}));
    Bench bench([fate = fate](const HttpRequest& request) {
        if (request.url.find("$batch") != std::string::npos) return HttpResponse{404, {}, ""};
        if (request.body.find("\"T2\"") != std::string::npos) throw failure(fate);
        return obey(request);
    });
    const auto outcomes = bench.creation.create(items(3), true);
    CHECK(letters(outcomes) == wanted);
    if (wanted == "CUN") CHECK(std::get<Unclear>(outcomes[1]).error.fate == fate);
    if (wanted == "CNN") CHECK(std::get<NotSent>(outcomes[1]).error.has_value());
    CHECK(bench.http.count("/workitems/") == 2);
}

TEST_CASE("a first portion of unknown fate keeps the later ones unsent") {
    Bench bench([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        throw failure(Fate::timed_out);
    });
    CHECK(letters(bench.creation.create(items(250), true)) == std::string(200, 'U') + std::string(50, 'N'));
}

TEST_CASE("a refusal of the whole batch is one of the item that stands alone, else unclear for all") {
    const auto [status, alone] = GENERATE(
        table<int, std::string>({{400, "R"}, {413, "R"}, {422, "R"}, {409, "U"}, {412, "U"}, {500, "U"}}));
    Bench bench([status = status](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        return json_answer(status, R"({"message":"TF401349: no"})");
    });
    CHECK(letters(bench.creation.create(items(1), true)) == alone);
    CHECK(letters(bench.creation.create(items(3), true)) == "UUU");
}

TEST_CASE("trouble of the whole side is thrown") {
    const auto [status, trouble, fate] = GENERATE(table<int, Trouble, Fate>({
        {401, Trouble::sign_in, Fate::closed},
        {203, Trouble::sign_in, Fate::closed},
        {403, Trouble::forbidden, Fate::refused},
        {429, Trouble::limited, Fate::refused},
        {502, Trouble::unreachable, Fate::closed},
        {503, Trouble::unreachable, Fate::closed},
        {504, Trouble::unreachable, Fate::closed},
    }));
    Bench bench([status = status](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        return HttpResponse{status, {}, ""};
    });
    try {
        bench.creation.create(items(2), true);
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.trouble == trouble);
        CHECK(error.fate == fate);
    }
}

TEST_CASE("a batch in which every item is throttled is a throttled call") {
    Bench bench([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.0");
        return json_answer(
            200,
            R"({"count":2,"value":[{"code":429,"headers":{"Retry-After":"9"},"body":""},{"code":429,"body":""}]})");
    });
    try {
        bench.creation.create(items(2), true);
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.trouble == Trouble::limited);
        CHECK(error.retry_after == std::chrono::seconds(9));
    }
}

TEST_CASE("a version refused inside a batch is negotiated like any other") {
    Bench bench([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        if (request.body.find("api-version=6.0") != std::string::npos) return obey(request);
        return json_answer(
            200, R"({"count":2,"value":[{"code":400,"body":"{\"typeKey\":\"VssVersionOutOfRangeException\"}"},
                                 {"code":400,"body":"{\"typeKey\":\"VssVersionOutOfRangeException\"}"}]})");
    });
    CHECK(letters(bench.creation.create(items(2), true)) == "CC");
}

TEST_CASE("nothing to make asks for nothing") {
    Bench bench(obey);
    CHECK(bench.creation.create({}, true).empty());
    CHECK(bench.http.requests.empty());
}
