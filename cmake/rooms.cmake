# One static library a room, linked as src/layers.txt allows, and one test program a room.

function(add_rooms layers_file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${layers_file})
    file(STRINGS ${layers_file} lines)
    set(rooms)
    foreach(line IN LISTS lines)
        if(line MATCHES "^([a-z]+):(.*)$")
            set(room ${CMAKE_MATCH_1})
            string(STRIP "${CMAKE_MATCH_2}" allowed)
            separate_arguments(allowed)
            add_room(${room} "${allowed}")
            list(APPEND rooms ${room})
        endif()
    endforeach()
    set(QUERIST_ROOMS ${rooms} PARENT_SCOPE)
endfunction()

# What nearly every file reads, parsed once: two thirds of compiling are the standard library's and
# the libraries' headers. Files still include what they use; clang-tidy reads them without this.
# Without the time in it, ccache sees that nothing changed.
add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
set(QUERIST_PRECOMPILED
    <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <expected> <filesystem> <functional>
    <map> <memory> <optional> <set> <span> <string> <string_view> <utility> <variant> <vector>
    <fmt/format.h> <nlohmann/json.hpp>)

# Several files are compiled as one: what they include is parsed once for all of them, by the compiler
# and by clang-tidy. So names in unnamed namespaces are unique in a room, and in its tests. Eight
# where files are edited and built again, more where the whole is built.
set(QUERIST_TOGETHER 8 CACHE STRING "How many files are compiled as one")
function(compile_together target)
    set_target_properties(${target} PROPERTIES
        UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${QUERIST_TOGETHER})
endfunction()

function(add_room room allowed)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/${room}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|_bench|/main)\\.cpp$")
    if(NOT sources)
        add_library(room_${room} INTERFACE)
        set(scope INTERFACE)
    else()
        add_library(room_${room} STATIC ${sources})
        if(room STREQUAL core)
            target_precompile_headers(room_core PRIVATE ${QUERIST_PRECOMPILED})
        else()
            target_precompile_headers(room_${room} REUSE_FROM room_core)
        endif()
        compile_together(room_${room})
        target_link_libraries(room_${room} PRIVATE querist_warnings)
        set(scope PUBLIC)
    endif()
    target_include_directories(room_${room} ${scope} ${CMAKE_CURRENT_SOURCE_DIR}/src)
    foreach(other IN LISTS allowed)
        target_link_libraries(room_${room} ${scope} room_${other})
    endforeach()
    if(TARGET external_${room})
        target_link_libraries(room_${room} ${scope} external_${room})
    endif()
endfunction()

# ccache does not know what #embed reads: the contents' hashes on the command line make it look again.
function(embeds source)
    set(hashes)
    foreach(file IN LISTS ARGN)
        set_property(DIRECTORY APPEND PROPERTY
            CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
        file(SHA256 ${CMAKE_CURRENT_SOURCE_DIR}/${file} hash)
        string(APPEND hashes ${hash})
    endforeach()
    set_source_files_properties(${source} PROPERTIES COMPILE_DEFINITIONS EMBEDDED_SHA256=${hashes})
endfunction()

# Tests stand beside the code: src/<room>/*_test.cpp become build/<preset>/<room>_test.
function(add_room_tests)
    find_package(GTest REQUIRED)
    find_library(RAPIDCHECK rapidcheck REQUIRED)
    include(GoogleTest)
    foreach(room IN LISTS QUERIST_ROOMS)
        file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/${room}/*_test.cpp)
        if(sources)
            add_executable(${room}_test ${sources} ${CMAKE_CURRENT_SOURCE_DIR}/tests/golden/golden.cpp)
            target_include_directories(${room}_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/tests)
            target_link_libraries(${room}_test PRIVATE
                room_${room} querist_warnings GTest::gtest_main ${RAPIDCHECK})
            target_compile_definitions(${room}_test PRIVATE
                QUERIST_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
            # Tests are compiled far longer than they run; what they test is as it is served.
            target_compile_options(${room}_test PRIVATE $<$<CONFIG:Release>:-O0>)
            compile_together(${room}_test)
            if(room STREQUAL core)
                target_precompile_headers(core_test PRIVATE
                    ${QUERIST_PRECOMPILED} <fstream> <gtest/gtest.h> <rapidcheck.h>)
            else()
                target_precompile_headers(${room}_test REUSE_FROM core_test)
            endif()
            set_target_properties(${room}_test PROPERTIES
                RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
            add_test(NAME unit.${room} COMMAND ${room}_test)
            set_tests_properties(unit.${room} PROPERTIES TIMEOUT 300)
        endif()
    endforeach()
endfunction()

# Fuzz targets stand beside parsers: src/<room>/x_fuzz.cpp becomes <room>_x_fuzz. One that says
# "// Links the room ROOM and FILE..." is built from these files of its own room, so that the whole
# program need not be compiled with sanitizers for one parser of an outer room.
function(add_room_fuzzers)
    add_custom_target(fuzzers)
    foreach(room IN LISTS QUERIST_ROOMS)
        file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/${room}/*_fuzz.cpp)
        foreach(source IN LISTS sources)
            get_filename_component(name ${source} NAME_WE)
            set(linked_room ${room})
            set(files)
            file(STRINGS ${source} links REGEX "^// Links the room ")
            if(links MATCHES "^// Links the room ([a-z]+) and (.+)$")
                set(linked_room ${CMAKE_MATCH_1})
                string(REPLACE " " ";" files "${CMAKE_MATCH_2}")
                list(TRANSFORM files PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/src/${room}/)
            endif()
            add_executable(${room}_${name} ${source} ${files})
            target_link_libraries(${room}_${name} PRIVATE room_${linked_room} querist_warnings)
            add_dependencies(fuzzers ${room}_${name})
            target_compile_options(${room}_${name} PRIVATE -fsanitize=fuzzer -Wno-missing-declarations)
            target_link_options(${room}_${name} PRIVATE -fsanitize=fuzzer)
            set_target_properties(${room}_${name} PROPERTIES
                RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
        endforeach()
    endforeach()
endfunction()
