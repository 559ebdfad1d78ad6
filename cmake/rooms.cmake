# A room is one folder of the house: a static library whose headers are reachable only by the rooms that
# link it. Headers are included as "<room>/<file>.h"; the folder of links below makes a header of a room
# that is not linked a compile error, not a matter of discipline. Sources are every *.cpp of the folder.

# room(<name> [FOLDER <path>] [LINKS <rooms>...] [PARTS <libraries>...])
#   FOLDER  where it lives, default agent/<name>; the last part of the path is the include prefix
#   LINKS   rooms whose headers it may include (and whose headers its own headers show)
#   PARTS   third-party libraries that stay inside the room
function(room name)
    cmake_parse_arguments(ROOM "" "FOLDER;PREFIX" "LINKS;PARTS" ${ARGN})
    if(NOT ROOM_FOLDER)
        set(ROOM_FOLDER agent/${name})
    endif()
    set(folder ${PROJECT_SOURCE_DIR}/${ROOM_FOLDER})
    if(NOT ROOM_PREFIX)
        get_filename_component(ROOM_PREFIX ${ROOM_FOLDER} NAME)
    endif()

    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
    if(WIN32)
        list(FILTER sources EXCLUDE REGEX "_linux\\.cpp$")
    else()
        list(FILTER sources EXCLUDE REGEX "_windows\\.cpp$")
    endif()

    set(shown ${PROJECT_BINARY_DIR}/rooms/${name})
    get_filename_component(shown_parent ${shown}/${ROOM_PREFIX} DIRECTORY)
    file(MAKE_DIRECTORY ${shown_parent})
    file(CREATE_LINK ${folder} ${shown}/${ROOM_PREFIX} SYMBOLIC)

    if(sources)
        add_library(${name} STATIC ${sources})
        set(reach PUBLIC)
        target_link_libraries(${name} PRIVATE deskbridge_warnings ${ROOM_PARTS})
    else()
        add_library(${name} INTERFACE)
        set(reach INTERFACE)
    endif()
    target_include_directories(${name} ${reach} ${shown})
    target_link_libraries(${name} ${reach} ${ROOM_LINKS})
endfunction()
