#include "desk_talk.h"

#include <catch2/catch.hpp>
#include <set>

using namespace desk_talk;
using sandbox::deskpro::NewTicket;
using sandbox::deskpro::Options;

namespace {

/// Ids on a page, in order: "3,2,1".
std::string ids(const Said& said) {
    std::string text;
    const auto data = said.at("data");
    REQUIRE(data.list());
    for (const auto& item : *data.list()) {
        if (!text.empty()) text += ',';
        text += std::to_string(*item.find("id")->integer());
    }
    return text;
}

void add_many(Talk& talk, int count) {
    for (int i = 0; i < count; ++i) {
        talk.now += 1000;
        talk.add("Ticket " + std::to_string(i + 1));
    }
}

}  // namespace

TEST_CASE("A list shows ten tickets unless count asks for more, and never more than the cap") {
    Talk talk;
    add_many(talk, 25);
    const auto first = talk.get("/tickets");
    CHECK(ids(first) == "1,2,3,4,5,6,7,8,9,10");
    CHECK(first.number_at("meta/pagination/total") == 25);
    CHECK(first.number_at("meta/pagination/count") == 10);
    CHECK(first.number_at("meta/pagination/per_page") == 10);
    CHECK(first.number_at("meta/pagination/total_pages") == 3);
    const auto third = talk.get("/tickets?page=3");
    CHECK(ids(third) == "21,22,23,24,25");
    CHECK(third.number_at("meta/pagination/current_page") == 3);
    CHECK(ids(talk.get("/tickets?page=4")).empty());
    CHECK(talk.get("/tickets?count=100").number_at("meta/pagination/count") == 25);
    talk.desk.change_options([](Options& options) { options.count_cap = 20; });
    const auto capped = talk.get("/tickets?count=100");
    CHECK(capped.number_at("meta/pagination/count") == 20);
    CHECK(capped.number_at("meta/pagination/per_page") == 20);
}

TEST_CASE("Lists are ordered by the dates an instance knows, equal ones by id") {
    Talk talk;
    add_many(talk, 4);
    talk.now += 60'000;
    CHECK(talk.put("/tickets/2", R"({"status":"resolved"})").status == 204);
    CHECK(talk.put("/tickets/4", R"({"status":"pending"})").status == 204);
    CHECK(ids(talk.get("/tickets?order_by=id&order_dir=desc")) == "4,3,2,1");
    CHECK(ids(talk.get("/tickets?order_by=date_status&order_dir=desc")) == "4,2,3,1");
    CHECK(ids(talk.get("/tickets?order_by=date_status&order_dir=asc")) == "1,3,2,4");
    CHECK(ids(talk.get("/tickets?order_by=date_last_agent_reply&order_dir=asc")) == "1,2,3,4");
}

TEST_CASE("An order the instance does not know is ignored or refused, as switched") {
    Talk talk;
    add_many(talk, 2);
    CHECK(ids(talk.get("/tickets?order_by=date_updated&order_dir=desc")) == "2,1");
    talk.desk.change_options([](Options& options) { options.unknown_order = Options::UnknownOrder::refuse; });
    const auto refused = talk.get("/tickets?order_by=date_updated");
    CHECK(refused.status == 400);
    CHECK(refused.text_at("errors/fields/order_by/errors/0/code") == "invalid_input");
    CHECK(talk.get("/tickets?order_by=date_status").status == 200);
    talk.desk.change_options([](Options& options) { options.order_fields = {"id"}; });
    CHECK(talk.get("/tickets?order_by=date_status").status == 400);
}

