#include "json/document_file.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>

using namespace deskbridge::json;

namespace {

/// The only problem of a text, as people see it.
std::string problem_of(std::string text) {
    const auto file = DocumentFile::parse(std::move(text), "f.json");
    if (file.problems().size() != 1) return "problems: " + std::to_string(file.problems().size());
    return file.problems().front().text();
}

}  // namespace

TEST_CASE("comments and trailing commas are allowed, and every part knows its place") {
    const auto file = DocumentFile::parse(
        "// settings [ { \" \n"
        "{ /* of\n"
        "     \"two\" */ \"name\": \"x\\\"y\", // here\n"
        "  \"täg\": [ 1, -2.5, true, false, null, { \"odd key\": {}, }, ],\n"
        "}\n",
        "f.json");
    REQUIRE(file.problems().empty());
    const FileNode root = file.root();
    CHECK(root.line() == 2);
    CHECK(root.column() == 1);
    CHECK(root.path().empty());

    const FileNode name = root["name"];
    CHECK(name.text() == "x\"y");
    CHECK(name.line() == 3);
    CHECK(name.column() == 23);
    CHECK(name.key_problem("m").column == 15);
    CHECK(name.path() == "name");
    CHECK(name.file() == "f.json");

    const FileNode list = root["täg"];
    CHECK(list.path() == "[\"täg\"]");
    CHECK(list.size() == 6);
    CHECK(list.column() == 10);  // columns count characters, not bytes
    CHECK(list[0].integer() == 1);
    CHECK(list[1].number() == -2.5);
    CHECK(list[1].column() == 15);
    CHECK(list[2].flag());
    CHECK_FALSE(list[3].flag(true));
    CHECK(list[4].is_null());
    CHECK_FALSE(list[4].missing());
    CHECK(list[5]["odd key"].is_object());
    CHECK(list[5]["odd key"].path() == "[\"täg\"][5][\"odd key\"]");
    CHECK(list[5]["odd key"].column() == 53);
}

TEST_CASE("what is missing knows where it should have been") {
    const auto file = DocumentFile::parse("{\n  \"tenants\": [ { \"name\": 3 } ] }", "f.json");
    const FileNode tenant = file.root()["tenants"][0];
    const FileNode url = tenant["desk"]["url"];
    CHECK(url.missing());
    CHECK(url.path() == "tenants[0].desk.url");
    CHECK(url.text("otherwise") == "otherwise");
    CHECK(url.problem("is missing").text() == "f.json:2:16: tenants[0].desk.url: is missing");
    CHECK(file.root()["tenants"][7]["x"].path() == "tenants[7].x");
    CHECK(file.root()["nothing"].items().empty());
    CHECK(FileNode().path().empty());
    CHECK(FileNode().missing());
    CHECK(tenant["name"].text("no text") == "no text");
    CHECK(tenant["name"].kind() == "a number");
}

