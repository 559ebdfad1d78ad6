#include "stand_in.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::ArtifactQuery;
using sandbox::azure_devops::BadToken;
using sandbox::azure_devops::BatchMode;
using sandbox::azure_devops::Level;
using sandbox::azure_devops::Switches;

namespace {

template <class Kind>
std::size_t count(const std::vector<CreateOutcome>& outcomes) {
    return static_cast<std::size_t>(
        std::count_if(outcomes.begin(), outcomes.end(),
                      [](const CreateOutcome& outcome) { return std::holds_alternative<Kind>(outcome); }));
}

SyncError error_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const SyncError& error) {
        return error;
    }
    FAIL("no error was thrown");
    return SyncError(Reach::run, Trouble::data, "");
}

}  // namespace

TEST_CASE("every level is recognised and read in a version that it knows") {
    const auto [level, product] = GENERATE(table<Level, std::string>({
        {Level::server2019, "Azure DevOps Server, REST 5.0"},
        {Level::server2019_1, "Azure DevOps Server, REST 5.1"},
        {Level::server2020, "Azure DevOps Server, REST 6.0"},
        {Level::server2020_1, "Azure DevOps Server, REST 6.0"},
        {Level::server2022, "Azure DevOps Server, REST 7.0"},
        {Level::server2022_1, "Azure DevOps Server, REST 7.1"},
        {Level::services, "Azure DevOps Services"},
    }));
    const bool with_options = GENERATE(true, false);
    Bench bench(level);
    CAPTURE(product, with_options);
    if (!with_options)
        bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            if (request.method == "OPTIONS") answer = HttpResponse{405, {}, ""};
        };

    const auto identity = bench.tracker.identify();
    CHECK(identity.product == product);
    CHECK(identity.account == "Jamal Hartnett <jamal@example.com>");
    CHECK_FALSE(identity.id.empty());
    CHECK(bench.tracker.server_time().has_value());

    const std::vector<std::string> types = {"Bug", "Task"};
    const auto process = bench.tracker.read_process("widgets", types);
    CHECK(process.project == "Widgets");
    CHECK(process.areas ==
          std::vector<std::string>{"Widgets", "Widgets\\Web", "Widgets\\Web\\Checkout", "Widgets\\Desktop"});
    CHECK(process.iterations == std::vector<std::string>{"Widgets", "Widgets\\Sprint 1"});
    const auto* bug = process.type("bug");
    REQUIRE(bug != nullptr);
    CHECK(bug->initial_states == std::vector<std::string>{"New"});
    REQUIRE_FALSE(bug->states.empty());
    CHECK(bug->states.front().category == "Proposed");
    const auto* team = bug->field("Team");
    REQUIRE(team != nullptr);
    CHECK(team->required);
    CHECK(team->has_default);
    CHECK(team->allowed == std::vector<std::string>{"Red", "Blue"});
    CHECK(bug->field("System.Tags")->kind == FieldKind::words);
    CHECK(bug->field("System.Title")->required);
    CHECK(bug->field("System.Title")->limit == 255);
    CHECK(bug->field("System.AreaPath")->kind == FieldKind::tree_path);
    CHECK_FALSE(bug->field("System.AreaPath")->read_only);
    CHECK(bug->field("System.CreatedDate")->read_only);
    CHECK(bug->field("System.AssignedTo")->kind == FieldKind::person);
    CHECK(bug->field("Microsoft.VSTS.TCM.ReproSteps")->kind == FieldKind::html);
    CHECK(process.type("Epic")->fields.empty());

    const auto items = bench.tickets(3);
    const auto outcomes = bench.tracker.create(items, true);
    REQUIRE(count<Created>(outcomes) == 3);
    const auto& made = std::get<Created>(outcomes[1]).item;
    CHECK(made.hyperlinks == std::vector<Hyperlink>{items[1].origin});
    CHECK(made.revision == 1);
    CHECK(made.fields.at("System.Title") == items[1].fields.at("System.Title"));
    CHECK(bench.tracker.walk("Widgets", 0).size() == 3);
    const auto found = bench.tracker.find_origins(std::vector<Trace>{bench.trace(items[2])});
    REQUIRE(found.size() == 1);
    CHECK(found[0].hyperlinks == std::vector<Hyperlink>{items[2].origin});
}

