#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

const std::string engineer = "maren.holt@meridian.example";

Scene two_way() {
    Scene scene;
    scene.two_way = true;
    return scene;
}

/// A linked pair that both sides agree on: ticket and work item.
std::pair<long long, int> linked(TwoSides& sides) {
    const auto ticket = add_plain(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    return {ticket, sides.work.items().at(0).id};
}

std::string field(const TwoSides& sides, int item, const std::string& name) {
    const auto fields = sides.work.item(item)->fields;
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second;
}

/// All that is said, as one text.
std::string on_ticket(const TwoSides& sides, long long ticket) {
    std::string text;
    const auto view = sides.desk.ticket(ticket);
    for (const auto& message : view->messages) text += message.html;
    return text;
}

std::string on_item(const TwoSides& sides, int item) {
    std::string text;
    const auto seen = sides.work.item(item);
    for (const auto& comment : seen->comments) text += comment.text;
    return text;
}

std::string rest(TwoSides& sides) {
    std::string text;
    for (const auto& line : sides.complaints_of_more_runs(10, false)) text += line + "\n";
    for (const auto& line : sides.log)
        if (line.level == Level::warning || line.level == Level::error) text += line.message + "\n";
    return text;
}

}  // namespace

TEST_CASE("what a customer or an agent changes on a ticket is one revision of its work item") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    const auto before = sides.work.item(item)->rev;
    sides.desk.edit(ticket, {.subject = "A better subject", .priority = "Urgent"});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Title") == "A better subject");
    CHECK(field(sides, item, "Microsoft.VSTS.Common.Priority") == "1");
    CHECK(sides.work.item(item)->rev == before + 1);
    CHECK(rest(sides) == "");
}

TEST_CASE("what an engineer changes on a work item is on its ticket") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.work.edit(item, engineer, {{"System.Title", "Found it"}, {"Microsoft.VSTS.Common.Priority", "4"}});
    sides.run_until_quiet();
    CHECK(sides.desk.ticket(ticket)->subject == "Found it");
    CHECK(sides.desk.ticket(ticket)->priority == "Low");
    CHECK(rest(sides) == "");
}

TEST_CASE("states follow each other both ways, and the present status stays where it means the same") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    CHECK(field(sides, item, "System.State") == "Active");
    sides.desk.edit(ticket, {.status = "awaiting_user"});
    const auto before = sides.work.item(item)->rev;
    sides.run_until_quiet();
    CHECK(sides.work.item(item)->rev == before);
    sides.work.edit(item, engineer, {{"System.State", "Closed"}});
    sides.run_until_quiet();
    CHECK(sides.desk.ticket(ticket)->status == "resolved");
    sides.desk.edit(ticket, {.status = "awaiting_agent"});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.State") == "Active");
    CHECK(rest(sides) == "");
}

TEST_CASE("comments go both ways once, and a marked one is a reply to the customer") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.desk.write(ticket, {.html = "<p>It happened again</p>", .by = "ines@nordhafen.example"});
    sides.work.comment(item, engineer, "<div>Which firmware?</div>");
    sides.work.comment(item, engineer, "<div>#reply Please send us the log.</div>");
    sides.run_until_quiet();
    const auto view = sides.desk.ticket(ticket);
    REQUIRE(sides.work.item(item)->comments.size() == 3);
    std::vector<sandbox::deskpro::MessageView> said;
    for (const auto& message : view->messages)
        if (message.html.find("firmware") != std::string::npos ||
            message.html.find("Please send") != std::string::npos)
            said.push_back(message);
    REQUIRE(said.size() == 2);
    CHECK(said[0].is_note);
    CHECK_FALSE(said[1].is_note);
    CHECK(said[1].html.find("#reply") == std::string::npos);
    CHECK(rest(sides) == "");
}

