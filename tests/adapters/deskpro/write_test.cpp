#include "bench.h"
#include "model/mark.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

LinkBack link_for(const std::string& id) {
    LinkBack link;
    link.ticket_id = id;
    link.work_item = 4'000 + std::stoll(id);
    link.work_item_url = "https://dev.azure.com/acme/_workitems/edit/" + std::to_string(link.work_item);
    link.field = "Work item";
    link.label = "azure-devops";
    link.note = "<p>Linked to work item <a href=\"" + link.work_item_url + "\">" +
                std::to_string(link.work_item) + "</a> in Widgets.</p>";
    link.mark = mark_text({"0a1b2c", "ffee" + id, ""});
    return link;
}

std::vector<LinkBack> links_for(const std::vector<std::string>& ids) {
    std::vector<LinkBack> links;
    for (const auto& id : ids) links.push_back(link_for(id));
    return links;
}

bool is_told(const Bench& bench, const LinkBack& link) {
    const auto id = std::stoll(link.ticket_id);
    const auto ticket = bench.desk.ticket(id);
    const auto notes = bench.desk.notes(id);
    const auto field = ticket->fields.find("Work item");
    return field != ticket->fields.end() && field->second == std::to_string(link.work_item) &&
           std::count(ticket->labels.begin(), ticket->labels.end(), link.label) == 1 && notes.size() == 1 &&
           notes[0].html.find(link.note) == 0 && notes[0].html.find(link.mark) != std::string::npos;
}

std::size_t failures(const std::vector<WriteOutcome>& outcomes) {
    return static_cast<std::size_t>(std::count_if(
        outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome.error.has_value(); }));
}

}  // namespace

TEST_CASE("A ticket is told by field, label and internal note, and its own labels stay") {
    for (const auto batch :
         {Options::Batch::both, Options::Batch::plain, Options::Batch::requests, Options::Batch::none}) {
        Options options;
        options.batch = batch;
        Bench bench(options);
        bench.add("Labelled", "<p>x</p>", {"bug", "Gauge"});
        const auto links = links_for({"1"});
        const auto before = bench.desk.ticket(1)->status_since;
        bench.now += 60'000;
        CHECK(failures(bench.adapter.write_links_back(links, {})) == 0);
        CHECK(is_told(bench, links[0]));
        CHECK(bench.desk.ticket(1)->labels == std::vector<std::string>{"bug", "Gauge", "azure-devops"});
        CHECK(bench.desk.ticket(1)->status_since == before);
        const auto ticket = bench.desk.ticket(1);
        for (const auto& message : ticket->messages) CHECK(message.is_note == (message.html != "<p>x</p>"));
    }
}

TEST_CASE("Telling again writes nothing") {
    Bench bench;
    const auto ids = bench.add_many(5);
    const auto links = links_for(ids);
    bench.adapter.write_links_back(links, {});
    bench.desk.reset_counters();
    for (const auto& again : {as_set(ids), std::set<std::string>{}}) {
        CHECK(failures(bench.adapter.write_links_back(links, again)) == 0);
        CHECK(bench.desk.counters().writes == 0);
        for (const auto& link : links) CHECK(is_told(bench, link));
    }
}

TEST_CASE("A label in other letters is the same label, and empty parts are not wanted") {
    Bench bench;
    bench.add("Labelled", "<p>x</p>", {"Azure-DevOps"});
    auto link = link_for("1");
    link.field.clear();
    link.note.clear();
    CHECK(failures(bench.adapter.write_links_back({&link, 1}, {})) == 0);
    CHECK(bench.desk.ticket(1)->labels == std::vector<std::string>{"Azure-DevOps"});
    CHECK(bench.desk.notes(1).empty());
    CHECK(bench.desk.ticket(1)->fields.empty());
}