TEST_CASE("the fixed calls for one mapping stay far below twenty") {
    Bench bench;
    bench.tracker.identify();
    const std::vector<std::string> types = {"Bug"};
    bench.tracker.read_process("Widgets", types);
    bench.tracker.newest("Widgets");
    CHECK(bench.http.requests <= 12);
}

TEST_CASE("items arrive one each, whatever their number") {
    const int number = GENERATE(1, 200, 450);
    Bench bench;
    const auto items = bench.tickets(number);
    const auto before = bench.http.requests;
    const auto outcomes = bench.tracker.create(items, true);
    CHECK(count<Created>(outcomes) == items.size());
    CHECK(bench.system.item_count() == items.size());
    CHECK(bench.http.requests - before <= 1 + (items.size() + 199) / 200);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& made = std::get<Created>(outcomes[i]).item;
        CHECK(made.hyperlinks == std::vector<Hyperlink>{items[i].origin});
    }
}

TEST_CASE("a value comes back as it was sent") {
    Bench bench;
    const std::vector<std::string> types = {"Bug"};
    bench.tracker.read_process("Widgets", types);
    const auto item = bench.ticket(1);
    const auto outcomes = bench.tracker.create({&item, 1}, false);
    REQUIRE(count<Created>(outcomes) == 1);
    const std::vector<WorkItemId> ids = {std::get<Created>(outcomes[0]).item.id};
    const auto read = bench.tracker.read(ids);
    REQUIRE(read.size() == 1);
    CHECK(read[0].fields.at("System.Title") == item.fields.at("System.Title"));
    CHECK(read[0].fields.at("Microsoft.VSTS.TCM.ReproSteps") ==
          item.fields.at("Microsoft.VSTS.TCM.ReproSteps"));
    CHECK(read[0].fields.at("System.Tags") == item.fields.at("System.Tags"));
    CHECK(read[0].fields.at("Microsoft.VSTS.Common.Priority") == Value(std::int64_t{2}));
    CHECK(std::get<Person>(read[0].fields.at("System.AssignedTo")).email == "jamal@example.com");
    CHECK(std::holds_alternative<Time>(read[0].fields.at("System.CreatedDate")));
    CHECK(read[0].url.find("_workitems/edit/" + std::to_string(ids[0])) != std::string::npos);
}

TEST_CASE("a server without batch is written to one by one") {
    Bench bench(Level::server2020);
    bench.system.change([](Switches& switches) { switches.batch = BatchMode::absent; });
    const auto items = bench.tickets(5);
    CHECK(count<Created>(bench.tracker.create(items, true)) == 5);
    CHECK(bench.system.counters().items_created == 5);
    const auto more = bench.tickets(2);
    CHECK(count<Created>(bench.tracker.create(more, true)) == 2);
    CHECK(bench.system.counters().requests["create"] == 7);
}

TEST_CASE("a poison item is refused and the others arrive") {
    Bench bench;
    const bool batch = GENERATE(true, false);
    bench.system.change([&](Switches& switches) {
        switches.batch = batch ? BatchMode::independent : BatchMode::absent;
        switches.poison_title = "Ticket 2 ";
    });
    const auto items = bench.tickets(3);
    const auto outcomes = bench.tracker.create(items, true);
    CHECK(count<Created>(outcomes) == 2);
    REQUIRE(std::holds_alternative<Refused>(outcomes[1]));
    CHECK(std::get<Refused>(outcomes[1]).error.reach == Reach::item);
    CHECK(bench.system.item_count() == 2);
}

TEST_CASE("an item at which the server fails is unclear and the others arrive") {
    Bench bench;
    bench.system.change([](Switches& switches) {
        switches.poison_title = "Ticket 2 ";
        switches.poison_status = 500;
    });
    const auto items = bench.tickets(3);
    const auto outcomes = bench.tracker.create(items, true);
    CHECK(count<Created>(outcomes) == 2);
    REQUIRE(std::holds_alternative<Unclear>(outcomes[1]));
    CHECK(std::get<Unclear>(outcomes[1]).error.fate == Fate::closed);
}

