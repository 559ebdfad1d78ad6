#include "sandbox/deskpro/deskpro.h"
#include "sandbox/deskpro/load_tickets.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <set>

using namespace sandbox;

TEST_CASE("the sample tickets load, and are as many and as different as a first look needs") {
    const char* source = std::getenv("DESKBRIDGE_SOURCE");
    REQUIRE(source != nullptr);
    std::ifstream file(std::string(source) + "/sandbox/samples/tickets.jsonl");
    REQUIRE(file.good());
    Deskpro desk;
    const auto ids = desk.add_all(deskpro::load_tickets(file));
    CHECK(ids.size() >= 64);

    std::set<std::string> languages, statuses, departments, priorities;
    std::size_t shown = 0, engineering = 0, bugs = 0, notes = 0, replies = 0;
    for (const auto& ticket : desk.tickets()) {
        languages.insert(ticket.language);
        statuses.insert(ticket.status);
        departments.insert(ticket.department);
        priorities.insert(ticket.priority);
        shown += !ticket.status.starts_with("hidden");
        engineering += ticket.department == "Engineering";
        bugs += std::count(ticket.labels.begin(), ticket.labels.end(), "bug");
        for (std::size_t i = 1; i < ticket.messages.size(); ++i)
            ++(ticket.messages[i].is_note ? notes : replies);
        const auto at = ticket.person_email.find('@');
        REQUIRE(at != std::string::npos);
        CHECK((ticket.person_email.ends_with(".example") || ticket.person_email.ends_with(".test")));
    }
    CHECK(shown >= 60);
    CHECK(languages.size() >= 20);
    CHECK(statuses.size() >= 8);
    CHECK(departments.size() >= 4);
    CHECK(priorities.size() == 4);
    CHECK(engineering > 40);
    CHECK(bugs > 40);
    CHECK(notes > 10);
    CHECK(replies > 15);
}