TEST_CASE("a reply and a status of one moment are one revision") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    const auto before = sides.work.item(item)->rev;
    sides.desk.write(ticket, {.html = "<p>Done, thank you</p>", .by = "ines@nordhafen.example"});
    sides.desk.edit(ticket, {.status = "resolved"});
    sides.run_until_quiet();
    CHECK(sides.work.item(item)->rev == before + 1);
    CHECK(field(sides, item, "System.State") == "Closed");
    CHECK(rest(sides) == "");
}

TEST_CASE("edited and deleted messages and comments change their copies only") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    const auto message =
        sides.desk.write(ticket, {.html = "<p>Wrong word</p>", .by = "ines@nordhafen.example"});
    sides.work.comment(item, engineer, "<div>Firts look</div>");
    sides.run_until_quiet();
    sides.desk.edit_message(ticket, message, "<p>Right word</p>");
    const auto comments = sides.work.item(item)->comments;
    REQUIRE(comments.size() == 2);
    const auto theirs = std::find_if(comments.begin(), comments.end(), [](const auto& comment) {
        return comment.text.find("Firts") != std::string::npos;
    });
    sides.work.edit_comment(item, theirs->id, engineer, "<div>First look</div>");
    sides.run_until_quiet();
    std::string seen = on_item(sides, item);
    CHECK(seen.find("Right word") != std::string::npos);
    CHECK(seen.find("Wrong word") == std::string::npos);
    std::string said = on_ticket(sides, ticket);
    CHECK(said.find("First look") != std::string::npos);
    CHECK(said.find("Firts look") == std::string::npos);
    sides.desk.remove_message(ticket, message);
    sides.work.remove_comment(item, theirs->id, engineer);
    sides.run_until_quiet();
    seen = on_item(sides, item);
    CHECK(seen.find("Right word") == std::string::npos);
    said = on_ticket(sides, ticket);
    CHECK(said.find("First look") == std::string::npos);
    CHECK(rest(sides) == "");
}

TEST_CASE("labels and tags merge as sets") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.desk.edit(ticket, {.labels = std::vector<std::string>{"bug", "from desk", "azure-devops"}});
    sides.work.edit(item, engineer, {{"System.Tags", "bug; from work"}});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Tags").find("from desk") != std::string::npos);
    CHECK(field(sides, item, "System.Tags").find("from work") != std::string::npos);
    const auto labels = sides.desk.ticket(ticket)->labels;
    CHECK(std::count(labels.begin(), labels.end(), "from work") == 1);
    CHECK(std::count(labels.begin(), labels.end(), "from desk") == 1);
    CHECK(std::count(labels.begin(), labels.end(), "azure-devops") == 1);
    CHECK(rest(sides) == "");
}

TEST_CASE("a deleted work item is told on its ticket and comes back when it is restored") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.work.remove(item, engineer);
    sides.run_until_quiet();
    std::string said = on_ticket(sides, ticket);
    CHECK(said.find("was deleted") != std::string::npos);
    sides.desk.edit(ticket, {.subject = "While it was away"});
    sides.run_until_quiet();
    CHECK(sides.work.items().size() == 1);
    sides.work.restore(item, engineer);
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Title") == "While it was away");
    CHECK(rest(sides) == "");
}

TEST_CASE("a deleted ticket is told on its work item once") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.desk.change_options(
        [](auto& options) { options.hidden_read = sandbox::deskpro::Options::HiddenRead::hidden; });
    sides.desk.remove(ticket);
    sides.run_until_quiet();
    const auto comments = sides.work.item(item)->comments;
    REQUIRE(comments.size() == 1);
    CHECK(comments[0].text.find("deleted") != std::string::npos);
    CHECK(rest(sides) == "");
}

TEST_CASE("what an engineer changes while the ticket is deleted is not lost when both changed it") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.desk.change_options(
        [](auto& options) { options.hidden_read = sandbox::deskpro::Options::HiddenRead::hidden; });
    sides.desk.edit(ticket, {.subject = "Changed on the desk"});
    sides.desk.remove(ticket);
    sides.work.edit(item, engineer, {{"System.Title", "Changed by an engineer"}});
    sides.run_until_quiet();
    sides.desk.restore(ticket);
    sides.run_until_quiet();
    const auto& tenant = sides.tenant();
    const auto conflicts = tenant.store.conflicts(tenant.record.id, "", true);
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0].field == "System.Title");
    CHECK(field(sides, item, "System.Title") == sides.desk.ticket(ticket)->subject);
    CHECK(rest(sides) == "");
}