TEST_CASE("one answer for a whole batch leaves every item unclear, and its marks tell") {
    Bench bench;
    const auto mode = GENERATE(BatchMode::all_or_nothing, BatchMode::stops_midway);
    bench.system.change([&](Switches& switches) {
        switches.batch = mode;
        switches.poison_title = "Ticket 3 ";
    });
    const auto items = bench.tickets(4);
    CHECK(count<Unclear>(bench.tracker.create(items, true)) == 4);
    std::vector<Trace> traces;
    for (const auto& item : items) traces.push_back(bench.trace(item));
    CHECK(bench.tracker.find_origins(traces).size() == (mode == BatchMode::stops_midway ? 2 : 0));
    const auto alone = bench.tracker.create(std::span(items).subspan(2, 1), true);
    CHECK(std::holds_alternative<Refused>(alone[0]));
}

TEST_CASE("a refusal by the rules names the field") {
    Bench bench;
    auto item = bench.ticket(1);
    SECTION("a required field is empty") {
        item.fields.erase("System.Title");
        const auto outcomes = bench.tracker.create({&item, 1}, false);
        REQUIRE(count<Refused>(outcomes) == 1);
        CHECK_THAT(std::get<Refused>(outcomes[0]).error.what(), Catch::Contains("Title"));
    }
    SECTION("a value is not in the list") {
        item.fields["Custom.Team"] = std::string("Green");
        const auto outcomes = bench.tracker.create({&item, 1}, false);
        REQUIRE(count<Refused>(outcomes) == 1);
        CHECK_THAT(std::get<Refused>(outcomes[0]).error.what(), Catch::Contains("Team"));
    }
    SECTION("an area does not exist") {
        item.fields["System.AreaPath"] = std::string("Widgets\\Nowhere");
        const auto outcomes = bench.tracker.create({&item, 1}, false);
        REQUIRE(count<Refused>(outcomes) == 1);
        CHECK_THAT(std::get<Refused>(outcomes[0]).error.what(), Catch::Contains("area"));
    }
    CHECK(bench.system.item_count() == 0);
}

TEST_CASE("a person nobody knows there is named by field, not by address") {
    Bench bench;
    const bool localized = GENERATE(false, true);
    bench.system.change([&](Switches& switches) { switches.localized_errors = localized; });
    auto item = bench.ticket(1);
    item.fields["System.AssignedTo"] = Person{"Ghost", "ghost@example.com", ""};
    const auto outcomes = bench.tracker.create({&item, 1}, false);
    REQUIRE(count<Refused>(outcomes) == 1);
    const auto& refused = std::get<Refused>(outcomes[0]);
    CHECK(refused.unknown_person_field == "System.AssignedTo");
    CHECK_THAT(refused.error.what(), !Catch::Contains("ghost"));
}

TEST_CASE("an unreadable item does not hide the others") {
    Bench bench;
    const auto items = bench.tickets(5);
    bench.tracker.create(items, true);
    const bool nulls = GENERATE(false, true);
    bench.system.change([&](Switches& switches) {
        switches.unreadable_ids = {2};
        switches.omitted_items_are_null = nulls;
    });
    const std::vector<WorkItemId> ids = {5, 2, 1, 999};
    const auto read = bench.tracker.read(ids);
    REQUIRE(read.size() == 2);
    CHECK(read[0].id == 5);
    CHECK(read[1].id == 1);
}

TEST_CASE("origins are found where the query by address is missing, empty or late") {
    Bench bench(Level::server2022);
    const int kind = GENERATE(0, 1, 2);
    bench.system.change([&](Switches& switches) {
        if (kind == 0) switches.artifact_query = ArtifactQuery::absent;
        if (kind == 1) switches.artifact_query = ArtifactQuery::finds_nothing;
        if (kind == 2) switches.artifact_query_lag_ms = 1'000'000'000;
    });
    const auto items = bench.tickets(3);
    bench.tracker.create(items, true);
    const std::vector<Trace> traces = {bench.trace(items[0]),
                                       bench.trace(items[2]),
                                       {"https://acme.deskpro.com/app#/t/77", "Widgets", Time{}}};
    const auto found = bench.tracker.find_origins(traces);
    const auto holds = [&](const Hyperlink& link) {
        return std::any_of(found.begin(), found.end(), [&](const WorkItem& item) {
            return std::find(item.hyperlinks.begin(), item.hyperlinks.end(), link) != item.hyperlinks.end();
        });
    };
    CHECK(holds(items[0].origin));
    CHECK(holds(items[2].origin));
}

