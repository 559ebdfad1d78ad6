// Values that come back from the stand-in have the form in which they are written, without a process read.
#include "stand_in.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::BatchMode;
using sandbox::azure_devops::Switches;

namespace {

constexpr const char* jamal = "jamal@example.com";

const auto every_level = {Level::server2019, Level::server2019_1, Level::server2020, Level::server2020_1,
                          Level::server2022, Level::server2022_1, Level::services};

WorkItem read_one(Bench& bench, WorkItemId id) {
    return bench.tracker.read(std::vector<WorkItemId>{id}).at(0);
}

WorkItem changed(Bench& bench, const WorkItem& item, Record fields) {
    const WorkItemChange change{item.id, item.revision, std::move(fields), {}};
    const auto outcome = bench.tracker.change({&change, 1}, true).at(0);
    REQUIRE(std::holds_alternative<Changed>(outcome));
    return std::get<Changed>(outcome).item;
}

}  // namespace

TEST_CASE("who changed an item, when, its state and its comments are read at every level") {
    Bench bench(GENERATE(values(every_level)));
    const auto id = bench.system.add_item("Widgets", "Bug", jamal, {{"System.Title", "x"}});
    bench.system.comment(id, jamal, "one");
    bench.system.comment(id, jamal, "two");
    const auto item = read_one(bench, id);
    CHECK(item.revision == 3);
    CHECK(item.fields.at("System.CommentCount") == Value(std::int64_t{2}));
    CHECK(item.fields.at("System.State") == Value(std::string("New")));
    CHECK_FALSE(text_of(item.fields.at("System.Reason")).empty());
    CHECK(item.fields.at("System.TeamProject") == Value(std::string("Widgets")));
    CHECK(item.fields.at("System.WorkItemType") == Value(std::string("Bug")));
    CHECK(std::get<Person>(item.fields.at("System.ChangedBy")).email == jamal);
    CHECK(std::get<Person>(item.fields.at("System.ChangedBy")).name == "Jamal Hartnett");
    CHECK(std::get<Time>(item.fields.at("System.ChangedDate")) >
          std::get<Time>(item.fields.at("System.CreatedDate")));
}

TEST_CASE("rich text, people, tags and numbers come back as they were written") {
    Bench bench(GENERATE(values(every_level)));
    const auto ticket = bench.ticket(1);
    const auto made = made_items(bench.tracker.create({&ticket, 1}, true)).at(0);
    for (const auto& item : {made, read_one(bench, made.id)}) {
        for (const auto* name : {"Microsoft.VSTS.TCM.ReproSteps", "System.Tags", "System.AreaPath",
                                 "Microsoft.VSTS.Common.Priority", "System.Title"}) {
            CAPTURE(name);
            CHECK(item.fields.at(name) == ticket.fields.at(name));
        }
        CHECK(std::get<Person>(item.fields.at("System.AssignedTo")).email == jamal);
    }
}

TEST_CASE(
    "fields of the customer's own come in their kind, for one call more where nobody read the process") {
    auto options = options_for(GENERATE(Level::server2019, Level::services), "Widgets");
    options.projects[0].fields = {{"Custom.Impact", "Impact", "html", {}},
                                  {"Custom.Seen", "Seen", "dateTime", {}},
                                  {"Custom.Note", "Note", "string", {}}};
    Bench bench(options);
    const auto id = bench.system.add_item("Widgets", "Bug", jamal,
                                          {{"System.Title", "x"},
                                           {"Custom.Impact", "<b>high</b>"},
                                           {"Custom.Seen", "2026-03-04T08:11:26Z"},
                                           {"Custom.Note", "<b>as it is</b>"}});
    const bool process_read = GENERATE(true, false);
    if (process_read) bench.tracker.read_process("Widgets", std::vector<std::string>{"Bug"});
    bench.tracker.read(std::vector<WorkItemId>{4711});
    const auto before = bench.http.requests;
    for (int i = 0; i < 2; ++i) {
        const auto fields = read_one(bench, id).fields;
        CHECK(fields.at("Custom.Impact") == Value(Html{"<b>high</b>"}));
        CHECK(std::holds_alternative<Time>(fields.at("Custom.Seen")));
        CHECK(fields.at("Custom.Note") == Value(std::string("<b>as it is</b>")));
    }
    CHECK(bench.http.requests - before == (process_read ? 2 : 3));
}