TEST_CASE("a merged ticket's work item goes on with the survivor, also when both are looked at together") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    const auto survivor = add_plain(sides, 2);
    sides.desk.merge(ticket, survivor);
    sides.run_until_quiet();
    CHECK(sides.work.items().size() == 1);
    sides.desk.edit(survivor, {.subject = "Both are one"});
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Title") == "Both are one");
    auto& tenant = sides.tenant();
    CHECK(tenant.store.links(tenant.record.id, 0, 10).at(0).ticket_id == std::to_string(survivor));
    CHECK(sides.complaints_of_more_runs(10, false).empty());
}

TEST_CASE("a survivor that has a work item keeps it alone, and the other item is told once") {
    TwoSides sides(two_way());
    const auto first = add_plain(sides, 1);
    const auto second = add_plain(sides, 2);
    sides.backfill();
    sides.run_until_quiet();
    auto& tenant = sides.tenant();
    const std::vector<std::string> ids{std::to_string(first)};
    const auto item = static_cast<int>(tenant.store.links_of(tenant.record.id, ids).at(0).work_item);
    sides.desk.merge(first, second);
    sides.run_until_quiet();
    const auto told = sides.work.item(item);
    REQUIRE(told->comments.size() == 1);
    CHECK(told->comments[0].text.find("was merged into " + std::to_string(second)) != std::string::npos);
    sides.desk.edit(second, {.subject = "Goes on alone"});
    sides.run_until_quiet();
    CHECK(sides.work.item(item)->rev == told->rev);
    CHECK(sides.work.items().size() == 2);
    CHECK(sides.complaints_of_more_runs(10, false).empty());
}

TEST_CASE("what an engineer changes before a lost item is found again goes to the ticket") {
    TwoSides sides(two_way());
    const auto ticket = add_plain(sides, 1);
    bool lost = false;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t) {
        if (lost || side != "work" || request.url.find("$batch") == std::string::npos)
            return Passage::through;
        lost = true;
        return Passage::stalled_after;
    };
    sides.cycles(1);
    REQUIRE(sides.work.items().size() == 1);
    const auto item = sides.work.items().at(0).id;
    sides.work.edit(item, engineer, {{"System.Title", "Changed at once"}});
    sides.run_until_quiet();
    CHECK(sides.work.items().size() == 1);
    CHECK(sides.desk.ticket(ticket)->subject == "Changed at once");
    CHECK(field(sides, item, "System.Title") == "Changed at once");
}

TEST_CASE("what the feed told beyond what can be read yet stays news until it is read") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    auto& store = sides.tenant().store;
    const auto tenant = sides.tenant().record.id;
    const std::vector<std::string> ids{std::to_string(ticket)};
    const int told = sides.work.item(item)->rev + 2;
    store.collect_news(tenant, std::vector<ItemNews>{{item, told, false}}, {});
    sides.cycles(2);
    CHECK(store.links_of(tenant, ids).at(0).seen == told);
    sides.work.edit(item, engineer, {{"System.Title", "Changed"}});
    sides.work.edit(item, engineer, {{"System.Title", "Changed again"}});
    sides.run_until_quiet();
    const auto link = store.links_of(tenant, ids).at(0);
    CHECK(link.seen == link.revision);
    CHECK(sides.desk.ticket(ticket)->subject == "Changed again");
}

