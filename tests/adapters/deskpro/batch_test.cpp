#include "adapters/deskpro/client.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>
#include <set>

using namespace deskbridge;
using namespace deskbridge::test;
using deskpro::Answer;
using deskpro::BatchCall;
using deskpro::Client;

namespace {

const std::string me = R"({"data":{"person_id":1}})";

/// An instance that takes one dialect of batches. Tickets answer with their number; `item` may answer in
/// their stead.
struct Instance {
    bool wrapped = true;
    bool full_paths = true;
    int refusal = 400;  ///< of a whole batch in the other shape
    int unknown = 404;  ///< of one address in the other form
    std::function<std::string(const std::string& path)> item = [](const std::string&) { return ""; };
    std::function<HttpResponse(const HttpRequest&)> whole;  ///< answers a batch in its stead
    bool bare = false;                                      ///< answers stand in no "responses"
    int batches = 0;
    int singles = 0;
    int writes = 0;

    static std::string data_of(const std::string& path) { return R"("data":{"path":")" + path + "\"}"; }

    std::string answer_item(json::View call) {
        auto path = call["url"].text();
        const std::string api = "/api/v2";
        const bool full = path.rfind(api, 0) == 0;
        if (full != full_paths)
            return R"({"headers":{"status-code":)" + std::to_string(unknown) +
                   R"(},"status":404,"errors":[]})";
        if (full) path = path.substr(api.size());
        if (auto own = item(path); !own.empty()) return own;
        if (call["method"].text() != "GET") {
            ++writes;
            return R"({"headers":{"status-code":204}})";
        }
        return R"({"headers":{"status-code":200},)" + data_of(path) + R"(,"meta":[],"linked":[]})";
    }

    HttpResponse answer_batch(const HttpRequest& request) {
        ++batches;
        if (whole) return whole(request);
        const auto body = json::Document::parse(request.body, "a batch");
        const bool is_wrapped = body["requests"].is_object() && body["requests"]["url"].missing();
        if (is_wrapped != wrapped) return json_answer(refusal, R"({"code":"extra_fields"})");
        std::string responses;
        for (const auto& [name, call] : (wrapped ? body["requests"] : body.root()).members()) {
            const auto answer = answer_item(call);
            if (answer == "left out") continue;
            responses += (responses.empty() ? "\"" : ",\"") + std::string(name) + "\":" + answer;
        }
        if (bare) return json_answer(200, "{" + responses + "}");
        return json_answer(200, R"({"responses":{)" + responses + "}}");
    }

    HttpResponse operator()(const HttpRequest& request) {
        const auto path = request.url.substr(std::string("https://acme.example/api/v2").size());
        if (path == "/batch") return answer_batch(request);
        if (path == "/me") return json_answer(200, me);
        ++singles;
        if (request.method != "GET") {
            ++writes;
            return HttpResponse{204, {}, ""};
        }
        return json_answer(200, "{" + data_of(path) + "}");
    }
};

std::vector<BatchCall> reads(int count) {
    std::vector<BatchCall> calls;
    for (int i = 0; i < count; ++i) calls.push_back({"GET", "/tickets/" + std::to_string(i), {}, {}});
    return calls;
}

std::vector<BatchCall> writes(int count) {
    std::vector<BatchCall> calls;
    for (int i = 0; i < count; ++i)
        calls.push_back({"PUT", "/tickets/" + std::to_string(i), {}, R"({"labels":["x"]})"});
    return calls;
}

bool all_answered(const std::vector<Answer>& answers) {
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (answers[i].body["data"]["path"].text() != "/tickets/" + std::to_string(i)) return false;
    return true;
}

}  // namespace

TEST_CASE("Whatever dialect an instance takes is found, and kept") {
    for (const bool wrapped : {true, false}) {
        for (const bool full_paths : {true, false}) {
            for (const int refusal : {400, 404, 405, 422, 500}) {
                for (const int unknown : {404, 400, 500}) {
                    INFO(wrapped << full_paths << " " << refusal << " " << unknown);
                    Instance instance;
                    instance.wrapped = wrapped;
                    instance.full_paths = full_paths;
                    instance.refusal = refusal;
                    instance.unknown = unknown;
                    ScriptedHttp http(std::ref(instance));
                    Client client(http, "https://acme.example");
                    CHECK(all_answered(client.batch(reads(20), "read")));
                    CHECK(instance.batches <= 4);
                    CHECK(instance.singles == 0);
                    instance.batches = 0;
                    CHECK(all_answered(client.batch(reads(20), "read")));
                    CHECK(instance.batches == 1);
                }
            }
        }
    }
}

