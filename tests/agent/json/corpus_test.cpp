// Published corpora: which texts are JSON, and strings that break programs.
#include "contract/sync_error.h"
#include "json/json.h"
#include "json/utf8.h"
#include "support/packed_data.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>

using namespace deskbridge;

namespace {

std::optional<std::string> corpus(const std::string& name) {
    const char* data = std::getenv("DESKBRIDGE_DATA");
    const char* source = std::getenv("DESKBRIDGE_SOURCE");
    const std::string root = data != nullptr     ? data
                             : source != nullptr ? std::string(source) + "/../shared/data"
                                                 : "../shared/data";
    const std::string path = root + "/corpora/" + name;
    if (std::filesystem::exists(path)) return path;
    std::cout << "skipped: no " << name << "\n";
    return {};
}

/// The files of a tar stream (ustar: 512-byte headers, name first, size in octal at 124).
std::vector<std::pair<std::string, std::string>> files_of(const std::string& tar) {
    std::vector<std::pair<std::string, std::string>> files;
    for (std::size_t at = 0; at + 512 <= tar.size() && tar[at] != '\0';) {
        const std::string name = tar.c_str() + at;
        const std::size_t size = std::stoul(tar.substr(at + 124, 11), nullptr, 8);
        if (tar[at + 156] == '0') files.emplace_back(name, tar.substr(at + 512, size));
        at += 512 + (size + 511) / 512 * 512;
    }
    return files;
}

bool parses(const std::string& text) {
    try {
        json::Document::parse(text, "a text of the suite").root().dump();
        return true;
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::item);
        return false;
    }
}

}  // namespace

TEST_CASE("every text of the JSON test suite is taken or refused as it should be") {
    const auto archive = corpus("JSONTestSuite.tar.xz");
    if (!archive) return;
    int taken = 0, refused = 0, free = 0;
    for (const auto& [path, text] : files_of(support::unpacked(*archive))) {
        if (path.find("test_parsing/") == std::string::npos) continue;
        const std::string name = std::filesystem::path(path).filename().string();
        INFO(name);
        const bool read = parses(text);
        if (name.starts_with("y_")) {
            CHECK(read);
            ++taken;
        } else if (name.starts_with("n_")) {
            CHECK_FALSE(read);
            ++refused;
        } else {
            ++free;
        }
    }
    CHECK(taken >= 90);
    CHECK(refused >= 180);
    CHECK(free >= 30);
}

TEST_CASE("naughty strings come back as they went out") {
    const auto path = corpus("blns.json");
    if (!path) return;
    std::ifstream file(*path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto document = json::Document::parse(text, "the naughty strings");
    CHECK(document.root().size() > 400);
    json::Writer all;
    all.array();
    for (const auto& item : document.root().items()) {
        REQUIRE(json::is_utf8(item.text()));
        json::Writer out;
        out.object().member("s", item.text()).end();
        REQUIRE(json::Document::parse(out.take(), "one").root()["s"].text() == item.text());
        all.text(item.text());
    }
    CHECK(all.end().take() == document.root().dump());
}
