#include "desk_talk.h"

#include <catch2/catch.hpp>

using namespace desk_talk;

TEST_CASE("The lists a ticket chooses from are there with ids and titles") {
    Talk talk;
    CHECK(talk.get("/ticket_departments").text_at("data/1/title") == "Engineering");
    CHECK(talk.get("/ticket_departments/3").text_at("data/title") == "Billing");
    CHECK(talk.get("/ticket_departments/33").status == 404);
    CHECK(talk.get("/ticket_departments/counts").number_at("data/count") == 5);
    CHECK(talk.get("/ticket_priorities").text_at("data/3/title") == "Urgent");
    CHECK(talk.get("/ticket_categories").text_at("data/0/title") == "Bug");
    CHECK(talk.get("/ticket_products").number_at("meta/pagination/total") == 4);
    CHECK(talk.get("/ticket_workflows").text_at("data/0/title") == "New");
    CHECK(talk.get("/agent_teams").text_at("data/0/title") == "First line");
    CHECK(talk.get("/organizations").text_at("data/1/title") == "Clínica San Telmo");
    CHECK(talk.get("/languages").text_at("data/4/locale") == "ja");
    CHECK(talk.get("/ticket_filters").text_at("data/0/title") == "Open tickets");
}

TEST_CASE("Statuses belong to a type") {
    Talk talk;
    const auto statuses = talk.get("/ticket_statuses?count=50");
    CHECK(statuses.number_at("meta/pagination/total") == 9);
    CHECK(statuses.text_at("data/5/status_type") == "hidden");
    CHECK(statuses.text_at("data/5/status_code") == "hidden.deleted");
    CHECK(statuses.text_at("data/8/status_type") == "pending");
    CHECK(statuses.text_at("data/8/title") == "Waiting for vendor");
    talk.add("Open");
    CHECK(talk.get("/ticket_statuses/awaiting_agent/tickets").number_at("meta/pagination/total") == 1);
    CHECK(talk.get("/ticket_statuses/resolved/tickets").number_at("meta/pagination/total") == 0);
}

TEST_CASE("Custom fields tell their widget, alias and choices") {
    Talk talk;
    const auto fields = talk.get("/ticket_custom_fields");
    CHECK(fields.text_at("data/0/title") == "Work item");
    CHECK(fields.text_at("data/0/widget_type") == "text");
    CHECK(fields.text_at("data/0/alias") == "work_item");
    CHECK(fields.written_at("data/0/choices") == "[]");
    CHECK(fields.text_at("data/1/widget_type") == "choice");
    CHECK(fields.text_at("data/1/choices/0/title") == "Blocker");
    CHECK(fields.text_at("data/4/widget_type") == "multichoice");
    CHECK(fields.text_at("data/5/widget_type") == "toggle");
    CHECK(fields.text_at("data/6/widget_type") == "date");
}

TEST_CASE("People are there by id, agents in a list of their own, and each lists its tickets") {
    Talk talk;
    talk.add("Mine");
    const auto agents = talk.get("/agents");
    CHECK(agents.number_at("meta/pagination/total") == 5);
    CHECK(agents.text_at("data/1/primary_email") == "maren.holt@meridian.example");
    const auto person = std::to_string(talk.get("/tickets/1").number_at("data/person"));
    const auto said = talk.get("/people/" + person);
    CHECK(said.text_at("data/first_name") == "Ines");
    CHECK(said.text_at("data/last_name") == "Duarte");
    CHECK(said.written_at("data/is_agent") == "false");
    CHECK(talk.get("/people/" + person + "/tickets").number_at("data/0/id") == 1);
    CHECK(talk.get("/agents/" + person).status == 404);
    CHECK(talk.get("/people/999").status == 404);
}

TEST_CASE("Lookups are paged like every list, ten by default") {
    Talk talk;
    talk.desk.change_company([](sandbox::deskpro::Company& company) {
        for (int i = 0; i < 12; ++i) know_title(company.categories, "Category " + std::to_string(i));
    });
    const auto first = talk.get("/ticket_categories");
    CHECK(first.number_at("meta/pagination/total") == 18);
    CHECK(first.at("data").list()->size() == 10);
    CHECK(talk.get("/ticket_categories?count=200").at("data").list()->size() == 18);
}

TEST_CASE("Labels in use are listed and lead to their tickets") {
    Talk talk;
    talk.add("One");
    talk.add("Two");
    CHECK(talk.put("/tickets/1", R"({"labels":["bug","ui"]})").status == 204);
    CHECK(talk.put("/tickets/2", R"({"labels":["bug"]})").status == 204);
    const auto labels = talk.get("/ticket_labels");
    CHECK(labels.text_at("data/0/label") == "bug");
    CHECK(labels.number_at("data/0/total") == 2);
    CHECK(talk.get("/ticket_labels/ui/tickets").number_at("data/0/id") == 1);
}
