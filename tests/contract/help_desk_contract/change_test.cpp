#include "bench.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace help_desk_contract;
using namespace deskbridge;

namespace {

/// As a comparison of two reads sees it.
std::string as_text(const Value& value) {
    if (const auto* words = std::get_if<Words>(&value)) {
        auto sorted = *words;
        std::sort(sorted.begin(), sorted.end());
        return text_of(Value(sorted));
    }
    if (const auto* person = std::get_if<Person>(&value)) return person->email;
    return text_of(value);
}

/// As the core does it: announced, looked at, written.
WriteOutcome write(Bench& bench, const std::string& id, const std::string& path, const Value& value) {
    const std::vector<TicketChange> changes{{id, {{path, value}}}};
    bench.desk().look_up(changes);
    bench.desk().read_tickets(std::vector{id});
    return bench.desk().change(changes).front();
}

std::string everything(const Ticket& ticket) {
    std::string all;
    for (const auto& [name, value] : ticket.fields)
        if (name != "updated") all += name + "=" + as_text(value) + "\n";
    for (const auto& [name, value] : ticket.custom) all += name + "=" + as_text(value) + "\n";
    return all;
}

}  // namespace

TEST_CASE("Every field that can be written reads as it was written") {
    on_every_desk("round_trip", [](Bench& bench) {
        const auto id = bench.add({.subject = "fields"});
        const auto writable = bench.desk().writable_fields();
        const auto readable = bench.desk().ticket_fields();
        for (const auto& sample : bench.samples()) {
            INFO(sample.path);
            CHECK(std::count(writable.begin(), writable.end(), sample.path) == 1);
            CHECK(std::count(readable.begin(), readable.end(), sample.path) == 1);
            for (const auto& value : {sample.first, sample.second, sample.first}) {
                const auto outcome = write(bench, id, sample.path, value);
                INFO((outcome.error ? outcome.error->what() : ""));
                REQUIRE_FALSE(outcome.error);
                CHECK(as_text(ticket_of(bench, id).get(sample.path)) == as_text(value));
            }
        }
    });
}

TEST_CASE("What can be emptied is empty afterwards") {
    on_every_desk("emptied", [](Bench& bench) {
        const auto id = bench.add({.subject = "fields"});
        for (const auto& sample : bench.samples()) {
            if (!sample.can_be_emptied) continue;
            INFO(sample.path);
            REQUIRE_FALSE(write(bench, id, sample.path, sample.first).error);
            REQUIRE_FALSE(write(bench, id, sample.path, Value{}).error);
            CHECK(is_nothing(ticket_of(bench, id).get(sample.path)));
        }
    });
}

TEST_CASE("Several fields go together, and writing them again changes nothing") {
    on_every_desk("together", [](Bench& bench) {
        const auto id = bench.add({.subject = "fields"});
        std::vector<TicketChange> changes{{id, {}}};
        for (const auto& sample : bench.samples()) changes[0].fields[sample.path] = sample.first;
        bench.desk().look_up(changes);
        const auto outcome = bench.desk().change(changes).front();
        INFO((outcome.error ? outcome.error->what() : ""));
        REQUIRE_FALSE(outcome.error);
        const auto before = everything(ticket_of(bench, id));
        REQUIRE_FALSE(bench.desk().change(changes).front().error);
        CHECK(everything(ticket_of(bench, id)) == before);
    });
}

TEST_CASE("A value that the desk does not know is refused by name, and nothing else happens") {
    on_every_desk("refused", [](Bench& bench) {
        const auto id = bench.add({.subject = "wrong"});
        for (const auto& wrong : bench.wrong_values()) {
            INFO(wrong.path << " " << text_of(wrong.value));
            const auto before = everything(ticket_of(bench, id));
            const auto outcome = write(bench, id, wrong.path, wrong.value);
            REQUIRE(outcome.error);
            CHECK(outcome.error->reach == Reach::item);
            CHECK(outcome.error->fate == Fate::refused);
            CHECK(std::string(outcome.error->what()).find(wrong.path) != std::string::npos);
            CHECK_FALSE(outcome.error->hint.empty());
            CHECK(everything(ticket_of(bench, id)) == before);
        }
    });
}

TEST_CASE("Of many changes each has its own outcome, in order") {
    on_every_desk("many_changes", [](Bench& bench) {
        const auto a = bench.add({.subject = "a"});
        const auto b = bench.add({.subject = "b"});
        const auto wrong = bench.wrong_values().front();
        const std::vector<TicketChange> changes{{a, {{"subject", std::string("A")}}},
                                                {b, {{wrong.path, wrong.value}}},
                                                {"999999", {{"subject", std::string("C")}}}};
        bench.desk().look_up(changes);
        const auto outcomes = bench.desk().change(changes);
        REQUIRE(outcomes.size() == 3);
        CHECK_FALSE(outcomes[0].error);
        CHECK(outcomes[1].error);
        CHECK(outcomes[2].error);
        CHECK(text_of(ticket_of(bench, a).get("subject")) == "A");
        CHECK(text_of(ticket_of(bench, b).get("subject")) == "b");
    });
}

TEST_CASE("Tickets are told of their work items once, field, label and note") {
    on_every_desk("told", [](Bench& bench) {
        const auto a = bench.add({.subject = "a"});
        const auto b = bench.add({.subject = "b"});
        std::vector<LinkBack> links;
        for (const auto& id : {a, b}) {
            LinkBack link;
            link.ticket_id = id;
            link.work_item = 4711;
            link.work_item_url = "https://dev.azure.com/acme/Widgets/_workitems/edit/4711";
            link.field = "Work item";
            link.label = "azure-devops";
            link.note = "<p>Linked to work item 4711.</p>";
            link.mark = "deskbridge:1 agent key" + id;
            links.push_back(link);
        }
        CHECK(bench.desk().doubts(links.front(), {}).empty());
        for (const auto& look_first :
             {std::set<std::string>{}, std::set<std::string>{a, b}, std::set<std::string>{}}) {
            const auto outcomes = bench.desk().write_links_back(links, look_first);
            REQUIRE(outcomes.size() == 2);
            for (const auto& outcome : outcomes) {
                INFO((outcome.error ? outcome.error->what() : ""));
                CHECK_FALSE(outcome.error);
            }
        }
        for (const auto& id : {a, b}) {
            const auto ticket = ticket_of(bench, id);
            CHECK(text_of(ticket.get("custom[\"Work item\"]")) == "4711");
            CHECK(text_of(ticket.get("labels")) == "azure-devops");
            const auto said = said_on(bench, id);
            REQUIRE(said.size() == 1);
            CHECK(said[0].visibility == Visibility::internal);
            CHECK(said[0].text.markup.find("deskbridge:1 agent key" + id) != std::string::npos);
        }
    });
}

TEST_CASE("What link_back and find want and the desk does not have, is doubted") {
    on_every_desk("doubts", [](Bench& bench) {
        LinkBack wanted;
        wanted.field = "Work itme";
        const auto doubts = bench.desk().doubts(wanted, {{"department", {"Nowhere"}}, {"colour", {"red"}}});
        CHECK(doubts.size() == 3);
        for (const auto& doubt : doubts) {
            INFO(doubt);
            CHECK((doubt.starts_with("link_back: ") || doubt.starts_with("find: ")));
        }
    });
}