TEST_CASE("a reply whose ticket cannot be read is not looked for in vain and said again") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.work.comment(item, engineer, "<div>#reply Please send us the log.</div>");
    int failing = 0;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t) {
        if (side != "desk" || request.url.find("/messages") == std::string::npos) return Passage::through;
        if (request.method == "POST" && failing == 0) {
            failing = 100;
            return Passage::stalled_after;
        }
        if (failing <= 1 || request.method != "GET") return Passage::through;
        --failing;
        return Passage::failed_before;
    };
    sides.cycles(1);
    REQUIRE(failing > 0);
    sides.run_until_quiet();
    CHECK(failing == 1);
    const auto said = on_ticket(sides, ticket);
    const auto first = said.find("Please send");
    REQUIRE(first != std::string::npos);
    CHECK(said.find("Please send", first + 1) == std::string::npos);
}

TEST_CASE("a reply of unknown fate is not said again when its ticket was deleted and is back") {
    TwoSides sides(two_way());
    const auto [ticket, item] = linked(sides);
    sides.work.comment(item, engineer, "<div>#reply Please send us the log.</div>");
    bool lost = false;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t) {
        if (lost || side != "desk" || request.method != "POST" ||
            request.url.find("/messages") == std::string::npos)
            return Passage::through;
        lost = true;
        return Passage::stalled_after;
    };
    sides.cycles(1);
    REQUIRE(lost);
    sides.desk.remove(ticket);
    sides.run_until_quiet();
    sides.desk.restore(ticket);
    sides.sync();
    sides.run_until_quiet();
    const auto said = on_ticket(sides, ticket);
    const auto first = said.find("Please send");
    REQUIRE(first != std::string::npos);
    CHECK(said.find("Please send", first + 1) == std::string::npos);
    CHECK(sides.complaints_of_more_runs(10, false).empty());
}

TEST_CASE("of two fields the desk refuses one, and that one is not forgotten") {
    auto scene = two_way();
    scene.desk_switches = [](auto& options) { options.lacking_keys = {"priority"}; };
    TwoSides sides(scene);
    const auto [ticket, item] = linked(sides);
    const auto before = sides.desk.ticket(ticket)->priority;
    const std::string wanted = before == "Low" ? "Urgent" : "Low";
    sides.work.edit(
        item, engineer,
        {{"System.Title", "Taken"}, {"Microsoft.VSTS.Common.Priority", wanted == "Low" ? "4" : "1"}});
    sides.cycles(3);
    CHECK(sides.desk.ticket(ticket)->subject == "Taken");
    CHECK(sides.desk.ticket(ticket)->priority == before);
    CHECK(sides.tenant().store.parked(sides.tenant().record.id).size() == 1);
    sides.desk.change_options([](auto& options) { options.lacking_keys.clear(); });
    sides.run_until_quiet();
    CHECK(sides.desk.ticket(ticket)->priority == wanted);
    CHECK(field(sides, item, "Microsoft.VSTS.Common.Priority") == (wanted == "Low" ? "4" : "1"));
    CHECK(sides.complaints_of_more_runs(10, false).empty());
}

TEST_CASE("what a ticket was to overrule counts again when the ticket changes back before it did") {
    auto scene = two_way();
    scene.remapped = [](Mapping& mapping) {
        for (auto& field : mapping.fields) field.on_conflict = OnConflict::desk;
    };
    TwoSides sides(scene);
    const auto [ticket, item] = linked(sides);
    const auto first = sides.desk.ticket(ticket)->subject;
    sides.work.edit(item, engineer, {{"System.Title", "The engineer's"}});
    sides.desk.edit(ticket, {.subject = "The agent's"});
    sides.work.change([item = item](auto& switches) { switches.poison_ids = {item}; });
    sides.cycles(3);
    CHECK(field(sides, item, "System.Title") == "The engineer's");
    sides.desk.edit(ticket, {.subject = first});
    sides.work.change([](auto& switches) { switches.poison_ids.clear(); });
    sides.run_until_quiet();
    CHECK(field(sides, item, "System.Title") == "The engineer's");
    CHECK(sides.desk.ticket(ticket)->subject == "The engineer's");
    CHECK(sides.complaints_of_more_runs(10, false).empty());
}
