// What is unusual and still has to work: names of any kind, processes that tell little, servers with a
// fault, and fields that are Markdown.
#include "stand_in.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <tuple>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::BatchMode;
using sandbox::azure_devops::Switches;

namespace {

WorkItemChange titled(const WorkItem& item, const std::string& title) {
    WorkItemChange change;
    change.id = item.id;
    change.revision = item.revision;
    change.fields["System.Title"] = title;
    return change;
}

WorkItem changed(Bench& bench, const WorkItemChange& change) {
    const auto outcomes = bench.tracker.change({&change, 1}, true);
    REQUIRE(std::holds_alternative<Changed>(outcomes.at(0)));
    return std::get<Changed>(outcomes[0]).item;
}

WorkItem read_again(Bench& bench, const WorkItem& item) {
    const std::vector<WorkItemId> ids = {item.id};
    return bench.tracker.read(ids).at(0);
}

const std::vector<std::string> odd_names = {
    "50% off + #1 & 'x' \"y\"",
    "a/b ~ c?d=e&f;g",
    "%41 %2F %zz +",
    "\xD0\x9E\xD1\x88\xD0\xB8\xD0\xB1\xD0\xBA\xD0\xB0 "
    "\xD0\xBF\xD0\xBB\xD0\xB0\xD1\x82\xD0\xB5\xD0\xB6\xD0\xB0",
    "\xE4\xB8\x8D\xE5\x85\xB7\xE5\x90\x88 \xE8\xA3\xBD\xE5\x93\x81",
    "\xD7\xA9\xD7\x92\xD7\x99\xD7\x90\xD7\x94 \xD8\xAE\xD8\xB7\xD8\xA3",
    "\xF0\x9F\x90\x9E bug \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
};

}  // namespace

TEST_CASE("project, type, area, iteration, state and field may have any name") {
    const auto name = GENERATE(from_range(odd_names));
    const auto level = GENERATE(Level::server2019, Level::server2020, Level::services);
    const bool batch = GENERATE(true, false);
    CAPTURE(name, level, batch);
    auto options = options_for(level, name);
    options.projects[0].areas = {name + "\\" + name};
    options.projects[0].iterations = {name};
    options.projects[0].renamed = {{"Bug", name}, {"Active", name}};
    options.projects[0].fields[0].name = name;
    Bench bench(options);
    if (!batch) bench.system.change([](Switches& switches) { switches.batch = BatchMode::absent; });

    const std::vector<std::string> types = {name};
    const auto process = bench.tracker.read_process(name, types);
    CHECK(process.project == name);
    CHECK(process.areas ==
          std::vector<std::string>{name, name + "\\" + name, name + "\\" + name + "\\" + name});
    CHECK(process.iterations == std::vector<std::string>{name, name + "\\" + name});
    const auto* type = process.type(name);
    REQUIRE(type != nullptr);
    REQUIRE(type->field(name) != nullptr);
    CHECK(type->field(name)->reference == "Custom.Team");
    CHECK(std::any_of(type->states.begin(), type->states.end(), [&](const StateRule& state) {
        return state.name == name && state.category == "InProgress";
    }));

    auto item = bench.ticket(1);
    item.type = name;
    item.fields["System.AreaPath"] = name + "\\" + name + "\\" + name;
    item.fields["System.IterationPath"] = name + "\\" + name;
    const std::vector<NewWorkItem> items = {item, bench.ticket(2)};
    const auto outcomes = bench.tracker.create({items.data(), 1}, true);
    REQUIRE(std::holds_alternative<Created>(outcomes.at(0)));
    const auto made = std::get<Created>(outcomes[0]).item;
    CHECK(made.fields.at("System.WorkItemType") == Value(name));

    auto change = titled(made, name);
    change.fields["System.State"] = name;
    change.fields["System.History"] = Html{"said"};
    CHECK(changed(bench, change).fields.at("System.State") == Value(name));
    const auto now = read_again(bench, made);
    CHECK(now.fields.at("System.AreaPath") == item.fields.at("System.AreaPath"));
    CHECK(now.fields.at("System.IterationPath") == item.fields.at("System.IterationPath"));
    CHECK(bench.tracker.read_comments(name, made.id).size() == 1);
    CHECK(bench.tracker.walk(name, 0).size() == 1);
    CHECK(bench.tracker.newest(name).size() == 1);
    CHECK(bench.tracker.find_origins(std::vector<Trace>{bench.trace(item)}).size() == 1);
}

