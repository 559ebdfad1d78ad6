#include "event_scene.h"
#include "sync/link_by_hand.h"
#include "sync/rebuild.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace deskbridge;
using namespace deskbridge::workbench;

TEST_CASE(
    "a deleted ticket whose mapping says so loses its link, tells the item once, and gets no other item") {
    TwoSides sides(with_events([](EventRules& rules) { rules.ticket_deleted = OnEvent::unlink; }));
    const auto [ticket, item] = linked(sides);
    sides.desk.remove(ticket);
    sides.run_until_quiet();
    CHECK(on_item(sides, item, "no longer linked") == 1);
    CHECK(link_of(sides, ticket, item).state == LinkState::ended);
    CHECK(why_over(link_of(sides, ticket, item)) == "the ticket was deleted");
    const auto revision = sides.work.item(item)->rev;
    sides.desk.restore(ticket);
    sides.desk.edit(ticket, {.subject = "Back again"});
    sides.run_until_quiet();
    CHECK(sides.work.items().size() == 1);
    CHECK(sides.work.item(item)->rev == revision);
    CHECK(rest(sides) == "");
}

TEST_CASE("links that are found again without the state file end again, and say so no second time") {
    TwoSides sides(with_events([](EventRules& rules) {
        rules.ticket_deleted = OnEvent::unlink;
        rules.item_retyped = OnEvent::unlink;
    }));
    const auto [gone, its] = linked(sides, 1);
    const auto [ticket, moved] = linked(sides, 2);
    sides.desk.remove(gone);
    sides.work.edit(moved, engineer, {{"System.WorkItemType", "Issue"}});
    sides.run_until_quiet();
    CHECK(on_item(sides, its, "no longer linked") == 1);
    CHECK(on_ticket(sides, ticket, "no longer linked") == 1);
    sides.lose_state();
    CHECK(rebuild_links(sides.tenant()).found >= 1);
    sides.run_until_quiet();
    CHECK(link_of(sides, ticket, moved).state == LinkState::ended);
    sides.work.edit(moved, engineer, {{"System.Title", "Nobody's any more"}});
    sides.run_until_quiet();
    CHECK(sides.desk.ticket(ticket)->subject != "Nobody's any more");
    CHECK(on_item(sides, its, "no longer linked") == 1);
    CHECK(on_ticket(sides, ticket, "no longer linked") == 1);
}

TEST_CASE("spam has a rule of its own") {
    TwoSides sides(with_events([](EventRules& rules) { rules.ticket_spam = OnEvent::unlink; }));
    const auto [spam, its] = linked(sides, 1);
    const auto [gone, other] = linked(sides, 2);
    sides.desk.spam(spam);
    sides.desk.remove(gone);
    sides.run_until_quiet();
    CHECK(link_of(sides, spam, its).state == LinkState::ended);
    CHECK(link_of(sides, gone, other).state == LinkState::ticket_gone);
    CHECK(on_item(sides, its, "marked as spam") == 1);
    CHECK(rest(sides) == "");
}

TEST_CASE("a work item goes to the recycle bin with its ticket only where the mapping says so") {
    TwoSides sides(with_events([](EventRules& rules) { rules.ticket_deleted = OnEvent::recycle; }));
    const auto [ticket, item] = linked(sides, 1);
    const auto [spam, kept] = linked(sides, 2);
    sides.desk.remove(ticket);
    sides.desk.spam(spam);
    sides.run_until_quiet();
    CHECK(sides.work.item(item)->deleted);
    CHECK(on_item(sides, item, "goes to the recycle bin") == 1);
    CHECK_FALSE(sides.work.item(kept)->deleted);
    CHECK(rest(sides) == "");
    sides.desk.restore(ticket);
    sides.run_until_quiet();
    CHECK(on_ticket(sides, ticket, fmt::format("Work item {} was deleted", item)) == 1);
    sides.work.restore(item, engineer);
    sides.desk.edit(ticket, {.subject = "Both are back"});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Title") == "Both are back");
    CHECK(rest(sides) == "");
}

