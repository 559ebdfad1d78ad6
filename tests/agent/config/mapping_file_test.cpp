#include "config/mapping_file.h"

#include "config/mapping_cases.h"
#include "mapping/translator.h"
#include "shelf.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::testing;

TEST_CASE("A mapping is read with everything it says") {
    Shelf shelf;
    const auto mapping = shelf.mapping(R"json({
  "name": "acme bugs", // ours
  "select": "has(ticket.labels, 'bug')",
  "find": { "labels": ["bug", "defect"], "department": ["Engineering"] },
  "project": "Widgets {{ticket.product}}",
  "type": { "desk": "type", "values": { "problem": "Bug", "request": "User Story" }, "otherwise": { "value": "Task" }, "default": "Bug" },
  "area": "Widgets\\Desktop",
  "iteration": { "value": "Widgets\\Next" },
  "fields": [
    { "work": "System.Title", "template": "[{{ticket.ref}}] {{ticket.subject}}", "when": "create" },
    { "work": "System.State", "desk": "status", "flow": "both", "on_conflict": "ask", "values": { "z": "Active", "a": "Active", "resolved": "Closed" }, "otherwise": "keep" },
    { "work": "Custom.Paid", "value": true },
    { "work": "Custom.Level", "compute": "ticket.urgency + 1", "default": 0, "enforce": true },
    { "work": "Tags", "desk": "labels", "transform": ["lower", "clip:20", { "clip": 9 }] },
    { "work": "Custom.Short", "desk": "custom[\"Version\"]", "transform": "trim", "flow": "to_work", "on_conflict": "desk" },
  ],
  "comments": { "notes": "none", "from_work": "marked", "public_marker": "#r" },
  "attachments": { "flow": "both" },
  "link_back": { "field": "Work item", "label": "azure-devops", "note": true, "count": "Items" },
  "on_deselect": "unlink",
  "events": { "ticket_deleted": "delete", "ticket_spam": "unlink", "ticket_merged": "note",
              "item_deleted": "recreate", "item_moved": "unlink", "item_retyped": "note" },
  "item_links": ["parent"]
})json");
    CHECK(mapping.name == "acme bugs");
    CHECK(mapping.select == "has(ticket.labels, 'bug')");
    CHECK(mapping.find.at("labels") == Texts{"bug", "defect"});
    CHECK(mapping.find.at("department") == Texts{"Engineering"});
    CHECK(mapping.project.kind == Source::Kind::template_text);
    CHECK(mapping.type.values.size() == 2);
    CHECK(mapping.type.otherwise.kind == Otherwise::Kind::fixed);
    CHECK(mapping.type.otherwise.value == Value(std::string("Task")));
    CHECK(mapping.type.when_absent == Value(std::string("Bug")));
    REQUIRE(mapping.area);
    CHECK(mapping.area->text == "Widgets\\Desktop");
    REQUIRE(mapping.iteration);
    CHECK(mapping.iteration->fixed == Value(std::string("Widgets\\Next")));

    REQUIRE(mapping.fields.size() == 6);
    CHECK(mapping.fields[0].when == When::create);
    CHECK(mapping.fields[1].flow == Flow::both);
    CHECK(mapping.fields[1].on_conflict == OnConflict::ask);
    CHECK(mapping.fields[1].source.values[0].desk == "z");
    CHECK(mapping.fields[1].source.values[2].desk == "resolved");
    CHECK(mapping.fields[1].source.otherwise.kind == Otherwise::Kind::keep);
    CHECK(mapping.fields[2].source.fixed == Value(true));
    CHECK(mapping.fields[3].source.kind == Source::Kind::compute);
    CHECK(mapping.fields[3].enforce);
    REQUIRE(mapping.fields[4].source.transforms.size() == 3);
    CHECK(mapping.fields[4].source.transforms[1].argument == 20);
    CHECK(mapping.fields[4].source.transforms[2].argument == 9);
    CHECK(mapping.fields[5].source.transforms[0].name == "trim");
    CHECK(mapping.fields[5].on_conflict == OnConflict::desk);

    REQUIRE(mapping.comments);
    CHECK(mapping.comments->replies_to_work);
    CHECK_FALSE(mapping.comments->notes_to_work);
    CHECK(mapping.comments->from_work == CommentRules::FromWork::marked);
    CHECK(mapping.comments->public_marker == "#r");
    CHECK(mapping.attachments == AttachmentFlow::both);
    REQUIRE(mapping.link_back);
    CHECK(mapping.link_back->field == "Work item");
    CHECK(mapping.link_back->count == "Items");
    CHECK(mapping.on_deselect == OnDeselect::unlink);
    CHECK(mapping.events.ticket_deleted == OnEvent::recycle);
    CHECK(mapping.events.ticket_spam == OnEvent::unlink);
    CHECK(mapping.events.ticket_merged == OnEvent::note);
    CHECK(mapping.events.item_deleted == OnEvent::recreate);
    CHECK(mapping.events.item_moved == OnEvent::unlink);
    CHECK(mapping.events.item_retyped == OnEvent::note);
    CHECK(mapping.item_links.parents);
    CHECK_FALSE(mapping.item_links.related);
}