TEST_CASE("The field goes by title in any letters, by alias and by id") {
    for (const auto* name : {"Work item", "WORK ITEM", "work_item", "1"}) {
        INFO(name);
        Bench bench;
        bench.add("x");
        auto link = link_for("1");
        link.field = name;
        CHECK(failures(bench.adapter.write_links_back({&link, 1}, {})) == 0);
        CHECK(is_told(bench, link));
        CHECK(bench.adapter.doubts(link, {}).empty());
    }
}

TEST_CASE("A field that the desk does not have is said for each ticket, with the one that was meant") {
    Bench bench;
    const auto ids = bench.add_many(2);
    auto links = links_for(ids);
    links[0].field = "Wrok item";
    const auto outcomes = bench.adapter.write_links_back(links, {});
    REQUIRE(outcomes.size() == 2);
    REQUIRE(outcomes[0].error);
    CHECK(outcomes[0].error->reach == Reach::item);
    CHECK(outcomes[0].error->trouble == Trouble::configuration);
    CHECK(std::string(outcomes[0].error->what()).find("Wrok item") != std::string::npos);
    CHECK(outcomes[0].error->hint.find("'Work item'") != std::string::npos);
    CHECK(bench.desk.notes(1).empty());
    CHECK(is_told(bench, links[1]));
    const auto doubts = bench.adapter.doubts(links[0], {});
    REQUIRE(doubts.size() == 1);
    CHECK(doubts[0].find("Work item") != std::string::npos);
    // made meanwhile: it is found without a restart
    bench.desk.change_company([](auto& company) { company.know_field("Verk"); });
    links[0].field = "Verk";
    CHECK(failures(bench.adapter.write_links_back(links, {})) == 0);
}

TEST_CASE("A ticket that is gone or merged is said for that ticket, and the others are told") {
    Bench bench;
    const auto ids = bench.add_many(5);
    bench.desk.remove(2);
    bench.desk.merge(3, 5);
    const auto links = links_for(ids);
    const auto outcomes = bench.adapter.write_links_back(links, {});
    REQUIRE(outcomes.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
        INFO(ids[i]);
        const bool gone = i == 1 || i == 2;
        CHECK(outcomes[i].error.has_value() == gone);
        if (gone) CHECK(outcomes[i].error->reach == Reach::item);
        if (!gone) CHECK(is_told(bench, links[i]));
    }
}

TEST_CASE("What the desk refuses is said in its words, without values") {
    Options options;
    options.lacking_keys = {"labels"};
    Bench bench(options);
    bench.add("x");
    const auto link = link_for("1");
    const auto outcomes = bench.adapter.write_links_back({&link, 1}, {});
    REQUIRE(outcomes[0].error);
    CHECK(std::string(outcomes[0].error->what()).find("extra fields") != std::string::npos);
    CHECK(!outcomes[0].error->hint.empty());
    CHECK(bench.desk.notes(1).empty());

    options = {};
    options.keys[0].tags = {"*", "-*.update"};
    Bench strict(options);
    strict.add("x");
    const auto denied = strict.adapter.write_links_back({&link, 1}, {});
    REQUIRE(denied[0].error);
    CHECK(denied[0].error->trouble == Trouble::forbidden);
    CHECK(denied[0].error->reach == Reach::item);
}

TEST_CASE("A note is there once, whichever answer is lost, by whatever road it is told again") {
    for (const auto batch : {Options::Batch::both, Options::Batch::none}) {
        for (int lost = 1; lost <= 12; ++lost) {
            for (const bool by_timeout : {true, false}) {
                for (const bool after : {true, false}) {
                    for (const bool only_note : {true, false}) {
                        INFO("batch " << static_cast<int>(batch) << ", lost " << lost << ", timeout "
                                      << by_timeout << ", after " << after << ", note alone " << only_note);
                        Options options;
                        options.batch = batch;
                        Bench bench(options);
                        const auto ids = bench.add_many(3);
                        auto links = links_for(ids);
                        for (auto& link : links)
                            if (only_note) link.field = link.label = "";
                        int number = 0;
                        const auto fail = [&](const HttpRequest&) {
                            if (++number == lost) throw by_timeout ? timed_out() : dropped();
                        };
                        if (after)
                            bench.http.after = [&](const HttpRequest& r, HttpResponse&) { fail(r); };
                        else
                            bench.http.before = fail;
                        std::vector<WriteOutcome> outcomes;
                        std::set<std::string> look_first;
                        for (int attempt = 0; attempt < 4; ++attempt) {
                            try {
                                outcomes = bench.adapter.write_links_back(links, look_first);
                                look_first.clear();
                            } catch (const SyncError&) {
                                look_first = as_set(ids);
                            }
                        }
                        CHECK(failures(outcomes) == 0);
                        for (const auto& link : links) {
                            const auto notes = bench.desk.notes(std::stoll(link.ticket_id));
                            CHECK(notes.size() == 1);
                            if (!only_note) CHECK(is_told(bench, link));
                        }
                    }
                }
            }
        }
    }
}