TEST_CASE("a process that came as XML is read as far as it tells") {
    const auto level = GENERATE(Level::server2019, Level::server2019_1, Level::server2022);
    const bool absent = GENERATE(true, false);
    auto options = options_for(level, "Widgets");
    options.projects[0].xml_process = true;
    options.switches.xml_states_are_absent = absent;
    Bench bench(options);
    const std::vector<std::string> types = {"Bug"};
    const auto process = bench.tracker.read_process("Widgets", types);
    const auto* bug = process.type("Bug");
    REQUIRE(bug != nullptr);
    CHECK(bug->initial_states == std::vector<std::string>{"New"});
    std::vector<std::string> states;
    for (const auto& state : bug->states) states.push_back(state.name);
    CHECK(states == std::vector<std::string>{"New", "Active", "Resolved", "Closed"});
    CHECK(bug->field("System.Title")->required);
    CHECK(bug->field("Team")->allowed.empty());
    CHECK(bug->field("System.AssignedTo")->kind == FieldKind::person);
    const auto item = bench.ticket(1);
    CHECK(std::holds_alternative<Created>(bench.tracker.create({&item, 1}, true).at(0)));
}

TEST_CASE("a server that cannot change items in 5.0 is asked in its preview") {
    const bool batch = GENERATE(true, false);
    const bool with_options = GENERATE(true, false);
    Bench bench(Level::server2019);
    bench.system.change([&](Switches& switches) {
        switches.released_5_0_cannot_patch = true;
        if (!batch) switches.batch = BatchMode::absent;
    });
    if (!with_options)
        bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            if (request.method == "OPTIONS") answer = HttpResponse{405, {}, ""};
        };
    const auto made = made_items(bench.tracker.create(bench.tickets(2), true));
    CHECK(changed(bench, titled(made[0], "x")).revision == 2);
    const auto before = bench.http.requests;
    CHECK(changed(bench, titled(made[1], "y")).revision == 2);
    CHECK(bench.http.requests - before == 1);
}

TEST_CASE("text in a rich-text field is Markdown for the service and HTML for a server") {
    const auto [level, kept] = GENERATE(table<Level, Value>({
        {Level::services, Value(std::string("**bold** & <plain>"))},
        {Level::server2022_1, Value(Html{"<p><strong>bold</strong> &amp; </p>"})},
    }));
    const bool batch = GENERATE(true, false);
    Bench bench(level);
    if (!batch) bench.system.change([](Switches& switches) { switches.batch = BatchMode::absent; });
    bench.tracker.identify();
    auto item = bench.ticket(1);
    item.fields["System.Description"] = std::string("**bold** & <plain>");
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    if (level == Level::services) CHECK(made.fields.at("System.Description") == kept);
    if (level != Level::services) CHECK(std::holds_alternative<Html>(made.fields.at("System.Description")));
    CHECK(std::holds_alternative<Html>(made.fields.at("Microsoft.VSTS.TCM.ReproSteps")));
    CHECK(read_again(bench, made).fields.at("System.Description") == made.fields.at("System.Description"));

    auto change = titled(made, "x");
    change.fields["System.Description"] = std::string("- one\n- two");
    const auto now = changed(bench, change).fields.at("System.Description");
    if (level == Level::services) {
        CHECK(now == Value(std::string("- one\n- two")));
    } else {
        REQUIRE(std::holds_alternative<Html>(now));
        CHECK(std::get<Html>(now).markup.find("<li>one") != std::string::npos);
    }
}

TEST_CASE("HTML is written as HTML and asks for no format") {
    Bench bench;
    bench.tracker.identify();
    std::string sent;
    bench.http.before = [&](const HttpRequest& request) { sent += request.body; };
    const auto item = bench.ticket(1);
    bench.tracker.create({&item, 1}, true);
    CHECK(sent.find("ReproSteps") != std::string::npos);
    CHECK(sent.find("multilineFieldsFormat") == std::string::npos);
}

TEST_CASE("a comment that is Markdown is said in HTML") {
    Bench bench;
    bench.tracker.identify();
    const auto item = bench.ticket(1);
    auto change = titled(made_items(bench.tracker.create({&item, 1}, true)).at(0), "x");
    change.fields["System.History"] = std::string("**bold**");
    changed(bench, change);
    CHECK_THAT(bench.tracker.read_comments("Widgets", change.id).at(0).text,
               Catch::Contains("<strong>bold</strong>") || Catch::Contains("<b>bold</b>"));
}

TEST_CASE("a collection may stand below any virtual directory") {
    const auto [directory, collection] =
        GENERATE(table<std::string, std::string>({{"", "Collection"},
                                                  {"/tfs", "Collection"},
                                                  {"/apps/tfs", "Collection"},
                                                  {"/tfs", "My Collection #1"}}));
    auto options = options_for(Level::server2019_1, "Widgets");
    options.virtual_directory = directory;
    options.organization = collection;
    Bench bench(options);
    bench.tracker.identify();
    const auto item = bench.ticket(1);
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    CHECK(changed(bench, titled(made, "x")).revision == 2);
    CHECK(made.url.find(directory + "/") != std::string::npos);
    CHECK(bench.tracker.read_comments("Widgets", made.id).empty());
}
