#include "adapters/azure_devops/client.h"

#include "lines.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

constexpr const char* base = "https://dev.azure.com/acme";
const Call some_call{"GET", resource::types, "/P/_apis/wit/workitemtypes"};

HttpResponse refusal(const std::string& key) {
    return json_answer(400, R"({"message":"no","typeKey":")" + key + "\"}");
}

std::string accepted(const HttpRequest& request) {
    return header_of(request.headers, "Accept");
}

std::string row(const Resource& resource, const std::string& versions) {
    return R"({"value":[{"id":")" + std::string(resource.location) + "\"," + versions + "}]}";
}

}  // namespace

TEST_CASE("the version is the newest released one that both know, else a preview") {
    const auto [versions, wanted] = GENERATE(table<std::string, std::string>({
        {R"("resourceVersion":3,"minVersion":"1.0","maxVersion":"7.2","releasedVersion":"7.1")", "7.1"},
        {R"("resourceVersion":3,"minVersion":"1.0","maxVersion":"6.0","releasedVersion":"6.0")", "6.0"},
        {R"("resourceVersion":3,"minVersion":"1.0","maxVersion":"7.0","releasedVersion":"0.0")",
         "7.0-preview.3"},
        {R"("resourceVersion":3,"minVersion":"1.0","maxVersion":"5.1","releasedVersion":"5.1")", "5.1"},
        {R"("resourceVersion":2,"minVersion":"1.0","maxVersion":"7.1","releasedVersion":"7.0")", "7.0"},
        {R"("resourceVersion":4,"minVersion":"5.1","maxVersion":"7.2","releasedVersion":"0.0")",
         "7.1-preview.4"},
        {R"("resourceVersion":1,"minVersion":"1.0","maxVersion":"7.3","releasedVersion":"7.3")", "7.1"},
        {R"("resourceVersion":1,"minVersion":"1.0","maxVersion":"6.1","releasedVersion":"6.0")", "6.0"},
        {R"("minVersion":"1.0","maxVersion":"6.0","releasedVersion":"0.0")", "6.0-preview"},
    }));
    ScriptedHttp http(
        [&, text = versions](const HttpRequest&) { return json_answer(200, row(resource::wiql, text)); });
    Client client(http, base);
    CHECK(client.version_of(resource::wiql) == wanted);
    CHECK(client.version_of(resource::wiql) == wanted);
    CHECK(http.requests.size() == 1);
    CHECK(http.requests[0].method == "OPTIONS");
    CHECK(http.requests[0].url == "https://dev.azure.com/acme/_apis/wit");
}

TEST_CASE("a server without a list is walked down to the version that it knows") {
    const std::string known = GENERATE("7.1", "7.0", "6.0", "5.1", "5.0");
    const int status = GENERATE(404, 405, 200);
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{status, {}, ""};
        if (accepted(request) != "application/json;api-version=" + known)
            return refusal("VssVersionOutOfRangeException");
        return json_answer(200, "{}");
    });
    Client client(http, base);
    CHECK(client.send(some_call).status == 200);
    const auto first = http.requests.size();
    CHECK(client.send(some_call).status == 200);
    CHECK(http.requests.size() == first + 1);
    CHECK(client.level() == known);
}

TEST_CASE("a resource that is a preview is asked for as one from then on") {
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        if (accepted(request).find("-preview") == std::string::npos)
            return refusal("VssInvalidPreviewVersionException");
        return json_answer(200, "{}");
    });
    Client client(http, base);
    CHECK(client.send(some_call).status == 200);
    CHECK(client.send(some_call).status == 200);
    CHECK(http.requests.size() == 4);
}

TEST_CASE("a server that knows no version of ours is told so, once") {
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        return refusal("VssVersionOutOfRangeException");
    });
    Client client(http, base);
    CHECK_THROWS_WITH(client.ask(some_call, "read"), Catch::Contains("too old"));
    CHECK(http.requests.size() == 6);
}

TEST_CASE("a list that promises too much is not believed twice") {
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.1");
        if (accepted(request) != "application/json;api-version=7.0")
            return refusal("VssVersionOutOfRangeException");
        return json_answer(200, R"({"workItems":[]})");
    });
    Client client(http, base);
    CHECK(client.send({"POST", resource::wiql, "/_apis/wit/wiql", "{}"}).status == 200);
}

TEST_CASE("sign-in trouble while asking for versions is sign-in trouble") {
    const auto [status, type] = GENERATE(table<int, std::string>(
        {{401, "application/json"}, {203, "text/html"}, {302, "text/html"}, {200, "text/html"}}));
    ScriptedHttp http([&, status = status, type = type](const HttpRequest&) {
        HttpResponse out{status, {}, "<html>"};
        out.headers.emplace("Content-Type", type);
        return out;
    });
    Client client(http, base);
    for (int i = 0; i < 2; ++i) {
        try {
            client.send(some_call);
            FAIL("no error");
        } catch (const SyncError& error) {
            CHECK(error.trouble == Trouble::sign_in);
        }
    }
    CHECK(http.requests.size() == 2);
}

TEST_CASE("every request says who it belongs to and that it wants no redirect") {
    ScriptedHttp http([](const HttpRequest& request) {
        return request.method == "OPTIONS" ? options_answer("7.1") : json_answer(200, "{}");
    });
    Client client(http, base);
    client.send({"POST", resource::wiql, "/_apis/wit/wiql", "{}"});
    REQUIRE(http.requests.size() == 2);
    for (const auto& request : http.requests) {
        CHECK(header_of(request.headers, "X-TFS-FedAuthRedirect") == "Suppress");
        CHECK(header_of(request.headers, "X-TFS-Session").size() == 36);
    }
    CHECK(header_of(http.requests[0].headers, "X-TFS-Session") ==
          header_of(http.requests[1].headers, "X-TFS-Session"));
    CHECK(header_of(http.requests[1].headers, "Content-Type") == "application/json; charset=utf-8");
    CHECK(accepted(http.requests[1]) == "application/json;api-version=7.1");
}

TEST_CASE("half an answer is a broken connection, not data") {
    try {
        Client::read(json_answer(200, R"({"value":[{"id":)"), "read");
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.trouble == Trouble::unreachable);
        CHECK(error.fate == Fate::closed);
    }
}

TEST_CASE("JSON is taken with a byte order mark and without a content type") {
    CHECK(Client::read(json_answer(200, "\xEF\xBB\xBF{\"id\":7}"), "read")["id"].integer() == 7);
    CHECK(Client::read(HttpResponse{200, {}, "{\"id\":7}"}, "read")["id"].integer() == 7);
    CHECK_THROWS_AS(Client::read(HttpResponse{204, {}, ""}, "read"), SyncError);
}

TEST_CASE("the server's time is that of its last answer") {
    ScriptedHttp http([](const HttpRequest&) {
        auto answer = options_answer("7.1");
        answer.headers.emplace("Date", "Sat, 21 Nov 2026 11:30:00 GMT");
        return answer;
    });
    Client client(http, base);
    CHECK_FALSE(client.server_time());
    client.level();
    CHECK(client.server_time() == parse_time("2026-11-21T11:30:00Z"));
}
