#include "sandbox/faults/control.h"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace sandbox;

namespace {

struct Desk {
    Faults faults{42};
    std::string colour = "0";
    std::string speed = "1";
    Control control{faults,
                    {{"colour", "Which.", [this] { return colour; },
                      [this](const std::string& value) { colour = value; }},
                     {"speed", "How fast.", [this] { return speed; },
                      [this](const std::string& value) {
                          if (value == "\"never\"") throw std::invalid_argument("\"speed\" wants a number.");
                          speed = value;
                      }}}};

    Reply ask(const std::string& method, const std::string& path, const std::string& body = "",
              const std::string& type = "application/json") {
        Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.headers.emplace("Content-Type", type);
        return control.handle(request);
    }
};

}  // namespace

TEST_CASE("rules are added, listed with their standing, replaced and deleted at the control address") {
    Desk desk;
    CHECK(desk.ask("POST", "/faults", R"({"act":"drop","name":"a"})").status == 200);
    CHECK(desk.ask("POST", "/faults", R"([{"act":"half","name":"b"}])").status == 200);
    const auto list = desk.ask("GET", "/faults").body;
    CHECK(list.find("\"seed\":42") != std::string::npos);
    CHECK(list.find("\"name\":\"a\"") != std::string::npos);
    CHECK(list.find("\"name\":\"b\"") != std::string::npos);
    CHECK(list.find("\"struck\":0") != std::string::npos);

    CHECK(desk.ask("DELETE", "/faults/1").status == 200);
    CHECK(desk.ask("DELETE", "/faults/1").status == 404);
    REQUIRE(desk.faults.standings().size() == 1);
    CHECK(desk.faults.standings()[0].rule.name == "b");

    CHECK(desk.ask("PUT", "/faults", R"({"rules":[{"act":"stall","name":"c"}]})").status == 200);
    REQUIRE(desk.faults.standings().size() == 1);
    CHECK(desk.faults.standings()[0].rule.name == "c");
    CHECK(desk.ask("DELETE", "/faults").status == 200);
    CHECK(desk.faults.standings().empty());
}

TEST_CASE("one wrong rule leaves all rules as they were") {
    Desk desk;
    desk.ask("POST", "/faults", R"({"act":"drop"})");
    const auto reply = desk.ask("PUT", "/faults", R"([{"act":"half"},{"act":"fly"}])");
    CHECK(reply.status == 400);
    CHECK(reply.body.find("Rule 2") != std::string::npos);
    REQUIRE(desk.faults.standings().size() == 1);
    CHECK(desk.faults.standings()[0].rule.fault.act == Act::drop);
}

TEST_CASE("switches are shown with their help and turned by name") {
    Desk desk;
    CHECK(desk.ask("GET", "/switches").body.find("How fast.") != std::string::npos);
    const auto turned = desk.ask("PUT", "/switches", R"({"speed":[3,4]})");
    CHECK(turned.status == 200);
    CHECK(desk.speed == "[3,4]");
    CHECK(turned.body.find("[3,4]") != std::string::npos);

    CHECK(desk.ask("PUT", "/switches", R"({"speed":"never"})").status == 400);
    CHECK(desk.ask("PUT", "/switches", R"({"colour":9,"speed":"never"})").status == 400);
    CHECK(desk.colour == "0");
    const auto unknown = desk.ask("PUT", "/switches", R"({"speed":5,"sped":1})");
    CHECK(unknown.status == 400);
    CHECK(unknown.body.find("no switch") != std::string::npos);
    CHECK(desk.speed == "[3,4]");
}

TEST_CASE("a form of another page cannot post to the control address") {
    Desk desk;
    CHECK(desk.ask("POST", "/faults", R"({"act":"drop"})", "text/plain").status == 415);
    CHECK(desk.faults.standings().empty());
    CHECK(desk.ask("GET", "/elsewhere").status == 404);
    CHECK(desk.ask("PATCH", "/faults").status == 405);
    CHECK(desk.ask("PUT", "/switches", "{").status == 400);
}
