#include "source_tree.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace house;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A patch of one file: what stands there before, hunk by hunk.
struct Patch {
    std::string file;
    std::vector<std::string> before;
    std::string suites;
};

Patch parse(const std::string& text) {
    Patch patch;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("Suites: ", 0) == 0) patch.suites = line.substr(8);
        if (line.rfind("+++ b/", 0) == 0) patch.file = line.substr(6);
        if (line.rfind("@@", 0) == 0)
            patch.before.emplace_back();
        else if (!patch.before.empty() && (line.empty() || line[0] == ' ' || line[0] == '-'))
            patch.before.back() += (line.empty() ? "" : line.substr(1)) + "\n";
    }
    return patch;
}

}  // namespace

TEST_CASE("every planted fault still fits the sources, and names suites that should see it") {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(root() / "tests/mutants")) {
        if (entry.path().extension() != ".patch") continue;
        INFO(entry.path().filename().string());
        const auto patch = parse(read(entry.path()));
        REQUIRE(fs::is_regular_file(root() / patch.file));
        REQUIRE_FALSE(patch.before.empty());
        const auto source = read(root() / patch.file);
        for (const auto& before : patch.before) CHECK(source.find(before) != std::string::npos);
        CHECK(patch.suites.find("_test") != std::string::npos);
        ++count;
    }
    CHECK(count >= 30);
}
