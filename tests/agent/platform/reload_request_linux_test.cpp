#include "platform/reload_request.h"

#include <catch2/catch.hpp>
#include <csignal>

using namespace deskbridge;

TEST_CASE("a reload is asked for by a signal, is taken once, and several between are one") {
    watch_for_reload();
    CHECK_FALSE(take_reload_request());
    std::raise(SIGHUP);
    std::raise(SIGHUP);
    CHECK(take_reload_request());
    CHECK_FALSE(take_reload_request());
    request_reload();
    CHECK(take_reload_request());
}