TEST_CASE("Events go over what is inherited one by one, and a word that none of them takes is refused") {
    Shelf shelf;
    shelf.file("base.json", R"json({ "name": "base", "project": "P", "type": "Bug",
  "events": { "ticket_deleted": "unlink", "item_moved": "note" }, "item_links": ["parent", "related"] })json");
    const auto mapping = shelf.mapping(R"json({ "name": "mine", "extends": "base",
  "events": { "item_moved": "unlink" }, "item_links": ["related"] })json");
    CHECK(mapping.events.ticket_deleted == OnEvent::unlink);
    CHECK(mapping.events.item_moved == OnEvent::unlink);
    CHECK(mapping.events.ticket_spam == OnEvent::note);
    CHECK_FALSE(mapping.item_links.parents);
    CHECK(mapping.item_links.related);
    CHECK_THROWS_AS(shelf.mapping(R"json({ "name": "m", "project": "P", "type": "Bug",
  "events": { "ticket_merged": "recreate" } })json"),
                    SyncError);
}

TEST_CASE("What is not said has its documented default") {
    Shelf shelf;
    const auto mapping = shelf.mapping(with_fields(R"json({ "work": "Title", "desk": "subject" })json"));
    CHECK(mapping.select == "true");
    CHECK(mapping.find.empty());
    CHECK_FALSE(mapping.area);
    CHECK_FALSE(mapping.comments);
    CHECK(mapping.attachments == AttachmentFlow::none);
    CHECK_FALSE(mapping.link_back);
    CHECK(mapping.on_deselect == OnDeselect::keep);
    CHECK(mapping.events.ticket_deleted == OnEvent::note);
    CHECK(mapping.events.item_deleted == OnEvent::note);
    CHECK(mapping.events.ticket_merged == OnEvent::follow);
    CHECK(mapping.events.item_moved == OnEvent::follow);
    CHECK_FALSE(mapping.item_links.parents);
    const auto& field = mapping.fields[0];
    CHECK(field.flow == Flow::to_work);
    CHECK(field.when == When::always);
    CHECK(field.on_conflict == OnConflict::newest);
    CHECK(field.source.otherwise.kind == Otherwise::Kind::error);
    CHECK_FALSE(field.source.when_absent);
}

TEST_CASE("A mapping builds on another: fields by name, a list of its own for the rest") {
    Shelf shelf;
    shelf.file("base/base.json", R"json({ "name": "base", "project": "P", "type": "Bug", "area": "P\\A",
  "select": "has(ticket.labels, 'bug')", "find": { "labels": ["bug"] }, "link_back": { "note": true },
  "fields": [ { "work": "A", "value": 1 }, { "work": "B", "value": 2 }, { "work": "C", "value": 3 } ]
})json");
    const auto mapping =
        shelf.mapping(R"json({ "name": "mine", "extends": "base/base", "area": null, "link_back": null,
  "fields": [ { "work": "b", "value": 20 }, { "work": "A", "remove": true }, { "work": "D", "value": 4 } ] })json");
    CHECK(mapping.name == "mine");
    CHECK_FALSE(mapping.area);
    CHECK_FALSE(mapping.link_back);
    CHECK(mapping.find.at("labels") == Texts{"bug"});
    REQUIRE(mapping.fields.size() == 3);
    CHECK(mapping.fields[0].work == "b");
    CHECK(mapping.fields[0].source.fixed == Value(std::int64_t{20}));
    CHECK(mapping.fields[1].work == "C");
    CHECK(mapping.fields[2].work == "D");
    CHECK(shelf.without_folder(mapping.fields[1].source.place) ==
          (std::filesystem::path("base") / "base.json").string() + ":3:97");
}

