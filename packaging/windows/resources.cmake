# What goes into deskbridge.exe besides code: the text of events, and which version it is and what it needs.

set(made ${PROJECT_BINARY_DIR}/generated)
set(here ${PROJECT_SOURCE_DIR}/packaging/windows)
add_custom_command(
    OUTPUT ${made}/events.rc ${made}/events.h
    COMMAND ${CMAKE_MC_COMPILER} -U -h ${made} -r ${made} ${here}/events.mc
    DEPENDS ${here}/events.mc
    VERBATIM)
string(REPLACE "." "," version_numbers "${PROJECT_VERSION}.0")
configure_file(${here}/deskbridge.rc.in ${made}/deskbridge.rc @ONLY)
configure_file(${here}/deskbridge.manifest ${made}/deskbridge.manifest COPYONLY)
enable_language(RC)
set_property(SOURCE ${made}/deskbridge.rc APPEND PROPERTY OBJECT_DEPENDS "${made}/events.rc;${made}/deskbridge.manifest")
set_property(SOURCE ${made}/deskbridge.rc APPEND PROPERTY INCLUDE_DIRECTORIES ${made})
target_sources(deskbridge PRIVATE ${made}/events.rc ${made}/deskbridge.rc ${here}/utf8_text.cpp)
