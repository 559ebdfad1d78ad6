#include "adapters/azure_devops/rules.h"
#include "adapters/azure_devops/wire.h"
#include "recorded.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

/// Old examples write people as "Name <unique name>", newer ones as objects.
void check_person(const WorkItem& item, json::View raw, const std::string& field) {
    const auto told = raw["fields"][field];
    if (told.missing()) return;
    const auto& person = std::get<Person>(item.fields.at(field));
    CHECK_FALSE(person.name.empty());
    if (!told.is_object()) {
        CHECK(told.text() == (person.email.empty() ? person.name : person.name + " <" + person.email + ">"));
    } else {
        CHECK(person.email == told["uniqueName"].text());
        CHECK(person.id == told["id"].text());
    }
}

std::size_t count_of(json::View raw, const std::string& rel) {
    std::size_t count = 0;
    for (const auto& each : raw["relations"].items()) count += each["rel"].text() == rel ? 1 : 0;
    return count;
}

void check_item(json::View raw) {
    const auto item = read_work_item(raw, "https://dev.azure.com/fabrikam", {});
    const auto fields = raw["fields"];
    CHECK(item.id == raw["id"].integer().value_or(0));
    CHECK(item.revision == raw["rev"].integer().value_or(0));
    if (!fields["System.Title"].missing())
        CHECK(item.fields.at("System.Title") == Value(fields["System.Title"].text()));
    for (const char* field : {"System.CreatedBy", "System.ChangedBy", "System.AssignedTo"})
        check_person(item, raw, field);
    if (!fields["System.CreatedDate"].missing())
        CHECK(Value(*parse_time(fields["System.CreatedDate"].text())) ==
              item.fields.at("System.CreatedDate"));
    CHECK(item.hyperlinks.size() == count_of(raw, "Hyperlink"));
    const auto description = fields["System.Description"];
    if (description.missing()) return;
    const bool markdown = raw["multilineFieldsFormat"]["System.Description"].text() == "markdown";
    CHECK(std::holds_alternative<Html>(item.fields.at("System.Description")) == !markdown);
}

}  // namespace

TEST_CASE("work items of the official examples are read, of every version", "[wire]") {
    std::size_t items = 0, hyperlinks = 0, markdown = 0;
    for (const auto* resource : {"workItems", "workItemsBatch"}) {
        for (const auto& example : examples(resource)) {
            CAPTURE(example.name);
            const auto root = example.answer.root();
            const bool is_list = root["value"].is_array();
            for (const auto& raw : is_list ? list_of(root) : std::vector{root}) {
                if (raw["fields"].missing()) continue;
                check_item(raw);
                ++items;
                hyperlinks += count_of(raw, "Hyperlink");
                markdown += raw["multilineFieldsFormat"].missing() ? 0 : 1;
            }
        }
    }
    if (items == 0) return;
    CHECK(items > 150);
    CHECK(hyperlinks > 0);
    CHECK(markdown > 0);
}

TEST_CASE("queries of the official examples are read", "[wire]") {
    std::size_t flat = 0;
    for (const auto& example : examples("wiql")) {
        CAPTURE(example.name);
        const auto rows = example.answer["workItems"];
        CHECK(read_ids(rows.items()).size() == rows.size());
        if (example.answer["workItemRelations"].missing()) {
            CHECK(rows.size() > 0);
            ++flat;
        }
    }
    for (const auto& example : examples("artifacturiquery"))
        for (const auto& [uri, rows] : example.answer["artifactUrisQueryResult"].members())
            CHECK(read_ids(rows.items()).size() == rows.size());
    CHECK((flat == 0 || flat >= 5));
}

TEST_CASE("types, fields and states of the official examples are read", "[wire]") {
    for (const auto& example : examples("workItemTypes")) {
        CAPTURE(example.name);
        const auto root = example.answer.root();
        for (const auto& row : root["value"].is_array() ? list_of(root) : std::vector{root}) {
            const auto type = read_type(row);
            CHECK(type.name == row["name"].text());
            CHECK(type.initial_states.size() == row["transitions"][""].size());
            CHECK_FALSE(type.initial_states.empty());
        }
    }
    for (const auto& example : examples("workItemTypeStates")) {
        const auto states = read_states(list_of(example.answer.root()));
        REQUIRE_FALSE(states.empty());
        for (const auto& state : states) CHECK_FALSE((state.name.empty() || state.category.empty()));
    }
    for (const auto& example : examples("fields")) {
        CAPTURE(example.name);
        const auto root = example.answer.root();
        if (!root["value"].is_array()) continue;
        const auto catalogue = read_catalogue(root);
        CHECK(catalogue.kinds.size() == root["value"].size());
        CHECK(catalogue.kinds.at("System.Title") == FieldKind::text);
        CHECK(catalogue.kinds.at("System.AreaPath") == FieldKind::tree_path);
        CHECK(catalogue.kinds.at("System.Description") == FieldKind::html);
        CHECK(catalogue.kinds.at("System.AssignedTo") == FieldKind::person);
        for (const auto& row : list_of(root)) {
            CAPTURE(row["referenceName"].text(), row["type"].text());
            CHECK(kind_of_row(row) != FieldKind::other);
        }
    }
}

TEST_CASE("fields of types in the official examples keep their names, values and demands", "[wire]") {
    for (const auto& example : examples("workItemTypesField")) {
        const auto root = example.answer.root();
        if (!root["value"].is_array()) continue;
        CAPTURE(example.name);
        const auto rules = read_fields(root, {});
        for (const auto& row : list_of(root)) {
            const auto name = row["referenceName"].text();
            CAPTURE(name);
            const auto found = std::find_if(rules.begin(), rules.end(),
                                            [&](const FieldRule& each) { return each.reference == name; });
            REQUIRE(found != rules.end());
            CHECK(found->name == row["name"].text());
            CHECK(found->required == row["alwaysRequired"].flag());
        }
    }
}

TEST_CASE("trees of the official examples are read with every node below them", "[wire]") {
    std::size_t deep = 0;
    for (const auto& example : examples("classificationNodes")) {
        CAPTURE(example.name);
        const auto root = example.answer.root();
        for (const auto& node : root["value"].is_array() ? list_of(root) : std::vector{root}) {
            if (node.missing()) continue;
            const auto paths = read_tree(node);
            REQUIRE_FALSE(paths.empty());
            CHECK(paths.front() == node["name"].text());
            CHECK(paths.size() >= 1 + node["children"].size());
            for (const auto& child : node["children"].items())
                CHECK(std::find(paths.begin(), paths.end(), paths.front() + "\\" + child["name"].text()) !=
                      paths.end());
            deep += node["children"].size();
        }
    }
    CHECK((deep == 0 || deep >= 4));
}
