#include "sandbox/program/tally.h"

#include <catch2/catch.hpp>

using namespace sandbox;

namespace {

Request request_for(const std::string& method, const std::string& path, const std::string& body = "") {
    Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    return request;
}

Ending answer(const std::string& body) {
    Ending ending;
    ending.reply.body = body;
    return ending;
}

struct Counted {
    Tally tally;

    void ask(const std::string& method, const std::string& path, const std::string& body = "") {
        tally.count("desk", request_for(method, path, body), answer("{}"));
    }
    std::string told(const std::string& method = "GET") {
        return tally.handle(request_for(method, "/calls")).body;
    }
    bool tells(const std::string& text) { return told().find(text) != std::string::npos; }
};

}  // namespace

TEST_CASE("Calls are counted by kind, with one kind for all numbers") {
    Counted counted;
    counted.ask("GET", "/api/v2/tickets/7/messages");
    counted.ask("GET", "/api/v2/tickets/8/messages");
    CHECK(counted.tells(R"("count":2)"));
    CHECK(counted.tells("{id}"));
    CHECK_FALSE(counted.tells(R"("writes":true)"));
}

TEST_CASE("A batch writes when there is more than reading in it") {
    Counted counted;
    counted.ask("POST", "/api/v2/batch",
                R"({"k":{"method" : "GET","url":"x","payload":"say \"method\":\"PUT\""}})");
    CHECK(counted.tells("batch of GET\""));
    CHECK_FALSE(counted.tells(R"("writes":true)"));
    counted.ask("POST", "/api/v2/batch", R"({"k":{"method":"GET"},"l":{"method":"PUT"}})");
    CHECK(counted.tells("batch of GET, PUT\""));
    CHECK(counted.tells(R"("writes":true)"));
}

TEST_CASE("A question that is put with POST is no write") {
    Counted counted;
    counted.ask("POST", "/acme/_apis/wit/wiql", "{}");
    counted.ask("POST", "/acme/_apis/wit/workitemsbatch", "{}");
    CHECK_FALSE(counted.tells(R"("writes":true)"));
    counted.ask("PATCH", "/acme/_apis/wit/workitems/5", "[]");
    CHECK(counted.tells(R"("writes":true)"));
}

TEST_CASE("Heads and bodies are counted each way, and an answer that never came not at all") {
    Tally tally;
    auto request = request_for("POST", "/a", "12345");
    request.headers.emplace("Accept", "x");
    tally.count("work", request, answer("123"));
    Ending none = answer("123");
    none.kind = Ending::Kind::dropped;
    tally.count("work", request, none);
    const auto told = tally.handle(request_for("GET", "/calls")).body;
    // "POST /a HTTP/1.1", "Accept: x", an empty line and the body; "HTTP/1.1 200 OK", an empty line and the
    // body
    CHECK(told.find("\"bytes_in\":" + std::to_string(2 * (18 + 11 + 2 + 5))) != std::string::npos);
    CHECK(told.find("\"bytes_out\":" + std::to_string(17 + 2 + 3)) != std::string::npos);
}

TEST_CASE("The count can be begun anew, and takes no other call") {
    Counted counted;
    counted.ask("GET", "/a");
    CHECK(counted.told("DELETE") == R"({"calls":[]})");
    CHECK(counted.tally.handle(request_for("PUT", "/calls")).status == 405);
}

TEST_CASE("A client that makes up addresses fills no memory") {
    Counted counted;
    for (int i = 0; i < 700; ++i) counted.ask("GET", "/made/up" + std::to_string(i));
    CHECK(counted.tells(R"("call":"other","count":200)"));
}
