#include "programs/files.h"
#include "programs/process.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sstream>

using namespace programs;

namespace {

std::string said_by(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{built_program("deskbridge")};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const auto end = run(command);
    INFO(end.err);
    REQUIRE(end.code == 0);
    return end.out;
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The commands of --help: two blanks, a word, blanks, a sentence.
std::vector<std::string> verbs() {
    std::vector<std::string> found;
    std::istringstream lines(said_by({"--help"}));
    bool commands = false;
    for (std::string line; std::getline(lines, line);) {
        if (line == "commands") commands = true;
        if (commands && line.empty()) break;
        if (commands && line.starts_with("  ")) found.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    return found;
}

/// The long options in a verb's own help.
std::vector<std::string> options_of(const std::string& verb) {
    std::vector<std::string> found;
    std::istringstream lines(said_by({verb, "--help"}));
    for (std::string line; std::getline(lines, line);) {
        const auto at = line.find("--");
        if (line.starts_with("  ") && at != std::string::npos && at < 12)
            found.push_back(line.substr(at, line.find_first_of(" ]", at) - at));
    }
    return found;
}

/// What bash would offer for a line, by the script itself.
std::string offered(const std::string& words) {
    Folder folder;
    write_file(folder.path() / "completion", said_by({"manual", "bash"}));
    const auto script = fmt::format(
        "source {}/completion; COMP_WORDS=({}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _deskbridge; echo "
        "\"${{COMPREPLY[*]}}\"",
        folder.path().string(), words);
    const auto end = run({"/bin/bash", "-c", script});
    INFO(end.err);
    REQUIRE(end.code == 0);
    REQUIRE(end.err.empty());
    return end.out;
}

}  // namespace

TEST_CASE("the man page and the completions have every command and every option that --help has") {
    const auto page = said_by({"manual", "man"});
    const auto all = verbs();
    REQUIRE(all.size() >= 14);
    for (const auto& verb : all) {
        INFO(verb);
        CHECK(says(page, "\n.SS " + verb + "\n"));
        const auto options = options_of(verb);
        REQUIRE_FALSE(options.empty());
        for (const auto& option : options) {
            INFO(option);
            std::string escaped;
            for (const char c : option) escaped += c == '-' ? std::string("\\-") : std::string(1, c);
            CHECK(says(page, escaped));
            CHECK(says(offered("deskbridge " + verb + " " + option), option));
        }
    }
    CHECK(says(page, ".SH EXIT STATUS"));
}

TEST_CASE("bash offers commands, their own words, options, and values") {
    CHECK(offered("deskbridge back") == "backfill\n");
    CHECK(offered("deskbridge db b") == "backup\n");
    CHECK(offered("deskbridge --config some.json links re") == "remove rebuild rebind\n");
    CHECK(offered("deskbridge --log-format j") == "json\n");
    CHECK(offered("deskbridge conflicts resolve 7 --ta") == "--take\n");
    CHECK(offered("deskbridge nonsense x") == "\n");
}
