#include "sandbox/pages/pairs.h"

#include <catch2/catch.hpp>

using namespace sandbox;

namespace {

deskpro::TicketView ticket(long long id, const std::string& subject, std::vector<std::string> labels = {}) {
    deskpro::TicketView view;
    view.id = id;
    view.subject = subject;
    view.labels = std::move(labels);
    return view;
}

ItemView item(int id, long long of_ticket, const std::string& title) {
    ItemView view;
    view.id = id;
    view.ticket = of_ticket;
    view.title = title;
    return view;
}

std::string picture(const PairList& list) {
    std::string text;
    for (const auto& row : list.rows) {
        text += row.ticket ? std::to_string(row.ticket->id) : "-";
        for (const auto* one : row.items) text += ">" + std::to_string(one->id);
        text += ' ';
    }
    return text;
}

const std::vector<deskpro::TicketView> tickets{ticket(3, "Tür klemmt", {"BUG"}), ticket(1, "One"),
                                               ticket(2, "Two")};
const std::vector<ItemView> items{item(10, 1, "First"), item(11, 0, "Alone"), item(12, 1, "Second"),
                                  item(13, 99, "Of a ticket that is not there")};

}  // namespace

TEST_CASE("a ticket stands beside every work item that links to it, newest first or oldest first") {
    PairQuery query;
    CHECK(picture(pair_up(tickets, items, query)) == "3 2 1>10>12 ");
    query.newest_first = false;
    CHECK(picture(pair_up(tickets, items, query)) == "1>10>12 2 3 ");
    const auto list = pair_up(tickets, items, query);
    CHECK(list.tickets == 3);
    CHECK(list.items == 4);
    CHECK(list.linked == 1);
}

TEST_CASE("the list shows what is linked, what is not, or work items without a ticket") {
    PairQuery query;
    query.show = PairQuery::Show::linked;
    CHECK(picture(pair_up(tickets, items, query)) == "1>10>12 ");
    query.show = PairQuery::Show::unlinked;
    CHECK(picture(pair_up(tickets, items, query)) == "3 2 ");
    query.show = PairQuery::Show::orphans;
    CHECK(picture(pair_up(tickets, items, query)) == "->13 ->11 ");
}

TEST_CASE("every word has to be found on either side, upper or lower case, beyond ASCII too") {
    const auto found = [](const std::string& words) {
        PairQuery query;
        query.words = words;
        return picture(pair_up(tickets, items, query));
    };
    CHECK(found("TÜR bug") == "3 ");
    CHECK(found("second") == "1>10>12 ");
    CHECK(found("second two").empty());
    CHECK(found("#2") == "2 ");
    CHECK(found("   ") == "3 2 1>10>12 ");
}

TEST_CASE("thousands of tickets come in pages, and a page beyond the last is the last") {
    std::vector<deskpro::TicketView> many;
    for (int i = 1; i <= 4867; ++i) many.push_back(ticket(i, "ticket"));
    PairQuery query;
    query.newest_first = false;
    query.page = 3;
    auto list = pair_up(many, {}, query);
    CHECK(list.rows.size() == 50);
    CHECK(list.rows.front().ticket->id == 101);
    CHECK(list.pages == 98);
    CHECK(list.matches == 4867);
    query.page = 1000;
    list = pair_up(many, {}, query);
    CHECK(list.page == 98);
    CHECK(list.rows.size() == 17);
    CHECK(pair_up({}, {}, query).pages == 1);
}

TEST_CASE("an address below the desk's names a ticket by its last number") {
    const std::string desk = "http://127.0.0.1:4000";
    CHECK(ticket_of_address("http://127.0.0.1:4000/app#/t/ticket/17", desk) == 17);
    CHECK(ticket_of_address("http://127.0.0.1:4000/agent/#app.ticket,Ticket:8/", desk) == 8);
    CHECK(ticket_of_address("http://127.0.0.1:4000", desk) == 0);
    CHECK(ticket_of_address("http://127.0.0.1:40001/ticket/17", desk) == 0);
    CHECK(ticket_of_address("http://elsewhere.test/ticket/17", desk) == 0);
    CHECK(ticket_of_address("http://127.0.0.1:4000/ticket/99999999999999999999999", desk) == 0);
}
