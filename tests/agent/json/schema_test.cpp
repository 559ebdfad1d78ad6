#include "json/schema.h"

#include <catch2/catch.hpp>
#include <random>

using namespace deskbridge;
using namespace deskbridge::json;

namespace {

const Schema& schema() {
    static const Schema compiled = Schema::parse(R"({
      "$schema": "http://json-schema.org/draft-07/schema#",
      "type": "object", "additionalProperties": false, "required": ["name"],
      "properties": {
        "name": { "type": "string", "minLength": 1 },
        "listen": { "type": ["string", "null"] },
        "seconds": { "type": "integer", "minimum": 5, "maximum": 3600 },
        "share": { "type": "number", "exclusiveMinimum": 0 },
        "flow": { "enum": ["to_work", "to_desk", "both"] },
        "secret": { "$ref": "#/definitions/secret" },
        "tenants": { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "$ref": "#/definitions/tenant" } },
        "values": { "type": "object", "additionalProperties": { "type": "string", "maxLength": 3 } },
        "either": { "anyOf": [ { "type": "string" }, { "type": "object", "additionalProperties": false,
                    "required": ["env"], "properties": { "env": { "type": "string" } } } ] },
        "version": { "const": 1 }
      },
      "definitions": {
        "secret": { "type": ["string", "object"], "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
                    "properties": { "env": { "type": "string" }, "file": { "type": "string" } } },
        "tenant": { "type": "object", "additionalProperties": false, "properties": {
                    "url": { "type": "string" }, "mappings": { "type": "array", "items": { "type": "string" } } } }
      } })");
    return compiled;
}

std::vector<std::string> problems_of(const std::string& members) {
    const auto file = DocumentFile::parse("{ \"name\": \"x\",\n" + members + "}", "f.json");
    REQUIRE(file.problems().empty());
    std::vector<std::string> texts;
    for (const auto& problem : schema().check(file)) texts.push_back(problem.text());
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a file that fits its schema has no problems") {
    CHECK(problems_of(R"("listen": null, "seconds": 5, "flow": "both", "secret": "x", "version": 1,
                         "tenants": [ { "url": "u", "mappings": [ "m", ], }, ], /* so be it */
                         "values": { "any key": "abc" }, "either": { "env": "E" }, "share": 0.5)")
              .empty());
}

TEST_CASE("what does not fit is told with its place, its path and what is allowed") {
    CHECK(problems_of("\"seconds\": \"60\"") ==
          Texts{"f.json:2:12: seconds: must be a whole number, not text"});
    CHECK(problems_of("\"seconds\": 60.5") ==
          Texts{"f.json:2:12: seconds: must be a whole number, not a fraction"});
    CHECK(problems_of("\"listen\": 8790") ==
          Texts{"f.json:2:11: listen: must be text or null, not a number"});
    CHECK(problems_of("\"secret\": []") ==
          Texts{"f.json:2:11: secret: must be text or an object, not a list"});
    CHECK(problems_of("\"seconds\": 4") == Texts{"f.json:2:12: seconds: must be between 5 and 3600"});
    CHECK(problems_of("\"seconds\": 99999999999999999999") ==
          Texts{"f.json:2:12: seconds: must be between 5 and 3600",
                "f.json:2:12: seconds: must be a whole number, not a fraction"});
    CHECK(problems_of("\"share\": 0") == Texts{"f.json:2:10: share: must be more than 0"});
    CHECK(problems_of("\"flow\": \"to_wrok\"") ==
          Texts{"f.json:2:9: flow: must be 'to_work', 'to_desk' or 'both'; did you mean 'to_work'?"});
    CHECK(problems_of("\"flow\": true") == Texts{"f.json:2:9: flow: must be 'to_work', 'to_desk' or 'both'"});
    CHECK(problems_of("\"version\": 2") == Texts{"f.json:2:12: version: must be '1'"});
    CHECK(problems_of("\"values\": { \"odd key\": \"abcd\" }") ==
          Texts{"f.json:2:24: values[\"odd key\"]: must have at most 3 characters"});
    CHECK(problems_of("\"tenants\": []") == Texts{"f.json:2:12: tenants: must not be empty"});
    CHECK(problems_of("\"tenants\": [{}, {}]") ==
          Texts{"f.json:2:12: tenants: the same element stands here more than once"});
    CHECK(problems_of("\"secret\": {}") == Texts{"f.json:2:11: secret: must not be empty"});
    CHECK(problems_of("\"secret\": { \"env\": \"A\", \"file\": \"B\" }") ==
          Texts{"f.json:2:11: secret: must have at most 1 key"});
}

TEST_CASE("an unknown key is told with the nearest one that its place knows") {
    CHECK(problems_of("\"tenants\": [ { \"mappigs\": [], \"urls\": 1 } ]") ==
          Texts{"f.json:2:16: tenants[0].mappigs: unknown key 'mappigs'; did you mean 'mappings'?",
                "f.json:2:31: tenants[0].urls: unknown key 'urls'; did you mean 'url'?"});
    CHECK(problems_of("\"secret\": { \"vault\": \"x\" }") ==
          Texts{"f.json:2:13: secret.vault: unknown key 'vault'; known here: 'env' or 'file'"});
}

TEST_CASE("all problems of a file come, in the order of the file") {
    const auto file = DocumentFile::parse(
        "{ \"nam\": \"x\", \"flow\": 1,\n \"tenants\": [ 1, { \"url\": 2 } ] }", "f.json");
    Texts texts;
    for (const auto& problem : schema().check(file)) texts.push_back(problem.text());
    CHECK(texts == Texts{"f.json:1:1: the key 'name' is missing",
                         "f.json:1:3: nam: unknown key 'nam'; did you mean 'name'?",
                         "f.json:1:23: flow: must be 'to_work', 'to_desk' or 'both'",
                         "f.json:2:15: tenants[0]: must be an object, not a number",
                         "f.json:2:27: tenants[1].url: must be text, not a number"});
}

TEST_CASE("of alternatives, the one that was meant says what is wrong") {
    CHECK(problems_of("\"either\": 3") ==
          Texts{"f.json:2:11: either: must be text or an object, not a number"});
    CHECK(problems_of("\"either\": { \"env\": 3 }") ==
          Texts{"f.json:2:20: either.env: must be text, not a number"});
    CHECK(problems_of("\"either\": { \"enf\": \"E\" }") ==
          Texts{"f.json:2:11: either: the key 'env' is missing",
                "f.json:2:13: either.enf: unknown key 'enf'; did you mean 'env'?"});
}

TEST_CASE("the longest text that a file may hold does no harm") {
    const auto file = DocumentFile::parse("{ \"name\": \"" + std::string(32'000, 'x') + "\" }", "f.json");
    CHECK(schema().check(file).empty());
}

TEST_CASE("a file that could not be read has no further problems, and any other root has") {
    CHECK(schema().check(DocumentFile::parse("{", "f.json")).empty());
    const auto problems = schema().check(DocumentFile::parse("[]", "f.json"));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].text() == "f.json:1:1: must be an object, not a list");
}

TEST_CASE("a schema that is no JSON, or that needs regular expressions, is a broken invariant") {
    CHECK_THROWS_AS(Schema::parse("{"), SyncError);
    CHECK_THROWS_AS(Schema::parse(R"({ "properties": { "a": { "pattern": "x*" } } })"), SyncError);
    CHECK_THROWS_AS(Schema::parse(R"({ "items": { "anyOf": [ { "patternProperties": {} } ] } })"), SyncError);
    CHECK_NOTHROW(Schema::parse(R"({ "properties": { "pattern": { "enum": [ { "format": 1 } ] } } })"));
}
