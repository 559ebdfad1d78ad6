#include "http/proxy.h"

#include <catch2/catch.hpp>
#include <map>

using namespace deskbridge;

namespace {

Environment environment(std::map<std::string, std::string> values) {
    return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return {};
        return found->second;
    };
}

}  // namespace

TEST_CASE("the proxy of the environment is used, by scheme") {
    const auto env = environment({{"HTTPS_PROXY", "http://p:3128"}, {"http_proxy", "http://q:8080"}});
    CHECK(proxy_from_environment(true, "dev.azure.com", env) == "http://p:3128");
    CHECK(proxy_from_environment(false, "desk.example", env) == "http://q:8080");
    CHECK(proxy_from_environment(true, "dev.azure.com", environment({})).empty());
}

TEST_CASE("NO_PROXY exempts names and everything below them") {
    const auto env = environment(
        {{"HTTPS_PROXY", "http://p:3128"}, {"NO_PROXY", "localhost, .plant.example,tfs.example"}});
    CHECK(proxy_from_environment(true, "tfs.plant.example", env).empty());
    CHECK(proxy_from_environment(true, "PLANT.example", env).empty());
    CHECK(proxy_from_environment(true, "tfs.example", env).empty());
    CHECK(proxy_from_environment(true, "notplant.example", env) == "http://p:3128");
    CHECK(proxy_from_environment(true, "plant.example.com", env) == "http://p:3128");
    CHECK(proxy_from_environment(true, "x", environment({{"HTTPS_PROXY", "http://p"}, {"NO_PROXY", "*"}}))
              .empty());
}

TEST_CASE("loopback is never reached through a proxy") {
    const auto env = environment({{"HTTP_PROXY", "http://p:3128"}});
    for (const auto* host : {"localhost", "127.0.0.1", "127.9.9.9", "::1"})
        CHECK(proxy_from_environment(false, host, env).empty());
}