TEST_CASE("Filters narrow a list by what a ticket is") {
    Talk talk;
    NewTicket ticket;
    ticket.subject = "One";
    ticket.person_email = "a@nordhafen.example";
    ticket.department = "Engineering";
    ticket.labels = {"bug", "crash, hard"};
    ticket.language = "de";
    ticket.organization = "Nordhafen Shipping";
    ticket.agent = "maren.holt@meridian.example";
    ticket.fields = {{"Severity", "Major"}, {"Work item", "AB#7"}, {"Customer is blocked", "true"}};
    talk.desk.add(ticket);
    NewTicket other;
    other.subject = "Two";
    other.labels = {"question"};
    other.status = "pending.waiting_for_vendor";
    talk.desk.add(other);

    const auto person = talk.get("/tickets/1").number_at("data/person");
    CHECK(ids(talk.get("/tickets?person=" + std::to_string(person))) == "1");
    CHECK(ids(talk.get("/tickets?department=2")) == "1");
    CHECK(ids(talk.get("/tickets?department=1,2")) == "1,2");
    CHECK(ids(talk.get("/tickets?agent=2")) == "1");
    CHECK(ids(talk.get("/tickets?organization=1")) == "1");
    CHECK(ids(talk.get("/tickets?language=2")) == "1");
    CHECK(ids(talk.get("/tickets?language=nonsense")).empty());
    CHECK(ids(talk.get("/tickets?problem=4")).empty());
    CHECK(ids(talk.get("/tickets?labels=bug")) == "1");
    CHECK(ids(talk.get("/tickets?labels%5B%5D=crash%2C+hard")) == "1");
    CHECK(ids(talk.get("/tickets?labels[]=bug&labels[]=question")) == "1,2");
    CHECK(ids(talk.get("/tickets?status=pending")) == "2");
    CHECK(ids(talk.get("/tickets?status=pending.waiting_for_vendor,awaiting_user")) == "2");
    CHECK(ids(talk.get("/tickets?not_status=pending")) == "1");
    CHECK(ids(talk.get("/tickets?ticket_field.1=AB%237")) == "1");
    CHECK(ids(talk.get("/tickets?ticket_field.2=2")) == "1");
    CHECK(ids(talk.get("/tickets?ticket_field.2=1")).empty());
    CHECK(ids(talk.get("/tickets?ticket_field.6=1")) == "1");
    CHECK(ids(talk.get("/tickets?ids=2,1,2,99,x")) == "1,2");
    CHECK(ids(talk.get("/tickets?date_updated_from=2099-01-01")) == "1,2");
    CHECK(talk.get("/tickets?person=61&status=pending").text_at("meta/fql") ==
          "ticket.person = 61 AND ticket.status IN (\"pending\")");
    CHECK(talk.get("/tickets?person=61").text_at("meta/fql") ==
          "ticket.person = 61 AND ticket.status != \"hidden\"");
}

TEST_CASE("Deleted and spam tickets vanish from lists until their status is asked for") {
    Talk talk;
    add_many(talk, 3);
    CHECK_FALSE(talk.desk.remove(1));
    CHECK_FALSE(talk.desk.spam(2));
    CHECK(ids(talk.get("/tickets")) == "3");
    CHECK(ids(talk.get("/tickets?ids=1,2,3")) == "3");
    CHECK(ids(talk.get("/tickets?status=hidden")) == "1,2");
    CHECK(ids(talk.get("/tickets?status=hidden.spam")) == "2");
    CHECK(talk.get("/tickets/counts").number_at("data/count") == 1);
}

TEST_CASE("Saved filters list what they were made for, and the call narrows further") {
    Talk talk;
    add_many(talk, 3);
    CHECK(talk.put("/tickets/1", R"({"status":"resolved"})").status == 204);
    CHECK(talk.put("/tickets/2", R"({"department":2})").status == 204);
    CHECK(ids(talk.get("/ticket_filters/1/tickets")) == "2,3");
    CHECK(ids(talk.get("/tickets?filter=1&department=2")) == "2");
    CHECK(ids(talk.get("/tickets?filter=2&department=1")).empty());
    CHECK(talk.get("/ticket_filters/2/count").number_at("data/count") == 1);
    CHECK(talk.get("/tickets?filter=77").status == 404);
    talk.now += 2 * 86'400'000LL;
    CHECK(talk.put("/tickets/3", R"({"status":"pending"})").status == 204);
    CHECK(ids(talk.get("/ticket_filters/3/tickets")) == "3");
}