TEST_CASE("an item that another ticket needs, or that people made, does not go to the bin") {
    TwoSides sides(with_events([](EventRules& rules) { rules.ticket_deleted = OnEvent::recycle; }));
    const auto [first, shared] = linked(sides, 1);
    const auto [second, own] = linked(sides, 2);
    const auto theirs = sides.work.add_item("Widgets", "Bug", engineer, {{"System.Title", "An engineer's"}});
    add_link(sides.tenant(), {std::to_string(second), shared, "", false});
    add_link(sides.tenant(), {std::to_string(first), theirs, "", false});
    sides.run_until_quiet();
    sides.desk.remove(first);
    sides.run_until_quiet();
    CHECK_FALSE(sides.work.item(shared)->deleted);
    CHECK_FALSE(sides.work.item(theirs)->deleted);
    CHECK(on_item(sides, theirs, "was deleted") == 1);
    CHECK_FALSE(sides.work.item(own)->deleted);
    CHECK(rest(sides) == "");
}

TEST_CASE("somebody who deletes very many tickets does not delete their work items before a person agrees") {
    auto scene = with_events([](EventRules& rules) { rules.ticket_deleted = OnEvent::recycle; });
    scene.batch = 50;
    scene.desk_page = 50;
    TwoSides sides(scene);
    std::vector<long long> tickets;
    for (int i = 0; i < 12; ++i) tickets.push_back(add_plain(sides, i));
    sides.backfill();
    sides.run_until_quiet();
    sides.tenant().options.mass_change = 4;
    const auto deleted = [&] {
        const auto items = sides.work.items();
        return std::count_if(items.begin(), items.end(), [](const auto& item) { return item.deleted; });
    };
    for (const auto ticket : tickets) sides.desk.remove(ticket);
    for (int i = 0; i < 30; ++i) {
        sides.clock.step(std::chrono::minutes{1});
        sides.cycles(1);
    }
    auto& tenant = sides.tenant();
    CHECK(deleted() <= 12 - 4);
    CHECK_FALSE(tenant.store.parked(tenant.record.id).empty());
    tenant.store.release(tenant.record.id, sides.clock.now() + std::chrono::hours{1});
    tenant.store.retry(tenant.record.id, {});
    sides.run_until_quiet();
    CHECK(deleted() == 12);
}

TEST_CASE("a deleted work item ends its link, or is replaced by another one, as the mapping says") {
    const auto rule = GENERATE(OnEvent::unlink, OnEvent::recreate);
    TwoSides sides(with_events([&](EventRules& rules) { rules.item_deleted = rule; }));
    const auto [ticket, item] = linked(sides);
    sides.work.remove(item, engineer);
    sides.run_until_quiet();
    CHECK(on_ticket(sides, ticket, fmt::format("Work item {} was deleted", item)) == 1);
    const bool another = rule == OnEvent::recreate;
    REQUIRE(sides.work.items().size() == (another ? 2 : 1));
    CHECK(link_of(sides, ticket, item).state == (another ? LinkState::replaced : LinkState::ended));
    if (another) {
        const auto made = sides.work.items().back().id;
        CHECK(made != item);
        CHECK(sides.desk.ticket(ticket)->fields.at("Work item") == std::to_string(made));
        sides.desk.edit(ticket, {.subject = "Goes to the other"});
        sides.run_until_quiet();
        CHECK(field(sides, made, "System.Title") == "Goes to the other");
    }
    sides.work.restore(item, engineer);
    sides.work.edit(item, engineer, {{"System.Title", "Nobody's any more"}});
    sides.run_until_quiet();
    CHECK(sides.desk.ticket(ticket)->subject != "Nobody's any more");
    CHECK(sides.work.items().size() == (another ? 2 : 1));
    CHECK(rest(sides) == "");
}

