# Puts the systemd unit into the program, for `deskbridge service install`.

set(unit_file ${CMAKE_CURRENT_LIST_DIR}/systemd/deskbridge.service.in)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${unit_file})
file(READ ${unit_file} unit_text)
set(unit_code "#include \"platform/shipped_unit.h\"

namespace deskbridge {

std::string_view shipped_unit() {
    return R\"unit(${unit_text})unit\";
}

}  // namespace deskbridge
")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/shipped_unit.cpp CONTENT "@unit_code@" @ONLY)
target_sources(platform PRIVATE ${PROJECT_BINARY_DIR}/generated/shipped_unit.cpp)
