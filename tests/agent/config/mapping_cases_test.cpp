#include "config/mapping_cases.h"

#include "config/shipped_mappings.h"
#include "folder.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace deskbridge;
using deskbridge::testing::Folder;
using Texts = std::vector<std::string>;

namespace {

namespace fs = std::filesystem;

fs::path shipped_folder() {
    const char* source = std::getenv("DESKBRIDGE_SOURCE");
    return fs::path(source == nullptr ? "." : source) / "mappings";
}

constexpr auto mapping_text =
    R"json({ "name": "n", "project": "P", "type": "Bug", "select": "ticket.urgency > 3",
  "fields": [
    { "work": "System.Title", "desk": "subject" },
    { "work": "Priority", "desk": "priority", "values": { "High": 1, "Low": 4 } },
    { "work": "System.State", "desk": "status", "flow": "both", "values": { "open": "Active", "hold": "Active", "done": "Closed" } },
    { "work": "Custom.Since", "desk": "created" } ] })json";

struct Bench : Folder {
    std::vector<CaseResult> run(const std::string& cases) const {
        file("m.cases.json", cases);
        return run_mapping_cases(read_mapping(file("m.json", mapping_text)))->results;
    }
    Texts differences(const std::string& one) const {
        const auto results = run("[ " + one + " ]");
        REQUIRE(results.size() == 1);
        return results[0].differences;
    }
    Texts refusals(const std::string& cases) const {
        try {
            run(cases);
        } catch (const json::FileError& error) {
            return texts(error.problems);
        }
        return {};
    }
};

}  // namespace

TEST_CASE("Every mapping that is shipped has cases, and all of them pass") {
    const auto folder = shipped_folder();
    if (!fs::exists(folder)) {
        WARN("skipped: no folder " << folder);
        return;
    }
    int mappings = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        if (!name.ends_with(".json") || name.ends_with(".cases.json") || name.ends_with(".schema.json"))
            continue;
        ++mappings;
        INFO(name);
        const auto run = run_mapping_cases(read_mapping(entry.path()));
        REQUIRE(run);
        CHECK(run->results.size() > 0);
        for (const auto& result : run->results) {
            INFO(result.place << " " << result.name);
            CHECK(result.differences == Texts{});
        }
    }
    CHECK(mappings > 0);
}

TEST_CASE("The presets in the program are those of the folder, and pass their cases") {
    const auto folder = shipped_folder();
    if (fs::exists(folder)) {
        for (const auto& shipped : shipped_mappings()) {
            std::ifstream file(folder / std::string(shipped.name), std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(file), {}};
            INFO(shipped.name);
            CHECK(text == shipped.text);
        }
    }
    REQUIRE_FALSE(preset_names().empty());
    for (const auto& name : preset_names()) {
        const auto run = run_mapping_cases(read_mapping("preset:" + name));
        REQUIRE(run);
        CHECK(std::all_of(run->results.begin(), run->results.end(),
                          [](const CaseResult& result) { return result.passed(); }));
    }
}

TEST_CASE("A case that holds passes, in both directions") {
    Bench bench;
    const auto results = bench.run(R"json([
  { "name": "there", "ticket": { "subject": "s", "priority": "High", "urgency": 5, "status": "done", "created": "2026-03-04T00:00:00Z" },
    "expect": { "selected": true, "project": "P", "type": "Bug",
                "fields": { "title": "s", "System.Title": "s", "Priority": 1, "System.State": "Closed", "Custom.Since": "2026-03-04T00:00:00Z" } } },
  { "name": "not", "ticket": { "urgency": 1 }, "expect": { "selected": false } },
  { "name": "odd", "ticket": { "urgency": 9, "priority": "Odd" }, "expect": { "problem": "'Odd'", "leaves": ["System.Title"] } },
  { "name": "later", "stage": "update", "ticket": { "urgency": 9 }, "expect": { "fields": { "System.Title": null } } },
  { "name": "back", "work_item": { "State": "Active" }, "present": { "status": "hold" }, "expect_desk": { "fields": { "status": "hold" } } },
  { "name": "back first", "work_item": { "System.State": "active" }, "expect_desk": { "fields": { "status": "open" } } },
  { "name": "back odd", "work_item": { "State": "Resolved" }, "expect_desk": { "problem": "Resolved" } }
])json");
    REQUIRE(results.size() == 7);
    CHECK(results[0].differences == Texts{"the mapping has no 'title' here"});
    for (std::size_t i = 1; i < results.size(); ++i) {
        INFO(results[i].name);
        CHECK(results[i].differences == Texts{});
    }
    CHECK(bench.without_folder(results[1].place) == "m.cases.json:5:3");
}

TEST_CASE("A case that does not hold says what differs") {
    Bench bench;
    CHECK(bench.differences(
              R"json({ "name": "x", "ticket": { "urgency": 1 }, "expect": { "selected": true } })json") ==
          Texts{"selected is false, expected true: `ticket.urgency > 3` is false"});
    CHECK(bench.differences(R"json({ "name": "x", "ticket": { "urgency": 4, "subject": "a" }, "expect": {
        "project": "Q", "fields": { "System.Title": "b", "Priority": 1, "Sytem.State": "x" }, "leaves": ["System.Title"] } })json") ==
          Texts{"project is 'P', expected 'Q'", "System.Title is 'a', expected 'b'",
                "Priority is left, expected '1'",
                "the mapping has no 'Sytem.State' here; did you mean 'System.State'?",
                "System.Title is 'a', expected to be left"});
    CHECK(
        bench.differences(
            R"json({ "name": "x", "ticket": { "urgency": 4, "priority": "Odd" }, "expect": { "selected": true } })json") ==
        Texts{"unexpected problem: Priority: `priority` is 'Odd', which is not in `values` ('High', 'Low')"});
    CHECK(bench.differences(
              R"json({ "name": "x", "ticket": { "urgency": 4 }, "expect": { "problem": "Odd" } })json") ==
          Texts{"no problem says 'Odd'; there is none"});
    CHECK(
        bench.differences(
            R"json({ "name": "x", "work_item": { "State": "Closed" }, "expect_desk": { "fields": { "status": "open" } } })json") ==
        Texts{"status is 'done', expected 'open'"});
}

TEST_CASE("What is no case is refused with its place") {
    Bench bench;
    CHECK(bench.refusals("{}").size() == 1);
    CHECK(bench.refusals(R"json([ { "name": "x" } ])json").size() == 1);
    CHECK(bench.refusals(R"json([ { "name": "x", "ticket": {} } ])json") ==
          Texts{"m.cases.json:1:3: [0]: 'ticket' needs 'expect'"});
    CHECK(bench.refusals(R"json([ { "name": "x", "ticket": {}, "expect": { "feilds": {} } } ])json")
              .at(0)
              .find("'fields'") != std::string::npos);
    CHECK(bench.refusals(R"json([ { "name": "x", "expect_desk": { "leaves": [] } } ])json").size() == 1);
}

TEST_CASE("A mapping without cases has none") {
    Bench bench;
    CHECK_FALSE(run_mapping_cases(read_mapping(bench.file("m.json", mapping_text))));
}
