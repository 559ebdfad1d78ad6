# Puts the schemas of the files that people write into the program, which then needs none of them beside it.

file(GLOB schema_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.schema.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema_files})

set(schema_rows "")
foreach(schema_file IN LISTS schema_files)
    get_filename_component(schema_name ${schema_file} NAME)
    file(READ ${schema_file} schema_text)
    string(APPEND schema_rows "    {\"${schema_name}\", R\"schema(${schema_text})schema\"},\n")
endforeach()

# file(CONFIGURE) leaves an unchanged file untouched; @ONLY keeps ${...} of a schema as it is
set(schema_code [[
#include "config/shipped_schema.h"

#include "contract/sync_error.h"

#include <utility>

namespace deskbridge {

std::string_view shipped_schema(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> all[] = {
@schema_rows@    };
    for (const auto& [file, text] : all) {
        if (file == name) return text;
    }
    ensure(false, "a schema that is asked for is shipped");
    return {};
}

}  // namespace deskbridge
]])
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/shipped_schema.cpp CONTENT "${schema_code}" @ONLY)
target_sources(config PRIVATE ${PROJECT_BINARY_DIR}/generated/shipped_schema.cpp)