TEST_CASE("a merge is told to the work item that follows it, or leaves it behind, as the mapping says") {
    const auto rule = GENERATE(OnEvent::note, OnEvent::unlink);
    TwoSides sides(with_events([&](EventRules& rules) { rules.ticket_merged = rule; }));
    const auto [ticket, item] = linked(sides);
    auto other = sandbox::deskpro::NewTicket{};
    other.subject = "The bill";
    other.messages = {{"<p>Too high.</p>", false, "", {}}};
    other.department = "Billing";
    const auto survivor = sides.desk.add(other);
    sides.run_until_quiet();
    sides.desk.merge(ticket, survivor);
    sides.run_until_quiet();
    const auto words = fmt::format("was merged into {}", survivor);
    CHECK(on_item(sides, item, words) == 1);
    sides.desk.edit(survivor, {.subject = "Both are one"});
    sides.run_until_quiet();
    CHECK((field(sides, item, "System.Title") == "Both are one") == (rule == OnEvent::note));
    CHECK(links(sides).size() == 1);
    CHECK((links(sides)[0].state == LinkState::ended) == (rule == OnEvent::unlink));
    CHECK(on_item(sides, item, words) == 1);
    CHECK(rest(sides) == "");
}

TEST_CASE("of a ticket merged into one that is tracked elsewhere, the item is told which item that is") {
    TwoSides sides(with_events([](EventRules&) {}));
    const auto [first, left] = linked(sides, 1);
    const auto [second, tracking] = linked(sides, 2);
    sides.desk.merge(first, second);
    sides.run_until_quiet();
    CHECK(on_item(sides, left,
                  fmt::format("The ticket {} was merged into {}, which work item {} tracks.", first, second,
                              tracking)) == 1);
    const auto link = link_of(sides, first, left);
    CHECK(link.state == LinkState::ended);
    CHECK(why_over(link) ==
          fmt::format("the ticket was merged into {}, which work item {} tracks", second, tracking));
    CHECK(rest(sides) == "");
}

TEST_CASE("a work item that is moved or gets another type follows, is told of, or is let go") {
    const auto rule = GENERATE(OnEvent::follow, OnEvent::note, OnEvent::unlink);
    const bool moves = GENERATE(true, false);
    TwoSides sides(with_events([&](EventRules& rules) {
        if (moves) rules.item_moved = rule;
        if (!moves) rules.item_retyped = rule;
    }));
    const auto [ticket, item] = linked(sides);
    if (moves)
        move_to_gadgets(sides, item);
    else
        sides.work.edit(item, engineer, {{"System.WorkItemType", "Issue"}});
    sides.work.edit(item, engineer, {{"System.Title", "Changed there"}});
    sides.run_until_quiet();
    const std::string words = moves ? "was moved to project Gadgets" : "is of type Issue now";
    CHECK(on_ticket(sides, ticket, words) == (rule == OnEvent::follow ? 0 : 1));
    CHECK((sides.desk.ticket(ticket)->subject == "Changed there") == (rule != OnEvent::unlink));
    CHECK((link_of(sides, ticket, item).state == LinkState::ended) == (rule == OnEvent::unlink));
    sides.desk.edit(ticket, {.priority = "Low"});
    sides.work.comment(item, engineer, "<div>One more word</div>");
    sides.run_until_quiet();
    CHECK(on_ticket(sides, ticket, "One more word") == (rule == OnEvent::unlink ? 0 : 1));
    CHECK(on_ticket(sides, ticket, words) == (rule == OnEvent::follow ? 0 : 1));
    CHECK(rest(sides) == "");
}

TEST_CASE(
    "when the ticket that ruled a shared item goes, the next oldest rules it, and both sides are told") {
    TwoSides sides(with_events([](EventRules&) {}));
    const auto [first, item] = linked(sides, 1);
    const auto [second, own] = linked(sides, 2);
    add_link(sides.tenant(), {std::to_string(second), item, "", false});
    sides.run_until_quiet();
    sides.desk.edit(second, {.subject = "The follower says otherwise"});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Title") != "The follower says otherwise");
    sides.desk.remove(first);
    sides.run_until_quiet();
    CHECK(on_ticket(sides, second, fmt::format("rules the fields of work item {} from now on", item)) == 1);
    CHECK(on_item(sides, item, fmt::format("The ticket {} rules the fields", second)) == 1);
    sides.desk.edit(second, {.subject = "Now it counts"});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Title") == "Now it counts");
    CHECK(on_ticket(sides, second, "from now on") == 1);
    CHECK(rest(sides) == "");
}

