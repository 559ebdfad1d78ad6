// The value maps of the presets, there and back.
#include "config/mapping_file.h"
#include "mapping/value_map.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

/// What the map makes of a value; fails where it has no answer.
Value there(const Source& source, const Value& desk) {
    const auto answer = map_to_work(source, desk);
    REQUIRE(answer.kind == MapAnswer::Kind::found);
    return answer.value;
}

}  // namespace

TEST_CASE("Every value of a preset's map comes back as itself, and what comes back means the same") {
    std::size_t rows = 0;
    for (const auto& name : preset_names())
        for (const auto& field : read_mapping("preset:" + name).mapping.fields)
            for (const auto& row : field.source.values) {
                INFO(name << ", " << field.work << ": " << row.desk);
                const bool words = field.work == "System.Tags";
                const Value desk = words ? Value{Words{row.desk}} : Value{row.desk};
                const Value work = there(field.source, desk);
                const auto home = map_to_desk(field.source, work, desk);
                REQUIRE(home.kind == MapAnswer::Kind::found);
                CHECK(home.value == desk);
                CHECK(there(field.source, home.value) == work);
                const auto anew = map_to_desk(field.source, work, {});
                REQUIRE(anew.kind == MapAnswer::Kind::found);
                if (!is_nothing(work)) CHECK(there(field.source, anew.value) == work);
                ++rows;
            }
    CHECK(rows > 50);
}
