#include "http/page_server.h"

#include "contract/sync_error.h"
#include "http/http_client.h"

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace deskbridge;

namespace {

Page page(const std::string& path) {
    if (path == "/broken") throw std::runtime_error("with a secret");
    return {path == "/" ? 200 : 404, "{\"path\": \"" + path + "\"}"};
}

HttpResponse ask(const PageServer& server, const std::string& method, const std::string& target) {
    HttpRequest request;
    request.method = method;
    request.url = fmt::format("http://127.0.0.1:{}{}", server.port(), target);
    return HttpClient(HttpSettings{}).exchange(request);
}

}  // namespace

TEST_CASE("a page is answered with its status, without its question, and never kept") {
    const PageServer server("127.0.0.1", 0, page);
    const auto answer = ask(server, "GET", "/?a=b");
    CHECK(answer.status == 200);
    CHECK(answer.body == "{\"path\": \"/\"}");
    CHECK(answer.header("Content-Type") == "application/json");
    CHECK(answer.header("Cache-Control") == "no-store");
    CHECK(ask(server, "GET", "/other").status == 404);
    CHECK(ask(server, "HEAD", "/").body.empty());
}

TEST_CASE("other methods are refused, and what fails inside stays inside") {
    const PageServer server("127.0.0.1", 0, page);
    CHECK(ask(server, "DELETE", "/").status == 405);
    const auto broken = ask(server, "GET", "/broken");
    CHECK(broken.status == 500);
    CHECK(broken.body.find("secret") == std::string::npos);
}

TEST_CASE("callers that say nothing take no more than their place, and the end does not wait for them") {
    Poco::Net::SocketAddress address;
    {
        const PageServer server("127.0.0.1", 0, page);
        address = Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(server.port()));
        const Poco::Net::StreamSocket silent(address);
        CHECK(ask(server, "GET", "/").status == 200);
    }
    CHECK_THROWS(Poco::Net::StreamSocket(address));
}

TEST_CASE("a port that is taken, and an address of another machine, are refused with a sentence") {
    const PageServer server("127.0.0.1", 0, page);
    for (const auto& [host, port] :
         {std::pair<std::string, int>{"127.0.0.1", server.port()}, {"192.0.2.1", 0}}) {
        try {
            const PageServer second(host, port, page);
            FAIL("no error came");
        } catch (const SyncError& error) {
            CHECK(error.trouble == Trouble::configuration);
            CHECK(std::string(error.what()).find(host) != std::string::npos);
        }
    }
}
