#include "config/shipped_schema.h"

#include "config/mapping_file.h"
#include "config/shipped_mappings.h"
#include "json/schema.h"
#include "mapping/transform.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace deskbridge;
using json::DocumentFile;
using json::FileNode;
using Texts = std::vector<std::string>;

namespace {

std::string shipped(std::string_view name) {
    for (const auto& file : shipped_mappings())
        if (file.name == name) return std::string(file.text);
    return std::string(shipped_schema(name));
}

DocumentFile schema_file(const std::string& name) {
    auto file = DocumentFile::parse(shipped(name), name);
    REQUIRE(file.problems().empty());
    return file;
}

Texts texts_in(const FileNode& list) {
    Texts texts;
    for (const auto& item : list.items())
        if (item.is_text()) texts.push_back(item.text());
    return texts;
}

bool has(const Texts& texts, const std::string& wanted) {
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

/// Where a key has nothing to say to whoever points at it in an editor.
void find_silence(const FileNode& root, const FileNode& node, Texts& silent) {
    for (const auto& item : node.items()) find_silence(root, item, silent);
    for (const auto& [name, property] : node["properties"].members()) {
        const std::string reference = property["$ref"].text();
        const auto target = root["definitions"][reference.substr(reference.rfind('/') + 1)];
        if (name != "$schema" && property["description"].missing() && target["description"].missing())
            silent.push_back(property.path());
    }
    for (const auto& [name, inner] : node.members()) find_silence(root, inner, silent);
}

}  // namespace

TEST_CASE("Every key of a mapping, of its cases and of people says in an editor what it means") {
    for (const auto* name : {"mapping.schema.json", "mapping_cases.schema.json", "people.schema.json"}) {
        const auto file = schema_file(name);
        Texts silent;
        find_silence(file.root(), file.root(), silent);
        INFO(name);
        CHECK(silent == Texts{});
    }
}

TEST_CASE("The schema suggests every preset, transform and common name, and refuses no other") {
    const auto file = schema_file("mapping.schema.json");
    const auto definitions = file.root()["definitions"];
    auto presets = preset_names();
    std::sort(presets.begin(), presets.end());
    CHECK(texts_in(file.root()["properties"]["extends"]["examples"]) == presets);
    CHECK(file.root()["properties"]["extends"]["enum"].missing());

    for (const auto* where : {"transform", "change"}) {
        const auto examples = texts_in(definitions[where]["examples"]);
        for (const auto& name : transform_names()) {
            INFO(where << " " << name);
            CHECK(has(examples, name == "clip" ? "clip:80" : name));
            CHECK(definitions["transform"]["description"].text().find(name) != std::string::npos);
        }
    }
    const auto desk = texts_in(definitions["desk"]["examples"]);
    for (const auto* name :
         {"id",           "ref",    "url",        "subject",  "description", "status",   "status_category",
          "priority",     "type",   "department", "category", "product",     "assignee", "requester",
          "organization", "labels", "language",   "created",  "updated",     "due"})
        CHECK(has(desk, name));
    const auto work = texts_in(definitions["field"]["properties"]["work"]["examples"]);
    for (const auto& name : preset_names())
        for (const auto& field : read_mapping("preset:" + name).mapping.fields) CHECK(has(work, field.work));
}

TEST_CASE("Every preset and every case of one fits its schema") {
    const auto mappings = json::Schema::parse(shipped("mapping.schema.json"));
    const auto cases = json::Schema::parse(shipped("mapping_cases.schema.json"));
    std::size_t checked = 0;
    for (const auto& [name, text] : shipped_mappings()) {
        if (name.ends_with(".schema.json")) continue;
        INFO(name);
        const auto file = DocumentFile::parse(std::string(text), std::string(name));
        CHECK(file.problems().empty());
        const bool is_cases = name.ends_with(".cases.json");
        CHECK((is_cases ? cases : mappings).check(file).empty());
        if (!is_cases) CHECK(file.root()["$schema"].text() == "mapping.schema.json");
        ++checked;
    }
    CHECK(checked == 2 * preset_names().size());
}

TEST_CASE("What the schema of mappings suggests for a whole value is a value that it takes") {
    const auto schema = json::Schema::parse(shipped("mapping.schema.json"));
    const auto file = schema_file("mapping.schema.json");
    const auto fits = [&](const std::string& key, const std::string& value) {
        INFO(key << ": " << value);
        CHECK(schema.check(DocumentFile::parse("{ \"" + key + "\": " + value + " }", "m.json")).empty());
    };
    const auto source = file.source();
    CHECK(source.find("\"examples\"") != std::string_view::npos);
    fits("extends", "\"somebody/elses-file.json\"");
    fits("find", R"({ "labels": ["bug"] })");
    fits("project", R"({ "desk": "product", "values": { "Desktop": "Widgets" }, "default": "Widgets" })");
    fits("area", "null");
    fits(
        "fields",
        R"([ { "work": "System.Tags", "desk": "labels", "transform": ["lower", "clip:80", { "clip": 8 }], "add": ["from support"] } ])");
}
