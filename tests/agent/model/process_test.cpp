#include "model/process.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("a field is found by its reference name first, then by the name people see") {
    TypeRules bug;
    bug.fields.push_back({.reference = "Custom.A", .name = "System.Title"});
    bug.fields.push_back({.reference = "System.Title", .name = "Title"});
    REQUIRE(bug.field("system.title") != nullptr);
    CHECK(bug.field("system.title")->name == "Title");
    CHECK(bug.field("TITLE")->reference == "System.Title");
    CHECK(bug.field("Tilte") == nullptr);
}

TEST_CASE("a type is found whatever its case") {
    Process process;
    process.types.push_back({.name = "User Story"});
    CHECK(process.type("user story") != nullptr);
    CHECK(process.type("Story") == nullptr);
}

TEST_CASE("the nearest name is offered, and none when nothing is near") {
    const std::vector<std::string> names{"System.Title", "System.Description", "Priority"};
    CHECK(nearest_name("Sytem.Titel", names) == "System.Title");
    CHECK(nearest_name("priorty", names) == "Priority");
    CHECK(nearest_name("Completely different", names).empty());
    CHECK(nearest_name("x", {}).empty());
}
