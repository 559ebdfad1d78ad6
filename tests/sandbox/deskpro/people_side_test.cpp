#include "desk_talk.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace desk_talk;
using sandbox::deskpro::TicketEdit;

TEST_CASE("People edit tickets by names, and what is new is made") {
    Talk talk;
    talk.add("Edited");
    TicketEdit edit;
    edit.subject = "Renamed";
    edit.department = "Engineering";
    edit.category = "Brand new category";
    edit.priority = "High";
    edit.agent = "maren.holt@meridian.example";
    edit.labels = std::vector<std::string>{"bug"};
    edit.fields = {{"Severity", "Catastrophic"}, {"Work item", "AB#9"}};
    CHECK_FALSE(talk.desk.edit(1, edit));
    const auto view = *talk.desk.ticket(1);
    CHECK(view.subject == "Renamed");
    CHECK(view.department == "Engineering");
    CHECK(view.category == "Brand new category");
    CHECK(view.agent == "maren.holt@meridian.example");
    CHECK(view.fields.at("Severity") == "Catastrophic");
    CHECK(talk.get("/ticket_custom_fields/2").text_at("data/choices/4/title") == "Catastrophic");
    TicketEdit cleared;
    cleared.category = "";
    cleared.agent = "";
    cleared.fields = {{"Work item", ""}};
    CHECK_FALSE(talk.desk.edit(1, cleared));
    CHECK(talk.desk.ticket(1)->category.empty());
    CHECK(talk.desk.ticket(1)->agent.empty());
    CHECK(talk.desk.ticket(1)->fields.count("Work item") == 0);
    CHECK(talk.desk.counters().total == 1);
}

TEST_CASE("An edit that cannot be done says why and changes nothing") {
    Talk talk;
    talk.add("Kept");
    TicketEdit edit;
    edit.subject = "Lost";
    edit.status = "done";
    CHECK(talk.desk.edit(1, edit) == std::optional<std::string>("no status \"done\""));
    edit.status.reset();
    edit.agent = "ines.duarte@nordhafen.example";
    CHECK(talk.desk.edit(1, edit).has_value());
    edit.agent.reset();
    edit.department = "";
    CHECK(talk.desk.edit(1, edit).has_value());
    CHECK(talk.desk.edit(2, edit) == std::optional<std::string>("there is no ticket 2"));
    CHECK(talk.desk.remove(2).has_value());
    CHECK(talk.desk.edit_message(1, 9, "x").has_value());
    CHECK(talk.desk.write(2, {"x", false, "", std::nullopt}) == 0);
    CHECK(talk.desk.ticket(1)->subject == "Kept");
}

TEST_CASE("A user's reply reopens, an agent's answers, a note does neither") {
    Talk talk;
    talk.add("Talking");
    talk.desk.write(1, {"We look", false, "maren.holt@meridian.example", std::nullopt});
    CHECK(talk.desk.ticket(1)->status == "awaiting_user");
    talk.desk.write(1, {"hm", true, "", std::nullopt});
    CHECK(talk.desk.ticket(1)->status == "awaiting_user");
    TicketEdit resolved;
    resolved.status = "resolved";
    CHECK_FALSE(talk.desk.edit(1, resolved));
    talk.now += 1000;
    const auto id = talk.desk.write(1, {"Not yet", false, "", std::nullopt});
    CHECK(talk.desk.ticket(1)->status == "awaiting_agent");
    CHECK(talk.desk.ticket(1)->status_since == start + 1000);
    CHECK_FALSE(talk.desk.edit_message(1, id, "Not quite yet"));
    CHECK(talk.desk.ticket(1)->messages.back().html == "Not quite yet");
    CHECK_FALSE(talk.desk.remove_message(1, id));
    CHECK(talk.desk.ticket(1)->messages.size() == 3);
    CHECK(talk.desk.notes(1).at(0).by == "Integration");
}

TEST_CASE("Calls and people may work at the same time") {
    Talk talk;
    talk.add("Busy");
    std::vector<std::thread> workers;
    workers.reserve(4);
    for (int worker = 0; worker < 4; ++worker) {
        workers.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                talk.post("/tickets/1/messages", R"({"message":"n","is_note":true})");
                talk.desk.write(1, {"r", false, "", std::nullopt});
                talk.get("/tickets?count=200");
                talk.desk.tickets();
            }
        });
    }
    for (auto& worker : workers) worker.join();
    CHECK(talk.desk.notes(1).size() == 200);
    CHECK(talk.desk.ticket(1)->messages.size() == 401);
    CHECK(talk.desk.counters().writes == 200);
}
