#include "sandbox/server/server.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>
#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <mutex>
#include <thread>

using namespace sandbox;
using Poco::Net::HTTPClientSession;
using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;
using Poco::Net::StreamSocket;

namespace {

Ending answer(int status, std::string body) {
    Ending ending;
    ending.reply.status = status;
    ending.reply.body = std::move(body);
    return ending;
}

Ending ending_of(Ending::Kind kind, std::string body = "0123456789") {
    Ending ending = answer(200, std::move(body));
    ending.kind = kind;
    return ending;
}

/// A server with one port whose requests are kept.
struct Stage {
    explicit Stage(Player player, ServerLimits limits = {}) : server(limits) {
        port = server.listen(0, [this, player = std::move(player)](const Request& request) {
            {
                const std::lock_guard lock(mutex);
                requests.push_back(request);
            }
            return player(request);
        });
        server.start();
    }

    StreamSocket connect() const {
        StreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(port)));
        socket.setReceiveTimeout(Poco::Timespan(20, 0));
        return socket;
    }

    std::vector<Request> seen() {
        const std::lock_guard lock(mutex);
        return requests;
    }

    Server server;
    int port = 0;
    std::mutex mutex;
    std::vector<Request> requests;
};

void write(StreamSocket& socket, const std::string& text) {
    socket.sendBytes(text.data(), static_cast<int>(text.size()));
}

/// Everything until the other end closes.
std::string read_all(StreamSocket& socket) {
    std::string text;
    char piece[4096];
    for (int count; (count = socket.receiveBytes(piece, sizeof piece)) > 0;) {
        text.append(piece, static_cast<std::size_t>(count));
    }
    return text;
}

std::string ask_raw(const Stage& stage, const std::string& text) {
    StreamSocket socket = stage.connect();
    write(socket, text);
    return read_all(socket);
}

std::string body_part(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("a request arrives with method, path, query, headers and body as they were sent") {
    Stage stage([](const Request&) { return answer(200, "fine"); });
    HTTPClientSession session("127.0.0.1", static_cast<Poco::UInt16>(stage.port));
    HTTPRequest request("PATCH", "/a%20b/c?x=1&y=%2F", "HTTP/1.1");
    request.set("X-Kind", "odd");
    request.setContentLength(5);
    session.sendRequest(request) << "12345";
    HTTPResponse response;
    std::string body;
    Poco::StreamCopier::copyToString(session.receiveResponse(response), body);

    CHECK(response.getStatus() == 200);
    CHECK(body == "fine");
    CHECK(response.has("Date"));
    const auto seen = stage.seen();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].method == "PATCH");
    CHECK(seen[0].path == "/a%20b/c");
    CHECK(seen[0].query == "x=1&y=%2F");
    CHECK(seen[0].header("x-kind") == "odd");
    CHECK(seen[0].body == "12345");
}