TEST_CASE("a project may have any name") {
    const std::string name =
        GENERATE("Web Shop", "C# & F#", "50% off", "\xE8\xA3\xBD\xE5\x93\x81", "O'Brien");
    Bench bench(Level::server2020, name);
    const std::vector<std::string> types = {"User Story"};
    const auto process = bench.tracker.read_process(name, types);
    CHECK(process.project == name);
    CHECK_FALSE(process.type("User Story")->fields.empty());
    auto item = bench.ticket(1);
    item.type = "User Story";
    item.fields.erase("Microsoft.VSTS.TCM.ReproSteps");
    CHECK(count<Created>(bench.tracker.create({&item, 1}, true)) == 1);
    CHECK(bench.tracker.newest(name).size() == 1);
}

TEST_CASE("a project that is not there is told with those that are") {
    Bench bench;
    const auto error = error_of([&] { bench.tracker.read_process("Wigets", {}); });
    CHECK(error.reach == Reach::run);
    CHECK(error.trouble == Trouble::configuration);
    CHECK_THAT(error.what(), Catch::Contains("Wigets") && Catch::Contains("Widgets"));
    CHECK_THAT(error.hint, Catch::Contains("Was \"Widgets\" meant?"));
}

TEST_CASE("a dead token is sign-in trouble in every disguise") {
    const auto [disguise, fate] = GENERATE(table<BadToken, Fate>({
        {BadToken::refused, Fate::refused},
        {BadToken::refused_empty, Fate::closed},
        {BadToken::refused_empty_list, Fate::closed},
        {BadToken::sign_in_page, Fate::closed},
        {BadToken::redirect, Fate::closed},
    }));
    Bench bench(Level::services, "Widgets", "expired");
    bench.system.change([&, value = disguise](Switches& switches) { switches.bad_token = value; });
    const auto error = error_of([&] { bench.tracker.identify(); });
    CHECK(error.reach == Reach::side);
    CHECK(error.trouble == Trouble::sign_in);
    if (disguise != BadToken::redirect) CHECK(error.fate == fate);
    CHECK_FALSE(error.hint.empty());
}

TEST_CASE("a stopped collection says that waiting does not help") {
    Bench bench;
    bench.system.change([](Switches& switches) { switches.stopped = true; });
    const auto error = error_of([&] { bench.tracker.identify(); });
    CHECK(error.trouble == Trouble::unreachable);
    CHECK_THAT(error.what(), Catch::Contains("TF24668"));
    CHECK_THAT(error.hint, Catch::Contains("administrator"));
}

TEST_CASE("throttling says how long to wait and that nothing was done") {
    Bench bench;
    bench.tracker.identify();
    sandbox::azure_devops::Throttle throttle;
    throttle.block = true;
    throttle.retry_after_s = 17;
    bench.system.change([&](Switches& switches) { switches.throttle = throttle; });
    const auto items = bench.tickets(2);
    const auto error = error_of([&] { bench.tracker.create(items, true); });
    CHECK(error.trouble == Trouble::limited);
    CHECK(error.fate == Fate::refused);
    CHECK(error.retry_after == std::chrono::seconds(17));
}

TEST_CASE("a walk shows every readable item once, past pages that are hidden") {
    Bench bench;
    const auto items = bench.tickets(450);
    bench.tracker.create(items, true);
    bench.system.change([](Switches& switches) {
        for (int id = 201; id <= 400; ++id) switches.unreadable_ids.insert(id);
    });
    std::vector<WorkItemId> seen;
    for (WorkItemId after = 0;;) {
        const auto page = bench.tracker.walk("Widgets", after);
        if (page.empty()) break;
        for (const auto& item : page) seen.push_back(item.id);
        after = page.back().id;
    }
    CHECK(seen.size() == 250);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(bench.tracker.newest("Widgets").front().id == 450);
}

