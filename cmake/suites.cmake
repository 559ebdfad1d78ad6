# A suite is the tests of one room: tests/<folder>/*.cpp against the room and whatever else it names.

# The suites that take seconds, and of these the ones of rooms that read what others wrote: every change goes through
# those once more under the sanitizers.
add_custom_target(quick_suites)
add_custom_target(untrusted_suites)

# suite(<name> FOLDER <path below tests> LINKS <rooms and libraries>... [LABEL unit|contract|recovery|cli|house]
#       [UNTRUSTED])
function(suite name)
    cmake_parse_arguments(SUITE "UNTRUSTED" "FOLDER;LABEL" "LINKS" ${ARGN})
    if(NOT SUITE_LABEL)
        set(SUITE_LABEL unit)
    endif()
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${SUITE_FOLDER}/*.cpp)
    if(WIN32)
        list(FILTER sources EXCLUDE REGEX "_linux_test\\.cpp$")
    else()
        list(FILTER sources EXCLUDE REGEX "_windows_test\\.cpp$")
    endif()
    if(NOT sources)
        return()
    endif()
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE catch_main test_support deskbridge_warnings ${SUITE_LINKS})
    target_precompile_headers(${name} REUSE_FROM catch_header)
    if(SUITE_LABEL MATCHES "^(unit|contract)$")
        add_dependencies(quick_suites ${name})
    endif()
    if(SUITE_UNTRUSTED)
        add_dependencies(untrusted_suites ${name})
        list(APPEND SUITE_LABEL untrusted)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        LABELS "${SUITE_LABEL}" TIMEOUT 1200
        ENVIRONMENT "DESKBRIDGE_SOURCE=${PROJECT_SOURCE_DIR};DESKBRIDGE_BUILD=${PROJECT_BINARY_DIR}")
    # the long ones first, so that the others run beside them
    if("${SUITE_LABEL}" MATCHES "^(recovery|simulation|cli)$")
        set_tests_properties(${name} PROPERTIES COST 100)
    endif()
endfunction()