TEST_CASE("one connection carries many requests, pipelined ones too, and HEAD has a length but no body") {
    Stage stage([](const Request& request) { return answer(200, "<" + request.path + ">"); });
    const auto text =
        ask_raw(stage,
                "GET /one HTTP/1.1\r\nHost: x\r\n\r\n"
                "HEAD /two HTTP/1.1\r\nHost: x\r\n\r\n"
                "OPTIONS /three HTTP/1.1\r\nHost: x\r\n\r\n"
                "GET http://elsewhere.test/four?q HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(text.find("</one>") != std::string::npos);
    CHECK(text.find("</two>") == std::string::npos);
    CHECK(text.find("</three>") != std::string::npos);
    CHECK(text.find("</four>") != std::string::npos);
    CHECK(stage.seen().size() == 4);
    CHECK(stage.seen()[3].query == "q");
    std::size_t lengths = 0;
    for (auto at = text.find("Content-Length: "); at != std::string::npos;
         at = text.find("Content-Length: ", at + 1)) {
        ++lengths;
    }
    CHECK(lengths == 4);
}

TEST_CASE("a chunked body arrives whole, and a body longer than the limit is refused with 413") {
    ServerLimits limits;
    limits.body_bytes_max = 1000;
    Stage stage([](const Request& request) { return answer(200, std::to_string(request.body.size())); },
                limits);

    const auto chunked = ask_raw(stage,
                                 "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n");
    CHECK(body_part(chunked) == "7");
    CHECK(stage.seen().at(0).body == "abcdefg");

    HTTPClientSession session("127.0.0.1", static_cast<Poco::UInt16>(stage.port));
    HTTPRequest request("POST", "/x", "HTTP/1.1");
    request.setContentLength(1001);
    session.sendRequest(request) << std::string(1001, 'x');
    HTTPResponse response;
    session.receiveResponse(response);
    CHECK(response.getStatus() == 413);
    CHECK(stage.seen().size() == 1);
}

TEST_CASE("a body of many megabytes goes in and comes out unchanged") {
    Stage stage([](const Request& request) { return answer(200, request.body); });
    std::string sent;
    for (int i = 0; sent.size() < 24U * 1024 * 1024; ++i) sent += std::to_string(i);
    HTTPClientSession session("127.0.0.1", static_cast<Poco::UInt16>(stage.port));
    HTTPRequest request("PUT", "/big", "HTTP/1.1");
    request.setContentLength64(static_cast<Poco::Int64>(sent.size()));
    session.sendRequest(request) << sent;
    HTTPResponse response;
    std::string got;
    Poco::StreamCopier::copyToString(session.receiveResponse(response), got);
    CHECK(got == sent);
}

TEST_CASE("a request that cannot be read is answered 400, and one cut short never reaches the player") {
    Stage stage([](const Request&) { return answer(200, ""); });
    StreamSocket odd = stage.connect();
    write(odd, "GET /x HTTP/1.1\r\nHost: " + std::string(9000, 'h') + "\r\n\r\n");
    odd.shutdownSend();
    CHECK(read_all(odd).starts_with("HTTP/1.1 400"));

    StreamSocket cut = stage.connect();
    write(cut, "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    cut.shutdownSend();
    CHECK(read_all(cut).empty());
    CHECK(stage.seen().empty());
}

TEST_CASE("a dropped exchange closes the connection without a byte") {
    Stage stage([](const Request&) { return ending_of(Ending::Kind::dropped); });
    CHECK(ask_raw(stage, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").empty());
    CHECK(stage.seen().size() == 1);
}

TEST_CASE("half an answer promises the whole length and brings half of it") {
    Stage stage([](const Request& request) {
        return ending_of(Ending::Kind::half, request.path == "/empty" ? "" : "0123456789");
    });
    const auto text = ask_raw(stage, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(text.find("Content-Length: 10\r\n") != std::string::npos);
    CHECK(body_part(text) == "01234");

    const auto empty = ask_raw(stage, "GET /empty HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(empty.starts_with("HTTP/1.1 200"));
    CHECK(empty.find("\r\n\r\n") == std::string::npos);
}

TEST_CASE("a stalled exchange says nothing, and neither a caller that leaves nor a stop waits for it") {
    std::promise<void> asked;
    Stage stage([&asked](const Request& request) {
        if (request.path == "/stall") asked.set_value();
        return request.path == "/stall" ? ending_of(Ending::Kind::stalled) : answer(200, "other");
    });
    StreamSocket stalled = stage.connect();
    write(stalled, "GET /stall HTTP/1.1\r\nHost: x\r\n\r\n");
    asked.get_future().wait();
    CHECK_FALSE(stalled.poll(Poco::Timespan(0, 1000), Poco::Net::Socket::SELECT_READ));
    CHECK(body_part(ask_raw(stage, "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == "other");

    stage.server.stop();
    CHECK(read_all(stalled).empty());
}

TEST_CASE("the thread of a stalled caller that left is free for the next one") {
    ServerLimits limits;
    limits.connections_max = 1;
    Stage stage(
        [](const Request& request) {
            return request.path == "/stall" ? ending_of(Ending::Kind::stalled) : answer(200, "next");
        },
        limits);
    {
        StreamSocket stalled = stage.connect();
        write(stalled, "GET /stall HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    CHECK(body_part(ask_raw(stage, "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == "next");
}

TEST_CASE("a stop cuts a delay short and leaves its caller without an answer") {
    std::promise<void> asked;
    Stage stage([&asked](const Request&) {
        asked.set_value();
        Ending late = answer(200, "late");
        late.delay_ms = 3'600'000;
        return late;
    });
    StreamSocket socket = stage.connect();
    write(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    asked.get_future().wait();
    stage.server.stop();
    CHECK(read_all(socket).empty());
}

TEST_CASE("a delayed answer comes whole") {
    Stage stage([](const Request&) {
        Ending late = answer(200, "late");
        late.delay_ms = 1;
        return late;
    });
    CHECK(body_part(ask_raw(stage, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == "late");
}

TEST_CASE("several ports are served at once, each by its own player") {
    Server server;
    const int first = server.listen(0, [](const Request&) { return answer(200, "first"); });
    const int second = server.listen(0, [](const Request&) { return answer(200, "second"); });
    server.start();
    const auto ask = [](int port) {
        HTTPClientSession session("127.0.0.1", static_cast<Poco::UInt16>(port));
        HTTPRequest request("GET", "/", "HTTP/1.1");
        session.sendRequest(request);
        HTTPResponse response;
        std::string body;
        Poco::StreamCopier::copyToString(session.receiveResponse(response), body);
        return body;
    };
    CHECK(first != second);
    CHECK(ask(first) == "first");
    CHECK(ask(second) == "second");
    CHECK_THROWS_WITH(server.listen(first, [](const Request&) { return answer(200, ""); }),
                      Catch::Contains("cannot be listened on"));
}

TEST_CASE("forty callers at once are all answered by eight threads") {
    ServerLimits limits;
    limits.connections_max = 8;
    Stage stage([](const Request& request) { return answer(200, request.path); }, limits);
    std::atomic<int> right = 0;
    std::vector<std::jthread> callers;
    for (int i = 0; i < 40; ++i) {
        callers.emplace_back([&stage, &right, i] {
            const auto path = "/" + std::to_string(i);
            const auto text =
                ask_raw(stage, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            right += body_part(text) == path;
        });
    }
    callers.clear();
    CHECK(right == 40);
}

TEST_CASE("a status that has no body is sent without a length") {
    Stage stage([](const Request&) { return answer(204, ""); });
    const auto text =
        ask_raw(stage, "PUT /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    CHECK(text.starts_with("HTTP/1.1 204 No Content\r\n"));
    CHECK(text.find("Content-Length") == std::string::npos);
}
