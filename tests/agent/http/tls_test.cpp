#include "exchanges.h"
#include "scripted_server.h"
#include "support/private_authority.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace deskbridge;
using namespace std::chrono;
using Socket = Poco::Net::StreamSocket;

namespace {

/// An authority and the files that it makes, gone with the test.
struct Authority {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("deskbridge-tls-" + std::to_string(::getpid()));
    bool made = std::filesystem::create_directories(folder);
    support::PrivateAuthority plant{folder, "Plant CA"};
    ~Authority() {
        std::error_code ignored;  // Windows keeps a file that is still open
        std::filesystem::remove_all(folder, ignored);
    }
};

constexpr const char* here = "IP:127.0.0.1,DNS:localhost";

ScriptedServer::Play answer_ok() {
    return [](Socket& socket, int) {
        if (!ScriptedServer::read_request(socket).empty()) ScriptedServer::send(socket, ok);
    };
}

}  // namespace

TEST_CASE("TLS: an authority that the tenant trusts is accepted, and no other, also on loopback") {
    Authority authority;
    const auto files = authority.plant.server(here);
    ScriptedServer server(answer_ok(), true, files.certificate, files.key);
    HttpSettings trusting = plain;
    trusting.ca_file = authority.plant.file();
    HttpClient client(trusting);
    CHECK(client.exchange(get(server.url())).status == 200);
    CHECK(client.exchange(get("https://localhost:" + std::to_string(server.port()) + "/")).status == 200);

    HttpClient stranger(plain);
    const auto error = failure_of(stranger, post(server.url(), "{}"));
    CHECK(error.trouble == Trouble::unreachable);
    CHECK(error.fate == Fate::not_sent);
    CHECK(std::string(error.what()).find("signed by 'Plant CA', which is not trusted here") !=
          std::string::npos);
    CHECK(error.hint.find("ca_file") != std::string::npos);
}

TEST_CASE("TLS: what is wrong with a certificate is named, and nothing is sent") {
    struct Case {
        std::string names;
        int from, until;
        std::string said, hint;
    };
    const auto each = GENERATE(
        Case{"DNS:desk.example", -1, 2, "the server's certificate is for desk.example, not for 127.0.0.1",
             "by a name that the certificate is for"},
        Case{here, -30, -2, "the server's certificate (from 'Plant CA') has ended on 20", "Renew it"},
        Case{here, 3, 9, "the server's certificate (from 'Plant CA') is good from 20", "clock"});
    Authority authority;
    const auto files = authority.plant.server(each.names, each.from, each.until);
    std::atomic<int> requests{0};
    ScriptedServer server(
        [&](Socket& socket, int) { requests += ScriptedServer::read_request(socket).empty() ? 0 : 1; }, true,
        files.certificate, files.key);
    HttpSettings trusting = plain;
    trusting.ca_file = authority.plant.file();
    HttpClient client(trusting);
    const auto error = failure_of(client, post(server.url(), "{}"));
    INFO(error.what() << " | " << error.hint);
    CHECK(error.fate == Fate::not_sent);
    CHECK(std::string(error.what()).find(each.said) != std::string::npos);
    CHECK(error.hint.find(each.hint) != std::string::npos);
    CHECK(requests == 0);
}

TEST_CASE("TLS: a server that speaks something else is not said to have a bad certificate") {
    ScriptedServer server([&](Socket& socket, int) {
        ScriptedServer::send(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    HttpClient client(plain);
    auto url = server.url();
    url.insert(4, "s");
    const auto error = failure_of(client, get(url));
    CHECK(error.fate == Fate::not_sent);
    CHECK(std::string(error.what()).find("certificate") == std::string::npos);
    CHECK(error.hint.find("TLS 1.2") != std::string::npos);
}

TEST_CASE("TLS: every certificate of a CA file is trusted, and one without any is refused by name") {
    Authority authority;
    support::PrivateAuthority other(authority.folder, "Other CA");
    const auto files = authority.plant.server(here);
    ScriptedServer server(answer_ok(), true, files.certificate, files.key);
    const auto bundle = authority.folder / "bundle.pem";
    for (const auto& one : {other.file(), authority.plant.file()})
        std::ofstream(bundle, std::ios::app) << std::ifstream(one).rdbuf();
    HttpSettings settings = plain;
    settings.ca_file = (bundle).string();
    CHECK(HttpClient(settings).exchange(get(server.url())).status == 200);
    std::ofstream(bundle) << "nothing";
    CHECK_THROWS_AS(HttpClient(settings), SyncError);
}

TEST_CASE("a CA file that cannot be read is an error of the configuration that names it") {
    HttpSettings settings = plain;
    settings.ca_file = "/nowhere/ca.pem";
    try {
        HttpClient client(settings);
        FAIL("accepted");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::run);
        CHECK(error.trouble == Trouble::configuration);
        CHECK(std::string(error.what()).find("/nowhere/ca.pem") != std::string::npos);
    }
}
