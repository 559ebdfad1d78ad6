#include "exchanges.h"
#include "scripted_server.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace deskbridge;
using namespace std::chrono;
using Socket = Poco::Net::StreamSocket;

TEST_CASE("an exchange carries method, path, headers and body, and gives back status, headers and body") {
    std::string seen;
    ScriptedServer server([&](Socket& socket, int) {
        seen = ScriptedServer::read_request(socket);
        ScriptedServer::send(
            socket, "HTTP/1.1 418 Short\r\nX-Twice: a\r\nX-Twice: b\r\nContent-Length: 4\r\n\r\nbody");
    });
    HttpClient client(plain);
    const auto answer = client.exchange(post(server.url("/a%20b/$batch?x=%C3%BC&y=1"), "{\"k\":1}"));
    CHECK(answer.status == 418);
    CHECK(answer.body == "body");
    CHECK(answer.headers.count("x-twice") == 2);
    CHECK(seen.find("POST /a%20b/$batch?x=%C3%BC&y=1 HTTP/1.1\r\n") == 0);
    CHECK(seen.find("User-Agent: deskbridge-test\r\n") != std::string::npos);
    CHECK(seen.find("Content-Type: application/json\r\n") != std::string::npos);
    CHECK(seen.find("\r\n\r\n{\"k\":1}") != std::string::npos);
}

TEST_CASE("one connection serves several exchanges") {
    ScriptedServer server([&](Socket& socket, int) {
        while (!ScriptedServer::read_request(socket).empty()) ScriptedServer::send(socket, ok);
    });
    HttpClient client(plain);
    for (int i = 0; i < 5; ++i) CHECK(client.exchange(get(server.url())).status == 200);
    CHECK(server.connections() == 1);
}

TEST_CASE("a redirect is an answer, not an order") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(
            socket, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    });
    HttpClient client(plain);
    const auto answer = client.exchange(get(server.url()));
    CHECK(answer.status == 302);
    CHECK(answer.header("location") == "http://127.0.0.1:1/");
    CHECK(server.connections() == 1);
}

TEST_CASE("nobody listening: the request was not sent") {
    int port = 0;
    {
        port = ScriptedServer([](Socket&, int) {}).port();
    }
    HttpClient client(plain);
    const auto error =
        failure_of(client, post("http://127.0.0.1:" + std::to_string(port) + "/x?secret=1", "{}"));
    CHECK(error.reach == Reach::side);
    CHECK(error.trouble == Trouble::unreachable);
    CHECK(error.fate == Fate::not_sent);
    CHECK(std::string(error.what()).find("secret") == std::string::npos);
}

TEST_CASE("a connection that closes after the request leaves the effect unclear") {
    ScriptedServer server([&](Socket& socket, int) { ScriptedServer::read_request(socket); });
    HttpClient client(plain);
    CHECK(failure_of(client, post(server.url(), "{}")).fate == Fate::closed);
    CHECK(server.connections() == 1);  // a write is never sent twice
}

TEST_CASE("half an answer is no answer") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(
            socket,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"value\":[");
    });
    HttpClient client(plain);
    const auto error = failure_of(client, post(server.url(), "{}"));
    CHECK(error.fate == Fate::closed);
    CHECK(std::string(error.what()).find("10 of 100 bytes") != std::string::npos);
}

// Poco's chunked stream ends the same way at the last chunk and at a broken connection. What arrived is
// handed on: half a JSON document is found out by its reader.
TEST_CASE("half a chunked answer comes as far as it came") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket,
                             "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                             "chunked\r\n\r\n8\r\n{\"a\":");
    });
    HttpClient client(plain);
    CHECK(client.exchange(post(server.url(), "{}")).body == "{\"a\":");
}

TEST_CASE("an exchange ends at its deadline although bytes keep dripping in") {
    std::atomic<bool> done{false};
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, "HTTP/1.1 200 OK\r\nX-Slow: ");
        while (!done) {
            socket.sendBytes("a", 1);
            socket.poll(Poco::Timespan(20'000), Poco::Net::Socket::SELECT_READ);
        }
    });
    HttpClient client(plain);
    auto request = post(server.url(), "{}");
    request.deadline = milliseconds{300};
    const auto start = steady_clock::now();
    const auto error = failure_of(client, request);
    done = true;
    CHECK(error.fate == Fate::timed_out);
    CHECK(steady_clock::now() - start < seconds{10});
}

TEST_CASE("silence ends at the deadline too") {
    std::atomic<bool> done{false};
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        while (!done) socket.poll(Poco::Timespan(20'000), Poco::Net::Socket::SELECT_ERROR);
    });
    HttpClient client(plain);
    auto request = get(server.url());
    request.deadline = milliseconds{200};
    CHECK(failure_of(client, request).fate == Fate::timed_out);
    done = true;
}