TEST_CASE("wrong syntax is told with its place") {
    CHECK(problem_of("{ \"a\": 1\n  \"b\": 2 }") ==
          "f.json:2:3: not JSON: missing a comma or '}' after an object member");
    CHECK(problem_of("{ 'a': 1 }") == "f.json:1:3: not JSON: missing a name for object member");
    CHECK(problem_of("") == "f.json:1:1: not JSON: the document is empty");
    CHECK(problem_of("// only a comment\n") == "f.json:2:1: not JSON: the document is empty");
    CHECK(problem_of("{ \"a\": yes }") == "f.json:1:8: not JSON: invalid value");
    CHECK(problem_of("{} {}") ==
          "f.json:1:4: not JSON: the document root must not be followed by other values");
    CHECK(problem_of("{ /* open").find("f.json:1:") == 0);
    CHECK(problem_of("{ \"open").find("missing a closing quotation mark") != std::string::npos);
    CHECK(problem_of("{ \"\\ud800\": 1 }").find("surrogate") != std::string::npos);
    CHECK(problem_of("{ # no\n }").find("f.json:1:3: ") == 0);
    CHECK(problem_of("[1,,2]").find("f.json:1:4: ") == 0);
    CHECK(problem_of(std::string("{}\0{}", 5)).find("NUL") != std::string::npos);
    CHECK(problem_of("[\n" + std::string(300, '[')) == "f.json:2:256: nested deeper than 256 levels");
    CHECK(problem_of(std::string(200'000, '{')) == "f.json:1:257: nested deeper than 256 levels");
}

TEST_CASE("a file in another encoding is refused, one with a byte order mark is not") {
    CHECK(problem_of("{ \"name\": \"M\xFCller\" }") ==
          "f.json:1:13: this is not UTF-8; save the file in the encoding UTF-8");
    CHECK(problem_of("\xFF\xFE{\0}\0").find("f.json:1:1: this is not UTF-8") == 0);
    CHECK(DocumentFile::parse("\xEF\xBB\xBF{}", "f.json").problems().empty());
}

TEST_CASE("a key that stands twice is refused with both places") {
    const auto file = DocumentFile::parse(
        "{ \"a\": 1,\n"
        "  \"b\": { \"a\": 2, \"c\": 3, \"\\u0063\": 4 },\n"
        "  \"a\": 5 }",
        "f.json");
    REQUIRE(file.problems().size() == 2);
    CHECK(file.problems()[0].text() ==
          "f.json:2:26: key 'c' is here a second time; it stands at 2:18 already");
    CHECK(file.problems()[1].text() == "f.json:3:3: key 'a' is here a second time; it stands at 1:3 already");
    CHECK(file.root()["b"]["a"].integer() == 2);
}

TEST_CASE("whole numbers are told from fractions and from what 64 bits cannot hold") {
    const auto file =
        DocumentFile::parse("[17, 17.0, 17.5, 1e20, 18446744073709551615, -3, \"17\"]", "f.json");
    const FileNode root = file.root();
    CHECK(root[0].integer() == 17);
    CHECK(root[1].integer() == 17);
    CHECK_FALSE(root[2].integer());
    CHECK_FALSE(root[3].integer());
    CHECK_FALSE(root[4].integer());
    CHECK(root[5].integer() == -3);
    CHECK_FALSE(root[6].integer());
    CHECK(root[5].number() == -3.0);
}

TEST_CASE("a text beyond all measure is refused") {
    CHECK(problem_of("{ \"a\": \"" + std::string(40'000, 'x') + "\" }") ==
          "f.json:1:8: text of 40000 bytes; at most 32768 are allowed");
}

TEST_CASE("files are read from disk, and one that cannot be is a problem like any other") {
    const auto folder = std::filesystem::temp_directory_path() / "deskbridge-document-file-test";
    std::filesystem::create_directories(folder);
    const auto path = folder / "good.json";
    std::ofstream(path) << "{ \"a\": 1, }";
    CHECK(DocumentFile::read(path).root()["a"].integer() == 1);
    CHECK(DocumentFile::read(path).name() == path.string());
    const auto missing = DocumentFile::read(folder / "none.json");
    REQUIRE(missing.problems().size() == 1);
    CHECK(missing.root().missing());
    CHECK(missing.problems()[0].text() ==
          (folder / "none.json").string() + ": cannot be read: No such file or directory");
    CHECK(DocumentFile::read(folder).problems().at(0).message.starts_with("cannot be read: "));
    std::ofstream(folder / "long.json") << std::string(5'000'000, ' ');
    CHECK(DocumentFile::read(folder / "long.json").problems().at(0).message == "is longer than 4 MiB");
    std::filesystem::remove_all(folder);
}

TEST_CASE("the problems of a file are one error, sorted, each once") {
    const FileError error({{"f.json", 3, 1, "b", "second"},
                           {"f.json", 2, 9, "a", "first"},
                           {"f.json", 3, 1, "b", "second"},
                           {"f.json", 0, 0, "", "whole"}});
    CHECK(std::string(error.what()) == "f.json: whole\nf.json:2:9: a: first\nf.json:3:1: b: second");
    CHECK(error.problems.size() == 3);
    CHECK(error.reach == deskbridge::Reach::run);
    CHECK(error.trouble == deskbridge::Trouble::configuration);
}

TEST_CASE("a near name is suggested, a far one is not") {
    CHECK(suggestion_for("mappigs", {"name", "mappings"}) == "; did you mean 'mappings'?");
    CHECK(suggestion_for("colour", {"name", "mappings"}).empty());
    CHECK(choice_of({"a"}) == "'a'");
    CHECK(choice_of({"a", "b", "c"}) == "'a', 'b' or 'c'");
}

TEST_CASE("whatever is written, every part that is read has a place inside the file") {
    const std::string good = "{ /* c */ \"a\": [1, 2.5, \"x\\n\", null], // t\n \"b\": { \"c\": true, }, }\n";
    std::mt19937 random(77);
    INFO("seed 77");
    for (int i = 0; i < 20'000; ++i) {
        std::string text = good;
        for (auto changes = 1 + random() % 4; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
                case 0: text.erase(at, 1 + random() % 5); break;
                case 1:
                    text.insert(at, 1,
                                "{}[]\",:/*\\ \n\x80"
                                "0t"[random() % 15]);
                    break;
                case 2: text[at] = static_cast<char>(random() % 256); break;
                default: text.resize(at + 1);
            }
            if (text.empty()) text = "x";
        }
        const auto file = DocumentFile::parse(text, "f.json");
        CHECK((file.root().missing() == false || !file.problems().empty()));
        for (const auto& problem : file.problems()) REQUIRE(problem.line >= 1);
        const auto look = [&](const auto& self, const FileNode& node) -> void {
            REQUIRE(node.line() >= 1);
            REQUIRE(node.line() <= 8);
            for (const auto& item : node.items()) self(self, item);
            for (const auto& [key, item] : node.members()) self(self, item);
        };
        if (!file.root().missing()) look(look, file.root());
    }
}
