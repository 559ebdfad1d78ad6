// What is written in the place of a part of a good deskbridge.json, and what is said about it.
#pragma once

#include "folder.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace deskbridge::testing {

using Texts = std::vector<std::string>;

/// What is written in the place of a part of a good file, and all that is said about it. Each part begins its
/// own line, so that places can be read off the table.
struct Mistake {
    std::string written;
    Texts said;
};

/// A folder in which the files that good settings name are there.
struct Home : Folder {
    Home() {
        file("bug.json", "{}");
        file("folder/x.json", "{}");
    }
};

inline void check(const Home& home, const std::string& before, const std::string& after,
                  const std::vector<Mistake>& mistakes) {
    for (const auto& [written, said] : mistakes) {
        INFO(written);
        Texts expected;
        for (const auto& one : said) expected.push_back("deskbridge.json:" + one);
        CHECK(home.problems(before + "\n" + written + "\n" + after) == expected);
    }
}

inline const std::string desk =
    R"("desk": { "kind": "deskpro", "url": "https://a.example", "api_key": { "env": "K" } })";
inline const std::string work =
    R"("work": { "kind": "azure-devops", "organization": "acme", "auth": { "method": "pat", "token": { "env": "T" } } })";
inline const std::string name = R"("name": "acme")";
inline const std::string mappings = R"("mappings": [ "bug.json" ])";

}  // namespace deskbridge::testing
