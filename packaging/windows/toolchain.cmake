# Cross-building for 64-bit Windows with mingw-w64, against what packaging/windows/prefix has built.

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(host x86_64-w64-mingw32)
# the variant whose std::thread and std::mutex are those of libstdc++
set(CMAKE_C_COMPILER ${host}-gcc-posix)
set(CMAKE_CXX_COMPILER ${host}-g++-posix)
set(CMAKE_RC_COMPILER ${host}-windres)
set(CMAKE_MC_COMPILER ${host}-windmc)

if(NOT DESKBRIDGE_WINDOWS_PREFIX)
    set(DESKBRIDGE_WINDOWS_PREFIX ${CMAKE_CURRENT_LIST_DIR}/../../build/windows-prefix)
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES DESKBRIDGE_WINDOWS_PREFIX)
get_filename_component(prefix ${DESKBRIDGE_WINDOWS_PREFIX} REALPATH)

set(CMAKE_FIND_ROOT_PATH ${prefix} /usr/${host})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_PREFIX_PATH ${prefix})
list(APPEND CMAKE_MODULE_PATH ${prefix}/cmake)
set(ENV{PKG_CONFIG_LIBDIR} ${prefix}/lib/pkgconfig)
set(ENV{PKG_CONFIG_PATH} "")

set(OPENSSL_ROOT_DIR ${prefix})
set(OPENSSL_USE_STATIC_LIBS ON)
# the archive itself: beside it, mingw's folder has the import library of a DLL
set(ZLIB_LIBRARY ${prefix}/lib/libz.a CACHE FILEPATH "")
set(ZLIB_INCLUDE_DIR ${prefix}/include CACHE PATH "")
set(Boost_USE_STATIC_LIBS ON)

# Windows 10 and Server 2016 at least; names that Windows spells another way are in compat
set(windows_flags "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00 -isystem ${prefix}/include-compat")
set(CMAKE_C_FLAGS_INIT "${windows_flags}")
set(CMAKE_CXX_FLAGS_INIT "${windows_flags}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -L${prefix}/lib")

find_program(wine wine NO_CMAKE_FIND_ROOT_PATH)
if(wine)
    set(CMAKE_CROSSCOMPILING_EMULATOR ${wine})
endif()