TEST_CASE("Answers that stand in the body itself, as the documentation shows them, are read") {
    Instance instance;
    instance.wrapped = false;
    instance.full_paths = true;
    instance.bare = true;
    ScriptedHttp http(std::ref(instance));
    Client client(http, "https://acme.example");
    CHECK(all_answered(client.batch(reads(5), "read")));
    CHECK(instance.singles == 0);
}

TEST_CASE("A batch in a shape that is taken for one call named requests is not believed") {
    // such an instance answers 200 with the refusal of a call named "requests"
    Instance instance;
    instance.wrapped = false;
    instance.whole = [&](const HttpRequest& request) {
        const auto body = json::Document::parse(request.body, "a batch");
        if (!body["requests"].missing())
            return json_answer(200, R"({"responses":{"requests":{"headers":{"status-code":400}}}})");
        instance.whole = nullptr;
        return instance.answer_batch(request);
    };
    ScriptedHttp http(std::ref(instance));
    Client client(http, "https://acme.example");
    CHECK(all_answered(client.batch(reads(3), "read")));
    CHECK(instance.singles == 0);
}

TEST_CASE("Without batches every call is made alone, and the search is not made for ever") {
    for (const int status : {400, 403, 404, 405, 500}) {
        INFO(status);
        Instance instance;
        instance.whole = [=](const HttpRequest&) { return json_answer(status, "{}"); };
        ScriptedHttp http(std::ref(instance));
        Client client(http, "https://acme.example");
        for (int i = 0; i < 10; ++i) CHECK(all_answered(client.batch(reads(3), "read")));
        CHECK(instance.singles == 30);
        CHECK(instance.batches <= 12);
    }
}

TEST_CASE("Tickets that are all gone do not spoil batches for those that follow") {
    Instance instance;
    instance.item = [](const std::string&) { return R"({"headers":{"status-code":404},"status":404})"; };
    ScriptedHttp http(std::ref(instance));
    Client client(http, "https://acme.example");
    client.batch(reads(3), "read");
    instance.item = [](const std::string&) { return ""; };
    instance.singles = 0;
    CHECK(all_answered(client.batch(reads(3), "read")));
    CHECK(instance.singles == 0);
}

TEST_CASE("Calls that the answer leaves out are made again when they read and are unclear when they write") {
    Instance instance;
    instance.item = [](const std::string& path) {
        return path == "/tickets/2" || path == "/tickets/4" ? "left out" : "";
    };
    ScriptedHttp http(std::ref(instance));
    Client client(http, "https://acme.example");
    CHECK(all_answered(client.batch(reads(6), "read")));
    const auto answers = client.batch(writes(6), "write");
    REQUIRE(answers.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) CHECK(answers[i].status == (i == 2 || i == 4 ? 0 : 204));
}

TEST_CASE("An instance that answers only so many calls of a batch is asked again for the rest") {
    Instance instance;
    int answered = 0;
    instance.item = [&](const std::string&) { return ++answered > 50 ? "left out" : ""; };
    ScriptedHttp http([&](const HttpRequest& request) {
        answered = 0;
        return instance(request);
    });
    Client client(http, "https://acme.example");
    CHECK(all_answered(client.batch(reads(200), "read")));
    CHECK(instance.batches == 4);
}