TEST_CASE("a value that is nothing clears its field, and clearing again does no harm") {
    const auto level = GENERATE(values(every_level));
    const bool batch = GENERATE(true, false), merges = GENERATE(true, false);
    Bench bench(level);
    bench.system.change([&](Switches& switches) {
        switches.tags_add_merges = merges;
        if (!batch) switches.batch = BatchMode::absent;
    });
    const auto ticket = bench.ticket(1);
    auto item = made_items(bench.tracker.create({&ticket, 1}, true)).at(0);
    const Record nothing = {{"System.Tags", Words{}},
                            {"System.AssignedTo", Person{}},
                            {"Microsoft.VSTS.TCM.ReproSteps", Html{}},
                            {"Microsoft.VSTS.Common.Priority", Value()}};
    for (int i = 0; i < 2; ++i) {
        item = changed(bench, item, nothing);
        for (const auto& [name, value] : nothing) CHECK(item.fields.count(name) == 0);
    }
    const auto seen = bench.system.item(static_cast<int>(item.id))->fields;
    for (const auto& [name, value] : nothing) CHECK(seen.count(name) == 0);
}

TEST_CASE("Markdown is told apart from HTML for fields and comments of the service") {
    Bench bench;
    // tells that this is the service
    bench.tracker.identify();
    auto ticket = bench.ticket(1);
    ticket.fields["Microsoft.VSTS.TCM.ReproSteps"] = std::string("**it** breaks");
    const auto made = made_items(bench.tracker.create({&ticket, 1}, true)).at(0);
    CHECK(read_one(bench, made.id).fields.at("Microsoft.VSTS.TCM.ReproSteps") ==
          Value(std::string("**it** breaks")));
    const auto say = [&](const std::string& query, const std::string& text) {
        HttpRequest request;
        request.method = "POST";
        request.url = "http://127.0.0.1:8790/fabrikam/Widgets/_apis/wit/workItems/" +
                      std::to_string(made.id) + "/comments" + query;
        request.body = R"({"text":")" + text + "\"}";
        request.headers.emplace("Content-Type", "application/json");
        request.headers.emplace("Accept", "application/json;api-version=7.1-preview.4");
        REQUIRE(bench.http.exchange(request).status == 200);
    };
    say("", "<b>said</b>");
    say("?format=markdown", "**said**");
    const auto comments = bench.tracker.read_comments("Widgets", made.id);
    REQUIRE(comments.size() == 2);
    CHECK_FALSE(comments[0].markdown);
    CHECK(comments[1].markdown);
    CHECK(comments[1].text == "**said**");
}

TEST_CASE("a deleted comment is left out at every level that can delete one") {
    Bench bench(GENERATE(Level::server2019_1, Level::server2020, Level::server2022, Level::services));
    const bool revision = GENERATE(true, false);
    bench.system.change([&](Switches& switches) { switches.comment_changes_make_revisions = revision; });
    const auto id = bench.system.add_item("Widgets", "Bug", jamal, {{"System.Title", "x"}});
    bench.system.comment(id, jamal, "one");
    bench.system.comment(id, jamal, "two");
    bench.system.remove_comment(id, bench.system.item(id)->comments.at(0).id, jamal);
    const auto comments = bench.tracker.read_comments("Widgets", id);
    REQUIRE(comments.size() == 1);
    CHECK(comments[0].text == "two");
    const auto item = read_one(bench, id);
    CHECK(item.fields.at("System.CommentCount") == Value(std::int64_t{1}));
    CHECK(item.revision == (revision ? 4 : 3));
}
