// The mappings that are shipped, and those that the manual shows.
#include "config/mapping_cases.h"
#include "config/mapping_file.h"
#include "mapping/translator.h"
#include "shelf.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace deskbridge;
using namespace deskbridge::testing;

namespace {

/// The blocks of JSON in mappings/README.md.
Texts examples() {
    const char* source = std::getenv("DESKBRIDGE_SOURCE");
    std::ifstream file(std::filesystem::path(source == nullptr ? "." : source) / "mappings" / "README.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    constexpr std::string_view opening = "```jsonc\n";
    Texts blocks;
    for (auto at = page.find(opening); at != std::string::npos; at = page.find(opening, at)) {
        at += opening.size();
        blocks.push_back(page.substr(at, page.find("```", at) - at));
    }
    return blocks;
}

/// A preset for one help desk, which says what only its tickets have.
bool is_overlay(const std::string& name) {
    return name.starts_with("deskpro-") || name.starts_with("request-tracker-");
}

}  // namespace

TEST_CASE("A preset can be read, and built on") {
    Shelf shelf;
    for (const auto& name : preset_names()) {
        INFO(name);
        CHECK(read_mapping("preset:" + name).mapping.fields.size() > 0);
    }
    const auto mapping =
        shelf.mapping(R"json({ "name": "ours", "extends": "deskpro-agile-bug", "select": "true",
  "project": "Gadgets", "fields": [ { "work": "System.AssignedTo", "remove": true } ] })json");
    CHECK(mapping.project.text == "Gadgets");
    CHECK(mapping.type.text == "Bug");
    CHECK(mapping.fields[0].work == "System.Title");
    CHECK(mapping.fields[0].source.place.rfind("preset:agile-bug:", 0) == 0);
}

TEST_CASE("A file on an overlay on a base preset has what each of them says last") {
    Shelf shelf;
    const auto mapping = shelf.mapping(R"json({ "name": "ours", "extends": "deskpro-agile-bug",
  "fields": [ { "work": "Custom.Customer", "desk": "organization" } ] })json");
    const auto place = [&](const std::string& work) {
        for (const auto& field : mapping.fields)
            if (field.work == work) return shelf.without_folder(field.source.place);
        return std::string("nowhere");
    };
    CHECK(place("Microsoft.VSTS.TCM.ReproSteps").starts_with("preset:agile-bug:"));
    CHECK(place("Microsoft.VSTS.Common.Severity").starts_with("preset:deskpro-agile-bug:"));
    CHECK(place("Custom.Customer") == "m.json:2:52");
    REQUIRE(mapping.link_back);
    CHECK(mapping.link_back->label == "azure-devops");
}

TEST_CASE("Every preset has an overlay for Deskpro, and carries messages and files to the work item") {
    const auto names = preset_names();
    std::size_t bases = 0, both_ways = 0, overlays = 0;
    for (const auto& name : names) {
        INFO(name);
        const auto mapping = read_mapping("preset:" + name).mapping;
        REQUIRE(mapping.comments);
        CHECK(mapping.comments->replies_to_work);
        CHECK(mapping.comments->notes_to_work);
        if (name.ends_with("-two-way")) {
            ++both_ways;
            CHECK(mapping.attachments == AttachmentFlow::both);
            CHECK(mapping.comments->from_work == CommentRules::FromWork::marked);
            CHECK(std::any_of(mapping.fields.begin(), mapping.fields.end(), [](const auto& field) {
                return field.work == "System.State" && field.flow == Flow::both;
            }));
            continue;
        }
        CHECK(mapping.attachments == AttachmentFlow::to_work);
        for (const auto& field : mapping.fields) CHECK(field.work != "System.State");
        if (is_overlay(name)) {
            ++overlays;
            continue;
        }
        ++bases;
        CHECK(std::count(names.begin(), names.end(), "deskpro-" + name) == 1);
    }
    CHECK(bases == 6);
    CHECK(both_ways == 2);
    CHECK(overlays >= bases);
    CHECK(names.size() == bases + overlays + both_ways);
}

TEST_CASE("A base preset reads only what a ticket of every desk has") {
    const Texts common = {"id",           "ref",        "url",      "subject", "description",
                          "status",       "priority",   "type",     "product", "category",
                          "organization", "department", "assignee", "labels",  "language",
                          "requester",    "created",    "updated",  "due",     "status_category"};
    for (const auto& name : preset_names()) {
        if (is_overlay(name)) continue;
        INFO(name);
        const auto mapping = read_mapping("preset:" + name).mapping;
        CHECK(mapping.find.empty());
        for (const auto& read : Translator(mapping).names()) {
            INFO(read.name);
            CHECK(std::count(common.begin(), common.end(), read.name) == 1);
        }
    }
}

TEST_CASE("The examples of the manual are what they say they are") {
    const auto blocks = examples();
    if (blocks.empty()) {
        WARN("skipped: no mappings/README.md");
        return;
    }
    REQUIRE(blocks.size() == 5);
    Shelf shelf;
    CHECK(shelf.wrong(blocks[0]) == Texts{});
    const auto fields = shelf.mapping(blocks[0]).fields;
    CHECK(std::none_of(fields.begin(), fields.end(),
                       [](const FieldMapping& field) { return field.work == "System.AssignedTo"; }));
    CHECK(std::any_of(fields.begin(), fields.end(), [](const FieldMapping& field) {
        return field.source.text == "labels" && field.source.added.size() == 1;
    }));
    shelf.file("people.json", blocks[3]);
    CHECK(shelf.problems(R"json({ "defaults": { "people": "people.json" }, "tenants": [] })json").size() ==
          1);

    std::string rows;
    std::istringstream lines(blocks[1]);
    for (std::string line; std::getline(lines, line);) rows += line + ",\n";
    CHECK(shelf.wrong(with_fields(rows)) == Texts{});
    CHECK(shelf.wrong(R"({ "name": "n", "extends": "deskpro-agile-bug", )" + blocks[2] + "}") == Texts{});

    shelf.file("m.cases.json", blocks[4]);
    const auto text = R"json({ "name": "n", "extends": "deskpro-agile-bug",
  "fields": [ { "work": "System.State", "desk": "status", "flow": "both", "values": { "resolved": "Closed" }, "otherwise": "keep" },
              { "work": "System.Title", "template": "[{{ticket.ref}}] {{ticket.subject}}" } ] })json";
    const auto run = run_mapping_cases(read_mapping(shelf.file("m.json", text)));
    REQUIRE(run);
    for (const auto& result : run->results) CHECK(result.differences == Texts{});
}
