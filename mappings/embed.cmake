# Puts the presets, their cases and the schemas of this folder into the program, which then needs none of them
# beside it.

file(GLOB mapping_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.json)
list(SORT mapping_files)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${mapping_files})

set(mapping_rows "")
foreach(mapping_file IN LISTS mapping_files)
    get_filename_component(mapping_name ${mapping_file} NAME)
    file(READ ${mapping_file} mapping_text)
    string(APPEND mapping_rows "    {\"${mapping_name}\", R\"mapping(${mapping_text})mapping\"},\n")
endforeach()

# @ONLY keeps the ${...} and {{...}} of a mapping as they are
set(mapping_code [[
#include "config/shipped_mappings.h"

namespace deskbridge {

const std::vector<ShippedFile>& shipped_mappings() {
    static const std::vector<ShippedFile> all = {
@mapping_rows@    };
    return all;
}

}  // namespace deskbridge
]])
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/shipped_mappings.cpp CONTENT "${mapping_code}" @ONLY)
target_sources(config PRIVATE ${PROJECT_BINARY_DIR}/generated/shipped_mappings.cpp)