TEST_CASE("A ticket whose keys fail is not told, and a second attempt completes it without a second note") {
    Bench bench;
    bench.adapter.write_links_back(links_for(bench.add_many(2)), {});  // makes /batch known
    const auto ids = bench.add_many(4);
    const auto links = links_for(ids);
    std::string failing = "\"PUT\"";
    bench.http.after = [&](const HttpRequest& request, HttpResponse& answer) {
        if (request.body.find(failing) == std::string::npos) return;
        // the second call of the batch is said to have failed; it was done all the same
        const auto at = answer.body.find("\"k1\":");
        REQUIRE(at != std::string::npos);
        const auto end = answer.body.find("\"k2\":", at);
        answer.body.replace(at, end - at, R"("k1":{"headers":{"status-code":500},"status":500},)");
    };
    auto outcomes = bench.adapter.write_links_back(links, {});
    CHECK(failures(outcomes) == 1);
    REQUIRE(outcomes[1].error);
    CHECK(outcomes[1].error->reach == Reach::item);
    CHECK(outcomes[1].error->fate == Fate::closed);

    // its note went out in the same batch, and the second attempt sees that
    bench.http.after = nullptr;
    CHECK(failures(bench.adapter.write_links_back(links, {links[1].ticket_id})) == 0);
    for (const auto& link : links) {
        CHECK(is_told(bench, link));
        CHECK(bench.desk.notes(std::stoll(link.ticket_id)).size() == 1);
    }
}

TEST_CASE("A note that the answer leaves out is unclear, and not written twice") {
    Bench bench;
    const auto ids = bench.add_many(4);
    const auto links = links_for(ids);
    bench.http.after = [&](const HttpRequest& request, HttpResponse& answer) {
        if (request.body.find("\"POST\"") != std::string::npos)
            answer = json_answer(200, R"({"responses":{}})");
    };
    const auto outcomes = bench.adapter.write_links_back(links, {});
    CHECK(failures(outcomes) == 4);
    bench.http.after = nullptr;
    CHECK(failures(bench.adapter.write_links_back(links, {})) == 0);
    for (const auto& link : links) CHECK(is_told(bench, link));
}

TEST_CASE("One ticket that makes every batch of writes fail is alone with it when told alone") {
    Bench bench;
    const auto ids = bench.add_many(6);
    const auto links = links_for(ids);
    bench.http.before = [](const HttpRequest& request) {
        const bool write = request.method == "PUT" || request.body.find("\"PUT\"") != std::string::npos;
        if (write && (request.url + request.body).find("/tickets/3") != std::string::npos) throw dropped();
    };
    CHECK_THROWS_AS(bench.adapter.write_links_back(links, {}), SyncError);
    CHECK(bench.desk.counters().writes == 0);
    for (const auto& link : links) {
        INFO(link.ticket_id);
        const auto outcomes = bench.adapter.write_links_back({&link, 1}, {link.ticket_id});
        REQUIRE(outcomes.size() == 1);
        CHECK(outcomes[0].error.has_value() == (link.ticket_id == "3"));
        if (outcomes[0].error)
            CHECK(outcomes[0].error->reach == Reach::item);
        else
            CHECK(is_told(bench, link));
    }
    CHECK(bench.desk.notes(3).empty());
}