TEST_CASE("a kept connection that died is replaced for a read, and for a write before anything is sent") {
    ScriptedServer server([&](Socket& socket, int) {
        if (!ScriptedServer::read_request(socket).empty()) ScriptedServer::send(socket, ok);
    });
    HttpClient client(plain);
    CHECK(client.exchange(get(server.url())).status == 200);
    server.wait_for_ends(1);
    CHECK(client.exchange(get(server.url())).status == 200);
    server.wait_for_ends(2);
    CHECK(client.exchange(post(server.url(), "{}")).status == 200);
    CHECK(server.connections() == 3);
}

TEST_CASE("an answer beyond the bound is an error, not a truncation") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket,
                             "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
    });
    HttpSettings small = plain;
    small.largest_answer = 1'000;
    HttpClient client(small);
    CHECK(std::string(failure_of(client, get(server.url())).what()).find("larger than 1000 bytes") !=
          std::string::npos);
}

TEST_CASE("an empty answer with 204 and an answer without a length are whole") {
    ScriptedServer server([&](Socket& socket, int connection) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, connection == 0
                                         ? "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
                                         : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
    });
    HttpClient client(plain);
    CHECK(client.exchange(get(server.url())).status == 204);
    CHECK(client.exchange(get(server.url())).body == "to the end");
}

TEST_CASE("what is no HTTP is an unreachable side") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, std::string("\x00\xff garbage \r\n\r\n\r\n", 18));
    });
    HttpClient client(plain);
    const auto error = failure_of(client, get(server.url()));
    CHECK(error.reach == Reach::side);
    CHECK(error.trouble == Trouble::unreachable);
}

namespace {

/// A file of a test's own, gone with it.
class ScratchFile {
public:
    explicit ScratchFile(const std::string& content = {})
        : path_(std::filesystem::temp_directory_path() /
                ("deskbridge-http-" + std::to_string(::getpid()) + "-" + std::to_string(++count_))) {
        std::ofstream(path_, std::ios::binary) << content;
    }
    ~ScratchFile() { std::filesystem::remove(path_); }
    std::string path() const { return path_.string(); }
    std::string content() const {
        std::ifstream file(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private:
    static inline int count_ = 0;
    std::filesystem::path path_;
};

HttpRequest download(const std::string& url, const ScratchFile& file, std::uint64_t limit) {
    auto request = get(url);
    request.save_to = file.path();
    request.save_limit = limit;
    return request;
}

}  // namespace

TEST_CASE("a part of a file goes out as the body, with its length announced") {
    std::string seen;
    ScriptedServer server([&](Socket& socket, int) {
        seen = ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, ok);
    });
    const ScratchFile file("0123456789");
    auto request = post(server.url(), "");
    request.body_file = file.path();
    request.body_offset = 3;
    request.body_bytes = 4;
    HttpClient client(plain);
    CHECK(client.exchange(request).status == 200);
    CHECK(seen.find("Content-Length: 4\r\n") != std::string::npos);
    CHECK(seen.substr(seen.size() - 4) == "3456");
}

TEST_CASE("a file that became shorter is a request that never went out whole") {
    ScriptedServer server([&](Socket& socket, int) { ScriptedServer::read_request(socket); });
    const ScratchFile file("0123");
    auto request = post(server.url(), "");
    request.body_file = file.path();
    request.body_bytes = 10;
    HttpClient client(plain);
    CHECK(failure_of(client, request).fate == Fate::not_sent);
}

TEST_CASE("the body of a good answer goes into the file, that of a refusal does not") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde");
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, "HTTP/1.1 404 Gone\r\nContent-Length: 2\r\n\r\nno");
    });
    const ScratchFile file;
    HttpClient client(plain);
    const auto answer = client.exchange(download(server.url(), file, 5));
    CHECK(answer.saved == 5);
    CHECK_FALSE(answer.cut);
    CHECK(answer.body.empty());
    CHECK(file.content() == "abcde");
    CHECK(client.exchange(download(server.url(), file, 5)).body == "no");
    CHECK(file.content() == "abcde");
}

TEST_CASE("a body over the limit is cut, and the next exchange has a connection of its own") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde");
    });
    const ScratchFile file;
    HttpClient client(plain);
    const auto answer = client.exchange(download(server.url(), file, 4));
    CHECK(answer.cut);
    CHECK(file.content() == "abcd");
    CHECK(client.exchange(get(server.url())).body == "abcde");
    CHECK(server.connections() == 2);
}

TEST_CASE("a saved body that breaks off is no answer") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::read_request(socket);
        ScriptedServer::send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabcde");
    });
    const ScratchFile file;
    HttpClient client(plain);
    CHECK(failure_of(client, download(server.url(), file, 100)).fate == Fate::closed);
}