TEST_CASE("a work item shows how many tickets it has, and a ticket how many work items") {
    auto scene = with_events([](EventRules&) {});
    const auto before = scene.remapped;
    scene.remapped = [before](Mapping& mapping) {
        before(mapping);
        FieldMapping tickets;
        tickets.work = "System.Description";
        tickets.source.kind = Source::Kind::template_text;
        tickets.source.text = "Tickets: {{ticket.ticket_count}} of {{ticket.work_item_count}}";
        mapping.fields.back() = tickets;
        mapping.link_back->count = "Affected version";
    };
    TwoSides sides(scene);
    const auto [first, item] = linked(sides, 1);
    const auto [second, own] = linked(sides, 2);
    CHECK(field(sides, item, "System.Description").find("Tickets: 1 of 1") != std::string::npos);
    CHECK(sides.desk.ticket(second)->fields.at("Affected version") == "1");
    add_link(sides.tenant(), {std::to_string(second), item, "", false});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Description").find("Tickets: 2 of 1") != std::string::npos);
    CHECK(field(sides, own, "System.Description").find("Tickets: 1 of 2") != std::string::npos);
    CHECK(sides.desk.ticket(second)->fields.at("Affected version") == "2");
    CHECK(sides.desk.ticket(first)->fields.at("Affected version") == "1");
    CHECK(rest(sides) == "");
    remove_link(sides.tenant(), {std::to_string(second), item, "", false});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Description").find("Tickets: 1 of 1") != std::string::npos);
    CHECK(sides.desk.ticket(second)->fields.at("Affected version") == "1");
    sides.desk.remove(first);
    sides.run_until_quiet();
    CHECK(rest(sides) == "");
}

TEST_CASE("a work item that is nowhere to be seen does not pass for a deleted one") {
    TwoSides sides(with_events([](EventRules&) {}));
    const auto [ticket, item] = linked(sides);
    sides.work.accept({"maren-pat", engineer});
    sandbox::Request destroy;
    destroy.method = "DELETE";
    destroy.path = sides.work.root() + "/_apis/wit/workitems/" + std::to_string(item);
    destroy.query = "destroy=true&api-version=6.0";
    destroy.headers = {{"Authorization", "Basic Om1hcmVuLXBhdA=="}};
    REQUIRE(sides.work.handle(destroy).status < 300);
    sides.desk.edit(ticket, {.subject = "Looked at again"});
    sides.sync();
    sides.cycles(2);
    CHECK(on_ticket(sides, ticket, "was deleted") == 0);
    CHECK(link_of(sides, ticket, item).state == LinkState::active);
    const auto parked = sides.tenant().store.parked(sides.tenant().record.id);
    REQUIRE(parked.size() == 1);
    CHECK(parked[0].reason.find("not in the recycle bin") != std::string::npos);
    CHECK(parked[0].hint.find("links remove") != std::string::npos);
}

TEST_CASE("a work item that came back while nobody here could see it is found by a look") {
    TwoSides sides(with_events([](EventRules&) {}));
    const auto [ticket, item] = linked(sides);
    sides.work.remove(item, engineer);
    sides.run_until_quiet();
    CHECK(link_of(sides, ticket, item).state == LinkState::item_gone);
    sides.work.change([id = item](auto& switches) { switches.unreadable_ids = {id}; });
    sides.work.restore(item, engineer);
    sides.run_past_looks(2);
    sides.work.change([](auto& switches) { switches.unreadable_ids.clear(); });
    sides.desk.edit(ticket, {.subject = "Still the same trouble"});
    sides.run_until_quiet();
    CHECK(link_of(sides, ticket, item).state == LinkState::active);
    CHECK(sides.work.item(item)->fields.at("System.Title") == "Still the same trouble");
    CHECK(sides.work.items().size() == 1);
    CHECK(rest(sides) == "");
}