TEST_CASE("Every place in which the status of one call may stand is read") {
    const std::vector<std::pair<std::string, int>> rows = {
        {R"({"headers":{"status-code":404},"status":404,"code":"not_found"})", 404},
        {R"({"headers":{"Status-Code":"500"}})", 500},
        {R"({"headers":{"response_code":404},"data":{"a":1}})", 404},
        {R"({"headers":[],"status":403,"code":"no_permission"})", 403},
        {R"({"status_code":429})", 429},
        {R"({"code":404})", 404},
        {R"({"data":[]})", 200},
        {R"({"headers":{"status-code":201},"data":{"id":5}})", 201},
        {R"({})", 0},
        {R"([])", 0},
        {R"(null)", 0},
        {R"("text")", 0}};
    for (const auto& [item, status] : rows) {
        INFO(item);
        Instance instance;
        ScriptedHttp http(std::ref(instance));
        Client client(http, "https://acme.example");
        client.batch(reads(2), "read");
        instance.item = [text = item](const std::string& path) { return path == "/tickets/1" ? text : ""; };
        CHECK(client.batch(writes(2), "write")[1].status == status);
    }
}

TEST_CASE("A write is never sent in a dialect that is not proven") {
    Instance instance;
    instance.wrapped = false;
    instance.full_paths = true;
    ScriptedHttp http(std::ref(instance));
    Client client(http, "https://acme.example");
    for (const auto& answer : client.batch(writes(4), "write")) CHECK(answer.status == 204);
    CHECK(instance.writes == 4);
    for (const auto& request : http.requests)
        if (request.body.find("PUT") != std::string::npos)
            CHECK(request.body.find("requests") == std::string::npos);
    CHECK(instance.singles == 0);
}

TEST_CASE("One call that makes a batch of reads fail as a whole spoils no other") {
    Instance instance;
    ScriptedHttp http([&](const HttpRequest& request) {
        const bool poisoned = request.url.find("/tickets/2") != std::string::npos ||
                              request.body.find("/tickets/2\"") != std::string::npos;
        return poisoned ? json_answer(500, "{}") : instance(request);
    });
    Client client(http, "https://acme.example");
    client.batch({reads(2)}, "read");
    const auto answers = client.batch(reads(5), "read");
    REQUIRE(answers.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(answers[i].status == (i == 2 ? 500 : 200));
}

TEST_CASE("A batch of writes that ends unclear is not sent again by the adapter") {
    Instance instance;
    ScriptedHttp http(std::ref(instance));
    Client client(http, "https://acme.example");
    client.batch(reads(2), "read");
    instance.whole = [](const HttpRequest&) { return json_answer(502, "{}"); };
    instance.batches = 0;
    try {
        client.batch(writes(3), "write");
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.fate == Fate::closed);
        CHECK(error.reach == Reach::side);
    }
    CHECK(instance.batches == 1);
    CHECK(instance.writes == 0);
}

TEST_CASE("A batch of writes that is refused as a whole did nothing, and its calls are made alone") {
    Instance instance;
    ScriptedHttp http(std::ref(instance));
    Client client(http, "https://acme.example");
    client.batch(reads(2), "read");
    instance.whole = [](const HttpRequest&) { return json_answer(400, R"({"code":"too_many"})"); };
    for (const auto& answer : client.batch(writes(3), "write")) CHECK(answer.ok());
    CHECK(instance.writes == 3);
}

TEST_CASE("Where the whole desk fails, calls made alone end with the desk's error") {
    ScriptedHttp http(json_answer(500, "{}"));
    Client client(http, "https://acme.example");
    CHECK_THROWS_AS(client.batch(reads(200), "read"), SyncError);
    CHECK(http.requests.size() < 20);
    CHECK_THROWS_AS(client.batch(reads(1), "read"), SyncError);
}

TEST_CASE("A refused sign-in, a limit or a pause inside a run of calls ends the run") {
    for (const int status : {401, 423, 429}) {
        ScriptedHttp http(json_answer(status, "{}"));
        Client client(http, "https://acme.example");
        CHECK_THROWS_AS(client.batch(reads(50), "read"), SyncError);
        CHECK(http.requests.size() == 1);
    }
}

TEST_CASE("Calls that must not go out apart are not sent where they cannot go together") {
    int writes = 0;
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method != "GET" && request.url.find("/batch") == std::string::npos) ++writes;
        return request.url.find("/batch") == std::string::npos ? json_answer(200, me)
                                                               : json_answer(404, "{}");
    });
    Client client(http, "https://acme.example");
    const BatchCall call{"POST", "/tickets/1/messages", {}, R"({"message":"x"})"};
    CHECK(!client.in_one({call, call}, "say"));
    CHECK(!client.in_one({call}, "say"));
    CHECK(writes == 0);
}