TEST_CASE("A note is found again after the desk has tidied its blanks") {
    Bench bench;
    const auto ids = bench.add_many(1);
    const auto link = link_for("1");
    bench.adapter.write_links_back({&link, 1}, {});
    const auto note = bench.desk.notes(1).at(0);
    auto html = note.html;
    const auto at = html.find(" ffee");
    REQUIRE(at != std::string::npos);
    html.replace(at, 1, "&nbsp;\n");
    const auto end = html.find(" </small>");
    if (end != std::string::npos) html.replace(end, 1, "");
    bench.desk.edit_message(1, note.id, html);
    CHECK(failures(bench.adapter.write_links_back({&link, 1}, {"1"})) == 0);
    CHECK(bench.desk.notes(1).size() == 1);
}

TEST_CASE("A note is found among hundreds of messages, and no note is written where that cannot be told") {
    Bench bench;
    bench.add("Long");
    const auto link = link_for("1");
    bench.adapter.write_links_back({&link, 1}, {});
    for (int i = 0; i < 450; ++i) bench.reply(1);
    CHECK(failures(bench.adapter.write_links_back({&link, 1}, {"1"})) == 0);
    CHECK(bench.desk.notes(1).size() == 1);
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.method == "GET" && request.url.find("/messages") != std::string::npos)
            answer = json_answer(200, "{}");
    };
    const auto outcomes = bench.adapter.write_links_back({&link, 1}, {"1"});
    CHECK(failures(outcomes) == 1);
    CHECK(bench.desk.notes(1).size() == 1);
}

TEST_CASE("Two hundred tickets listed, described and told are four calls") {
    for (const auto batch : {Options::Batch::both, Options::Batch::requests}) {
        Options options;
        options.batch = batch;
        Bench bench(options);
        bench.add_many(200);
        bench.ticket(1);  // the names of departments and the like
        bench.adapter.doubts(link_for("1"), {});
        bench.http.said.clear();
        auto page = bench.adapter.read_feed(bench.feed("history"), "", {});
        REQUIRE(page.tickets.size() == 200);
        bench.adapter.describe(page.tickets);
        std::vector<LinkBack> links;
        for (const auto& ticket : page.tickets) links.push_back(link_for(ticket.id));
        CHECK(failures(bench.adapter.write_links_back(links, {})) == 0);
        CHECK(bench.http.said.size() == 4);
        for (const auto& link : links) REQUIRE(is_told(bench, link));
    }
}

TEST_CASE("A note that the desk takes for a repeated one is there") {
    Bench bench;
    bench.add("Noted");
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.method == "POST" && request.url.find("/messages") != std::string::npos)
            answer = json_answer(400, R"({"status":400,"code":"dupe_ticket","message":"Duplicate."})");
    };
    const std::vector<LinkBack> links{{"1", 7, "https://w.example/7", "", "", "<p>linked</p>", "mark-1"}};
    CHECK(!bench.adapter.write_links_back(links, {})[0].error);
}

TEST_CASE(
    "A field for numbers takes the number as one and is left when it holds it; one for choices refuses") {
    Bench bench;
    bench.add("Counted");
    bench.desk.change_company(
        [](sandbox::deskpro::Company& company) { company.know_field("Item number").widget = "number"; });
    const auto told = [&](const std::string& field) {
        const std::vector<LinkBack> links{{"1", 4711, "", field, "", "", ""}};
        return bench.adapter.write_links_back(links, {})[0].error;
    };
    CHECK(!told("Item number"));
    CHECK(bench.desk.ticket(1)->fields.at("Item number") == "4711");
    const auto writes = bench.desk.counters().writes;
    CHECK(!told("Item number"));
    CHECK(bench.desk.counters().writes == writes);
    const auto error = told("Severity");
    REQUIRE(error);
    CHECK(error->reach == Reach::item);
    CHECK(error->trouble == Trouble::configuration);
}
