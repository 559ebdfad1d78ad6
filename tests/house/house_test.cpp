#include "rooms.h"
#include "source_tree.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <set>

using namespace house;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t source_lines = 400;
constexpr std::size_t header_lines = 200;
constexpr std::size_t test_lines = 550;
constexpr std::size_t readme_lines = 60;

/// Rooms whose behaviour is that of the whole program, and the folder of tests that drives it.
const std::map<std::string, std::string>& tested_elsewhere() {
    static const std::map<std::string, std::string> table{{"agent", "tests/cli"},
                                                          {"agent/commands", "tests/cli"},
                                                          {"agent/setup", "tests/cli"},
                                                          {"adapters", "tests/cli"},
                                                          {"sandbox", "tests/cli"}};
    return table;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// True when the text holds the word and not just as a part of a longer one.
bool has_word(const std::string& text, const std::string& word) {
    const auto in_word = [&](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        if ((at == 0 || !in_word(at - 1)) && !in_word(at + word.size())) return true;
    return false;
}

/// Complains of every line that holds one of the texts.
void forbid(const Source& source, const std::vector<std::string>& lines,
            const std::vector<std::string>& texts, const std::string& rule, Complaints& complaints) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const auto& text : texts)
            if (lines[i].find(text) != std::string::npos) complaints.add(source.path, i + 1, rule);
}

std::vector<std::string> in_lower_case(std::vector<std::string> lines) {
    std::transform(lines.begin(), lines.end(), lines.begin(), lower);
    return lines;
}

bool has_tests(const std::string& folder) {
    if (!fs::is_directory(root() / folder)) return false;
    return std::any_of(fs::directory_iterator(root() / folder), fs::directory_iterator(),
                       [](const auto& entry) { return entry.path().string().ends_with("_test.cpp"); });
}

std::string whole(const std::string& file) {
    std::string text;
    for (const auto& line : lines_of(root() / file).value_or(std::vector<std::string>{})) text += line + "\n";
    return text;
}

/// The first line that is neither blank nor a comment.
std::string first_code(const Source& source) {
    for (const auto& line : source.code)
        if (line.find_first_not_of(' ') != std::string::npos) return line;
    return {};
}

bool explains_itself(const Source& header) {
    return std::any_of(header.text.begin(), header.text.end(), [](const std::string& line) {
        const auto start = line.find_first_not_of(' ');
        return start != std::string::npos && line.compare(start, 2, "//") == 0;
    });
}

}  // namespace

TEST_CASE("Every folder has a README of one screen") {
    Complaints complaints;
    for (const auto& room : rooms()) {
        const auto path = room.folder + "/README.md";
        const auto lines = lines_of(root() / path);
        if (!lines)
            complaints.add(path, "a folder says in a README what lives here and where to begin");
        else if (lines->size() > readme_lines)
            complaints.add(path, lines->size(),
                           fmt::format("a README is one screen, at most {} lines", readme_lines));
    }
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("Every adapter is built and can be reached") {
    const auto listed = whole("adapters/CMakeLists.txt");
    const auto registry = whole("adapters/registry.cpp");
    const auto setup = whole("agent/setup/assembly.cpp");
    for (const auto& entry : fs::directory_iterator(root() / "adapters")) {
        if (!entry.is_directory()) continue;
        const auto name = entry.path().filename().string();
        INFO("adapters/" << name);
        CHECK(has_word(listed, name));
        const auto include = "#include \"adapters/" + name + "/";
        CHECK((registry.find(include) != std::string::npos || setup.find(include) != std::string::npos));
    }
}

TEST_CASE("The agent names no help desk") {
    Complaints complaints;
    for (const auto& source : sources({"agent"}))
        forbid(source, in_lower_case(source.text),
               {"deskpro", "request tracker", "request_tracker", "zendesk", "freshdesk", "zammad"},
               "agent/ names no desk: a desk's words live in its adapter", complaints);
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("SQL stands in the store alone") {
    Complaints complaints;
    for (const auto& source : sources({"agent"})) {
        if (source.folder == "agent/store") continue;
        forbid(source, source.code, {"SELECT ", "INSERT INTO", "DELETE FROM", "PRAGMA "},
               "SQL lives in agent/store", complaints);
    }
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("Every room has tests, and every test is built") {
    Complaints complaints;
    for (const auto& room : rooms()) {
        const auto elsewhere = tested_elsewhere().find(room.folder);
        const auto folder =
            elsewhere == tested_elsewhere().end() ? "tests/" + room.folder : elsewhere->second;
        const auto all = sources({room.folder});
        const bool has_code = std::any_of(all.begin(), all.end(), [&](const Source& source) {
            return source.folder == room.folder && !source.is_header();
        });
        if (has_code && !has_tests(folder))
            complaints.add(room.folder, fmt::format("a room with code has at least one test, in {}", folder));
    }
    const auto listed = whole("tests/CMakeLists.txt");
    std::set<std::string> folders;
    for (const auto& source : sources({"tests"}))
        if (source.path.ends_with("_test.cpp")) folders.insert(source.folder);
    for (const auto& folder : folders)
        if (listed.find("FOLDER " + folder.substr(std::string("tests/").size()) + " ") == std::string::npos)
            complaints.add(folder, "its tests are in no suite of tests/CMakeLists.txt");
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("Headers are guarded once, say what they are for, and open no namespace") {
    Complaints complaints;
    for (const auto& source : sources({"agent", "adapters", "sandbox", "tests"})) {
        if (!source.is_header()) continue;
        if (first_code(source) != "#pragma once")
            complaints.add(source.path, 1, "a header begins with #pragma once");
        if (!explains_itself(source))
            complaints.add(source.path, 1, "a header is the manual: it says what it is for");
        forbid(source, source.code, {"using namespace"}, "no header opens a namespace", complaints);
    }
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("No file grows beyond what can be read in one go") {
    Complaints complaints;
    for (const auto& source : sources({"agent", "adapters", "sandbox", "tests"})) {
        const bool test = source.folder.starts_with("tests");
        const auto bound = source.is_header() ? header_lines : test ? test_lines : source_lines;
        if (source.text.size() > bound)
            complaints.add(source.path, source.text.size(), fmt::format("at most {} lines", bound));
    }
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("Nothing is left for later") {
    Complaints complaints;
    // put together here, so that this file does not complain of itself
    const std::vector<std::string> words{std::string("TO") + "DO", std::string("FIX") + "ME",
                                         std::string("X") + "XX"};
    for (const auto& source : sources({"agent", "adapters", "sandbox", "tests"}))
        for (std::size_t i = 0; i < source.text.size(); ++i)
            for (const auto& word : words)
                if (has_word(source.text[i], word))
                    complaints.add(source.path, i + 1, "what is open is an issue, not a comment");
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("The agent has no macros, and no conditions for the preprocessor") {
    Complaints complaints;
    for (const auto& source : sources({"agent", "adapters"}))
        forbid(source, source.code, {"#if", "#define", "#elif"},
               "what differs between systems is a file of its own (_linux, _windows); a macro is a function "
               "or a constant",
               complaints);
    INFO(complaints.text());
    CHECK(complaints.none());
}