TEST_CASE("an origin whose project is not known is looked for by its address alone") {
    Bench bench;
    const auto items = bench.tickets(2);
    bench.tracker.create(items, false);
    auto trace = bench.trace(items[1]);
    trace.project.clear();
    std::string asked;
    bench.http.before = [&](const HttpRequest& request) { asked += request.url + "\n"; };
    const auto found = bench.tracker.find_origins(std::vector{trace});
    REQUIRE(found.size() == 1);
    CHECK(found[0].hyperlinks.at(0).url == items[1].origin.url);

    trace.ticket_url += "9";
    CHECK(bench.tracker.find_origins(std::vector{trace}).empty());
    bench.system.change([](Switches& switches) { switches.artifact_query = ArtifactQuery::absent; });
    CHECK(bench.tracker.find_origins(std::vector{trace}).empty());
    CHECK(asked.find("fabrikam//") == std::string::npos);
    CHECK(asked.find("wiql") == std::string::npos);
}

TEST_CASE("a change takes effect at its revision and at no other, at every level") {
    const auto level = GENERATE(Level::server2019, Level::server2019_1, Level::server2020,
                                Level::server2020_1, Level::server2022, Level::server2022_1, Level::services);
    const bool batch = GENERATE(true, false);
    Bench bench(level);
    if (!batch) bench.system.change([](Switches& switches) { switches.batch = BatchMode::absent; });
    const auto made = made_items(bench.tracker.create(bench.tickets(4), true));
    std::vector<WorkItemChange> changes;
    for (const auto& item : made) {
        WorkItemChange change;
        change.id = item.id;
        change.revision = item.revision;
        change.fields["System.Title"] = "Changed " + std::to_string(item.id);
        change.fields["System.AssignedTo"] = Value();
        change.fields["System.History"] = Html{"<p>said with it</p>"};
        changes.push_back(change);
    }
    bench.system.edit(static_cast<int>(made[1].id), "jamal@example.com", {{"System.Title", "Faster"}});
    changes[2].fields["System.AreaPath"] = std::string("Widgets\\Nowhere");
    changes[3].id = 4711;
    const auto outcomes = bench.tracker.change(changes, true);
    REQUIRE(outcomes.size() == 4);
    REQUIRE(std::holds_alternative<Changed>(outcomes[0]));
    const auto& changed = std::get<Changed>(outcomes[0]).item;
    CHECK(changed.revision == 2);
    CHECK(changed.fields.at("System.Title") == Value("Changed " + std::to_string(made[0].id)));
    CHECK(changed.fields.count("System.AssignedTo") == 0);
    CHECK(changed.hyperlinks == made[0].hyperlinks);
    CHECK(std::holds_alternative<Stale>(outcomes[1]));
    REQUIRE(std::holds_alternative<Refused>(outcomes[2]));
    CHECK(std::get<Refused>(outcomes[2]).error.reach == Reach::item);
    REQUIRE(std::holds_alternative<Refused>(outcomes[3]));
    CHECK_THAT(std::get<Refused>(outcomes[3]).error.what(), Catch::Contains("4711"));
    const auto said = bench.tracker.read_comments("Widgets", made[0].id);
    REQUIRE(said.size() == 1);
    CHECK(said[0].text == "<p>said with it</p>");
    // what was sent twice takes effect once
    CHECK(std::holds_alternative<Stale>(bench.tracker.change({changes.data(), 1}, true).at(0)));
}

TEST_CASE("450 changes take three calls") {
    Bench bench;
    const auto made = made_items(bench.tracker.create(bench.tickets(450), true));
    std::vector<WorkItemChange> changes;
    for (const auto& item : made) {
        WorkItemChange change;
        change.id = item.id;
        change.revision = item.revision;
        change.fields["System.Title"] = std::string("x");
        changes.push_back(change);
    }
    const auto before = bench.http.requests;
    const auto outcomes = bench.tracker.change(changes, false);
    CHECK(bench.http.requests - before == 3);
    CHECK(std::all_of(outcomes.begin(), outcomes.end(),
                      [](const ChangeOutcome& outcome) { return std::holds_alternative<Changed>(outcome); }));
}

