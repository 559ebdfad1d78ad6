#include "model/ticket.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

Ticket sample() {
    Ticket ticket;
    ticket.id = "7";
    ticket.ref = "ABC-7";
    ticket.url = "https://desk.example/tickets/7";
    ticket.fields["subject"] = std::string("Printer on fire");
    ticket.fields["assignee"] = Person{"Ada Example", "ada@example.com", "3"};
    ticket.custom["Affected version"] = std::string("4.2");
    ticket.custom["it's"] = std::string("quoted");
    return ticket;
}

}  // namespace

TEST_CASE("a ticket's values are found by the paths that mappings use") {
    const Ticket ticket = sample();
    CHECK(text_of(ticket.get("id")) == "7");
    CHECK(text_of(ticket.get("ref")) == "ABC-7");
    CHECK(text_of(ticket.get("url")) == "https://desk.example/tickets/7");
    CHECK(text_of(ticket.get("subject")) == "Printer on fire");
    CHECK(text_of(ticket.get("assignee.email")) == "ada@example.com");
    CHECK(text_of(ticket.get("assignee")) == "Ada Example");
    CHECK(text_of(ticket.get("custom[\"Affected version\"]")) == "4.2");
    CHECK(text_of(ticket.get("custom['it's']")) == "quoted");
}

TEST_CASE("a path that leads nowhere is nothing") {
    const Ticket ticket = sample();
    for (const auto* path : {"", "nothing", "subject.email", "assignee.phone", "custom[\"other\"]", "custom[",
                             "custom[]", "custom[\"x']", "."})
        CHECK(is_nothing(ticket.get(path)));
}
