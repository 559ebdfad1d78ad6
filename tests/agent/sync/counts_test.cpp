#include "sync/counts.h"

#include "sync/replacement.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

Link link_in(LinkState state, bool automatic = false) {
    Link link;
    link.state = state;
    link.automatic = automatic;
    return link;
}

}  // namespace

TEST_CASE("a ticket has the items that are there, and an item the tickets that are there") {
    const std::vector<Link> links{link_in(LinkState::active), link_in(LinkState::ticket_gone),
                                  link_in(LinkState::item_gone), link_in(LinkState::replaced),
                                  link_in(LinkState::ended)};
    CHECK(count_items(links) == 2);
    CHECK(has_ticket(links[0]));
    CHECK_FALSE(has_ticket(links[1]));
    CHECK(has_ticket(links[2]));
    CHECK_FALSE(has_ticket(links[3]));
    CHECK_FALSE(has_ticket(links[4]));
}

TEST_CASE("a count is written where the ticket shows another one, and where it is wanted only") {
    Mapping mapping;
    Ticket ticket;
    const std::vector<Link> links{link_in(LinkState::active), link_in(LinkState::active)};
    CHECK(count_on_ticket(mapping, ticket, links, 0).empty());
    mapping.link_back = LinkBackRule{};
    CHECK(count_on_ticket(mapping, ticket, links, 0).empty());
    mapping.link_back->count = "Items";
    CHECK(count_on_ticket(mapping, ticket, links, 0).at("custom[\"Items\"]") == Value(std::int64_t{2}));
    CHECK(count_on_ticket(mapping, ticket, links, 7).empty());
    ticket.custom["Items"] = std::string("2");
    CHECK(count_on_ticket(mapping, ticket, links, 0).empty());
    ticket.custom["Items"] = std::int64_t{1};
    CHECK(count_on_ticket(mapping, ticket, links, 0).size() == 1);
}

TEST_CASE("a ticket gets another item when its own was replaced, until it has one") {
    CHECK_FALSE(wants_another_item({}));
    CHECK_FALSE(wants_another_item({link_in(LinkState::ended, true)}));
    CHECK(wants_another_item({link_in(LinkState::replaced)}));
    CHECK(wants_another_item({link_in(LinkState::replaced), link_in(LinkState::active)}));
    CHECK_FALSE(wants_another_item({link_in(LinkState::replaced), link_in(LinkState::active, true)}));
}