TEST_CASE("A list address with the query in the body reads; without the header it creates") {
    Talk talk;
    add_many(talk, 3);
    talk.more_headers.emplace("X-Deskpro-Api-Get-Query-Body", "1");
    CHECK(ids(talk.post("/tickets", R"({"ids":"1,3","order_by":"id","order_dir":"desc"})")) == "3,1");
    CHECK(ids(talk.post("/tickets", R"({"ids":[2,3],"count":1})")) == "2");
    CHECK(talk.post("/tickets/1/messages", R"({"count":1})").number_at("meta/pagination/per_page") == 1);
    CHECK(talk.post("/ticket_departments", R"({"page":2,"count":3})").number_at("data/0/id") == 4);
    CHECK(talk.desk.counters().writes == 0);
    CHECK(talk.desk.counters().requests.at("GET tickets (query)") == 2);
    talk.more_headers.clear();
    CHECK(talk.post("/tickets", R"({"subject":"Made by mistake"})").status == 201);
    CHECK(talk.desk.counters().writes == 1);
}

TEST_CASE("Included things stand in linked by type and id, or in the place of the id") {
    Talk talk;
    const auto id = talk.add("Linked");
    const auto linked = talk.get("/tickets?include=person,department,priority");
    const auto person = std::to_string(linked.number_at("data/0/person"));
    CHECK(linked.text_at("linked/person/" + person + "/primary_email") == "ines.duarte@nordhafen.example");
    CHECK(linked.text_at("linked/department/1/title") == "Support");
    CHECK(linked.written_at("linked/priority") == "null");
    const auto in_place = talk.get("/tickets/" + std::to_string(id) + "?include=person&inline_sideloads=1");
    CHECK(in_place.text_at("data/person/name") == "Ines Duarte");
    CHECK(in_place.number_at("data/department") == 1);
    CHECK(in_place.written_at("linked") == "[]");
}

TEST_CASE("Empty maps are lists and missing labels are null, until the switches say otherwise") {
    Talk talk;
    talk.add("Bare");
    const auto quirky = talk.get("/tickets/1");
    CHECK(quirky.written_at("meta") == "[]");
    CHECK(quirky.written_at("linked") == "[]");
    CHECK(quirky.written_at("data/fields") == "[]");
    CHECK(quirky.written_at("data/labels") == "null");
    talk.desk.change_options([](Options& options) {
        options.empty_maps_as_lists = false;
        options.labels_null_when_none = false;
    });
    const auto tidy = talk.get("/tickets/1");
    CHECK(tidy.written_at("meta") == "{}");
    CHECK(tidy.written_at("linked") == "{}");
    CHECK(tidy.written_at("data/fields") == "{}");
    CHECK(tidy.written_at("data/labels") == "[]");
}

TEST_CASE("A list shifts under a walk when the hook changes tickets between pages") {
    Talk talk;
    add_many(talk, 6);
    std::vector<int> pages;
    talk.desk.between_pages([&](int page) {
        pages.push_back(page);
        if (page == 2) talk.desk.remove(6);
        if (page == 3) talk.add("Newcomer");
    });
    CHECK(ids(talk.get("/tickets?count=2&order_by=id&order_dir=desc")) == "6,5");
    CHECK(ids(talk.get("/tickets?count=2&order_by=id&order_dir=desc&page=2")) == "3,2");
    CHECK(ids(talk.get("/tickets?count=2&order_by=id&order_dir=desc&page=3")) == "2,1");
    CHECK(pages == std::vector<int>{2, 3});
    talk.desk.between_pages({});
    CHECK(talk.get("/tickets?count=2&page=2").status == 200);
    CHECK(pages.size() == 2);
}

TEST_CASE("References are unlike each other") {
    Talk talk;
    add_many(talk, 2000);
    std::set<std::string> refs;
    for (const auto& ticket : talk.desk.tickets()) refs.insert(ticket.ref);
    CHECK(refs.size() == 2000);
    CHECK(talk.desk.ticket_id(*refs.begin()).has_value());
}