TEST_CASE("one answer for a batch of changes leaves all unclear, and their revisions tell") {
    Bench bench;
    const auto mode = GENERATE(BatchMode::all_or_nothing, BatchMode::stops_midway);
    const auto made = made_items(bench.tracker.create(bench.tickets(3), true));
    std::vector<WorkItemChange> changes;
    for (const auto& item : made) {
        WorkItemChange change;
        change.id = item.id;
        change.revision = item.id == made[1].id ? 77 : item.revision;
        change.fields["System.Title"] = std::string("x");
        changes.push_back(change);
    }
    bench.system.change([&](Switches& switches) { switches.batch = mode; });
    for (const auto& outcome : bench.tracker.change(changes, true))
        CHECK(std::holds_alternative<Unclear>(outcome));
    const std::vector<WorkItemId> ids = {made[0].id, made[1].id, made[2].id};
    const auto now = bench.tracker.read(ids);
    CHECK(now.at(0).revision == (mode == BatchMode::stops_midway ? 2 : 1));
    CHECK(now.at(1).revision == 1);
    CHECK(now.at(2).revision == 1);
}

TEST_CASE("the hundred-and-first file is refused with its reason") {
    Bench bench;
    auto item = bench.ticket(1);
    const std::string root = "http://127.0.0.1:8790/fabrikam/_apis/wit/attachments";
    for (int i = 0; i < 101; ++i) {
        HttpRequest upload;
        upload.method = "POST";
        upload.url = root + "?fileName=f&api-version=7.1";
        upload.body = "x";
        const auto reply = bench.http.exchange(upload);
        item.files.push_back(
            {json::Document::parse(reply.body, "x")["url"].text(), "f" + std::to_string(i), ""});
    }
    const auto outcomes = bench.tracker.create({&item, 1}, true);
    REQUIRE(count<Refused>(outcomes) == 1);
    CHECK_THAT(std::get<Refused>(outcomes[0]).error.what(), Catch::Contains("VS403313"));
    item.files.pop_back();
    CHECK(count<Created>(bench.tracker.create({&item, 1}, true)) == 1);
}

TEST_CASE("changed tags take the place of those that were there") {
    Bench bench;
    const bool merges = GENERATE(true, false);
    bench.system.change([&](Switches& switches) { switches.tags_add_merges = merges; });
    auto item = bench.ticket(1);
    if (GENERATE(true, false)) item.fields.erase("System.Tags");
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    WorkItemChange change;
    change.id = made.id;
    change.revision = made.revision;
    change.fields["System.Tags"] = Words{"one", "two"};
    const auto outcomes = bench.tracker.change({&change, 1}, true);
    REQUIRE(std::holds_alternative<Changed>(outcomes.at(0)));
    CHECK(std::get<Changed>(outcomes[0]).item.fields.at("System.Tags") == Value(Words{"one", "two"}));
}

TEST_CASE("a hyperlink is added to an item and taken away again, the others stay") {
    Bench bench;
    const auto made = made_items(bench.tracker.create(bench.tickets(1), true)).at(0);
    WorkItemChange change;
    change.id = made.id;
    change.revision = made.revision;
    change.links = {{"https://desk.example/tickets/2", "a mark"}};
    auto outcomes = bench.tracker.change({&change, 1}, true);
    REQUIRE(std::holds_alternative<Changed>(outcomes.at(0)));
    const auto linked = std::get<Changed>(outcomes[0]).item;
    REQUIRE(linked.hyperlinks.size() == 2);
    CHECK(linked.hyperlinks[1] == change.links[0]);

    change.revision = linked.revision;
    change.links.clear();
    change.unlinks = {linked.hyperlinks[0]};
    outcomes = bench.tracker.change({&change, 1}, true);
    REQUIRE(std::holds_alternative<Changed>(outcomes.at(0)));
    CHECK(std::get<Changed>(outcomes[0]).item.hyperlinks == std::vector<Hyperlink>{linked.hyperlinks[1]});
    CHECK(std::holds_alternative<Stale>(bench.tracker.change({&change, 1}, true).at(0)));
}