TEST_CASE("A select of its own does not inherit what narrowed the listing for another") {
    Shelf shelf;
    shelf.file("base.json", R"json({ "select": "has(ticket.labels, 'bug')", "find": {
        "labels" : ["bug"] }
})json");
    CHECK(
        shelf
            .mapping(
                R"json({ "name": "n", "extends": "base.json", "select": "true", "project": "P", "type": "T" })json")
            .find.empty());
    CHECK(shelf.mapping(R"json({ "name": "n", "extends": "base.json", "project": "P", "type": "T" })json")
              .find.size() == 1);
}

TEST_CASE("A mapping is found as a file first, then as a preset, by several spellings") {
    Shelf shelf;
    const std::filesystem::path preset = "preset:deskpro-agile-bug";
    for (const auto* name : {"deskpro-agile-bug", "deskpro-agile-bug.json", "mappings/deskpro-agile-bug",
                             "mappings/deskpro-agile-bug.json", "./mappings/deskpro-agile-bug.json"}) {
        INFO(name);
        CHECK(find_mapping(shelf.path, name) == preset);
    }
    for (const auto* name :
         {"", "nothing", "mapping.schema", "mapping.schema.json", "deskpro-agile-bug.cases",
          "other/deskpro-agile-bug.json", "..", "mappings", "mappings/"}) {
        INFO(name);
        CHECK_FALSE(find_mapping(shelf.path, name));
    }
    const auto own = shelf.file("mappings/deskpro-agile-bug.json", with_fields(""));
    CHECK(find_mapping(shelf.path, "mappings/deskpro-agile-bug") == std::filesystem::weakly_canonical(own));
    CHECK(find_mapping(shelf.path, "mappings/deskpro-agile-bug.json") ==
          std::filesystem::weakly_canonical(own));
    CHECK(find_mapping(shelf.path, "deskpro-agile-bug") == preset);
    CHECK(find_mapping("/nowhere", own.string()) == std::filesystem::weakly_canonical(own));
}

TEST_CASE("Tags are added to a field's own source, or to what is inherited") {
    Shelf shelf;
    shelf.file("base.json", R"json({ "project": "P", "type": "T", "fields": [
    { "work": "System.Tags", "desk": "labels", "values": { "x": null }, "otherwise": "pass", "add": ["base"] } ] })json");
    const auto tags = [](const Mapping& mapping) {
        Texts added;
        for (const auto& one : mapping.fields.at(0).source.added) added.push_back(one.text);
        return added;
    };
    const auto joined = shelf.mapping(
        R"json({ "name": "n", "extends": "base", "fields": [ { "work": "system.tags", "add": ["mine", "{{ticket.product}}"] } ] })json");
    REQUIRE(joined.fields.size() == 1);
    CHECK(tags(joined) == Texts{"base", "mine", "{{ticket.product}}"});
    CHECK(joined.fields[0].source.values.size() == 1);
    const auto own = shelf.mapping(
        R"json({ "name": "n", "extends": "base", "fields": [ { "work": "System.Tags", "desk": "labels", "add": ["mine"] } ] })json");
    CHECK(tags(own) == Texts{"mine"});
    CHECK(own.fields[0].source.values.empty());

    CHECK(shelf.wrong(with_fields(R"json({ "work": "System.Tags", "add": ["x"] })json"))
              .at(0)
              .find("no field 'System.Tags' is inherited") != std::string::npos);
    CHECK(shelf
              .wrong(R"json({ "name": "n", "extends": "base",
  "fields": [ { "work": "System.Tags", "add": ["x"], "when": "create" } ] })json")
              .at(0)
              .find("m.json:2:15: fields[0]: 'add' without a source") == 0);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "System.Tags", "desk": "labels", "add": [] })json"))
              .size() == 1);
    CHECK(shelf
              .wrong(
                  with_fields(R"json({ "work": "System.Tags", "desk": "labels", "add": ["{{ticket."] })json"))
              .at(0)
              .find("m.json:1:110: System.Tags: `add`: ") == 0);
    CHECK(shelf
              .wrong(with_fields(
                  R"json({ "work": "System.Tags", "desk": "labels", "flow": "both", "add": ["x"] })json"))
              .at(0)
              .find("a value with `add` cannot flow back") != std::string::npos);
}

TEST_CASE("Every mistake in a mapping is told with its place and what was meant") {
    Shelf shelf;
    CHECK(shelf.wrong("{ \"name\": \"n\", \"project\": \"P\" }") ==
          Texts{"m.json:1:1: 'type' is missing, here and in what this file extends"});
    CHECK(shelf.wrong(R"json({ "name": "n", "project": "P", "type": "T", "feilds": [] })json")
              .at(0)
              .find("'fields'") != std::string::npos);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "desk": "subject", "value": 1 })json")) ==
          Texts{"m.json:1:59: fields[0]: must say where the value comes from, in exactly one of 'desk', "
                "'template', 'value' or 'compute'"});
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A" })json")).size() == 1);
    CHECK(shelf.wrong(with_fields(R"json({ "desk": "subject" })json")).at(0).find("work") !=
          std::string::npos);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "desk": "subject", "flow": "both ways" })json"))
              .size() == 1);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "value": 1, "default": 2 })json"))
              .at(0)
              .find("takes no 'default'") != std::string::npos);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "desk": "x", "otherwise": "keep" })json"))
              .at(0)
              .find("'otherwise' needs 'values'") != std::string::npos);
    CHECK(shelf
              .wrong(with_fields(
                  R"json({ "work": "A", "desk": "x", "values": { "a": 1 }, "otherwise": "keeep" })json"))
              .at(0)
              .find("did you mean 'keep'?") != std::string::npos);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "value": 1 }, { "work": "a", "value": 2 })json"))
              .at(0)
              .find("stands here a second time") != std::string::npos);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "remove": true })json"))
              .at(0)
              .find("no field 'A' is inherited") != std::string::npos);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "desk": "x", "transform": "clip:many" })json"))
              .size() >= 1);
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "desk": "x", "values": { "a": 1, "a": 2 } })json"))
              .size() == 1);
    CHECK(shelf.wrong("{ \"name\": ").size() >= 1);
    CHECK(shelf.wrong("").size() >= 1);
    CHECK(shelf.wrong("[]").size() >= 1);
    CHECK_THROWS_AS(read_mapping(shelf.path / "nowhere.json"), json::FileError);
    CHECK_THROWS_AS(read_mapping("preset:nothing"), json::FileError);
}

