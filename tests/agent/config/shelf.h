// A folder with a mapping in it.
#pragma once

#include "config/mapping_file.h"
#include "folder.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace deskbridge::testing {

using Texts = std::vector<std::string>;

struct Shelf : Folder {
    Mapping mapping(const std::string& text) const { return read_mapping(file("m.json", text)).mapping; }

    /// Every problem as people see it.
    Texts wrong(const std::string& text) const {
        try {
            mapping(text);
        } catch (const json::FileError& error) {
            CHECK(error.reach == Reach::run);
            CHECK(error.trouble == Trouble::configuration);
            return texts(error.problems);
        }
        return {};
    }
};

inline std::string with_fields(const std::string& fields) {
    return R"json({ "name": "n", "project": "P", "type": "Bug", "fields": [ )json" + fields + " ] }";
}

}  // namespace deskbridge::testing
