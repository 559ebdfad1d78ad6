#include "model/link.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("a link that ends keeps why, and nothing that could be carried or looked at") {
    Link link;
    link.revision = 3;
    link.seen = 7;
    link.link_back = LinkBackState::pending;
    link.base = {{"System.Title", "Out of paper"}};
    end_link(link, LinkState::ended, "the ticket was deleted");
    CHECK(is_over(link.state));
    CHECK(why_over(link) == "the ticket was deleted");
    CHECK(link.base.count("System.Title") == 0);
    CHECK(link.revision == 7);
    CHECK(link.link_back == LinkBackState::not_wanted);
    CHECK(iso8601(link.look_at).substr(0, 4) == "9999");
    CHECK(why_over(Link{}) == "");
}

TEST_CASE("a link is over when it was replaced or has ended, and not before") {
    for (const auto state :
         {LinkState::active, LinkState::ticket_gone, LinkState::item_gone, LinkState::recycling})
        CHECK_FALSE(is_over(state));
    CHECK(is_over(LinkState::replaced));
    CHECK(is_over(LinkState::ended));
}