TEST_CASE("Mistakes in expressions are found when the file is read") {
    Shelf shelf;
    CHECK(shelf.wrong("{ \"name\": \"n\", \"project\": \"P\", \"type\": \"T\",\n  \"select\": "
                      "\"tiket.subject == 'x'\" }") ==
          Texts{"m.json:2:13: select: 'tiket' is not known here; did you mean 'ticket'? (character 1 of "
                "`tiket.subject == 'x'`)"});
    CHECK(shelf.wrong(with_fields(R"json({ "work": "A", "desk": "subject", "transform": "uper" })json")) ==
          Texts{"m.json:1:82: A: there is no transform 'uper'; did you mean 'upper'?"});
    CHECK(
        shelf
            .wrong(with_fields(R"json({ "work": "A", "template": "{{ ticket.subject", "flow": "both" })json"))
            .size() == 2);
}

TEST_CASE("Circles, dead ends and long chains of mappings are refused") {
    Shelf shelf;
    shelf.file("a.json", R"json({ "extends": "m" })json");
    CHECK(shelf.wrong(R"json({ "name": "n", "extends": "a.json" })json").at(0).find("in a circle") !=
          std::string::npos);
    CHECK(shelf.wrong(R"json({ "name": "n", "extends": "m.json" })json").at(0).find("in a circle") !=
          std::string::npos);
    CHECK(shelf.wrong(R"json({ "name": "n", "extends": "deskpro-agil-bug" })json") ==
          Texts{"m.json:1:27: extends: there is no such mapping: neither a file nor a preset; did you mean "
                "'deskpro-agile-bug'?"});
    for (int i = 0; i < 20; ++i)
        shelf.file("c" + std::to_string(i) + ".json",
                   R"json({ "extends": "c)json" + std::to_string(i + 1) + "\" }");
    CHECK(shelf.wrong(R"json({ "name": "n", "extends": "c0" })json").at(0).find("at most 16") !=
          std::string::npos);
    shelf.file("broken.json", "{ \"name\": 7, }");
    CHECK(
        shelf.wrong(R"json({ "name": "n", "extends": "broken" })json").at(0).rfind("broken.json:1:11:", 0) ==
        0);
}
