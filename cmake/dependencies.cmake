# SPDX-License-Identifier: GPL-3.0-or-later
#
# waxseal::wolfssl and waxseal::cares: the two libraries that are built from source, because the packaged builds cannot do
# the job (no TLS 1.0, no static RSA, no assembler in wolfSSL; no record API in c-ares).
#
# It happens at configure time, once for all presets, and in three steps:
#
#   build/deps/src/                      Debian's source packages, with its security patches (cmake/fetch-debian-source)
#   build/deps/gnu-12.2.0-x86_64/        the static libraries, by compiler (the project in cmake/deps)
#   build/deps/gnu-12.2.0-x86_64/stamp   what they were made of; while that holds, a configure does nothing here
#
# The stamp knows a fetched source by its Debian revision and a given one by its place: who edits the latter removes the
# stamp. To take up a newer Debian revision, remove build/deps/src.
#
# Needs project(... LANGUAGES C CXX): the C compiler builds them.

include_guard(GLOBAL)

# The newest Debian revision of a release or of a series. wolfSSL is pinned to the release because cmake/deps lists its
# sources; c-ares brings its own list, and Debian's security team moves within the series.
set(waxseal_debian_suite trixie)
set(waxseal_wolfssl_version 5.7.2)
set(waxseal_cares_version 1.34)

set(WAXSEAL_WOLFSSL_SOURCE "" CACHE PATH "Unpacked source of wolfSSL ${waxseal_wolfssl_version}; empty: fetched from Debian")
set(WAXSEAL_CARES_SOURCE "" CACHE PATH "Unpacked source of c-ares ${waxseal_cares_version}; empty: fetched from Debian")
set(WAXSEAL_DEPS_C_FLAGS "" CACHE STRING "Further compiler flags for wolfSSL and c-ares, such as -march=native")

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$" AND CMAKE_SIZEOF_VOID_P EQUAL 8)
    option(WAXSEAL_PORTABLE_CRYPTO "Build wolfSSL in C only, without its x86-64 assembler" OFF)
else()
    option(WAXSEAL_PORTABLE_CRYPTO "Build wolfSSL in C only" ON)
endif()

# By this file's place, not CMAKE_SOURCE_DIR: another project may include it.
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH waxseal_root)
set(waxseal_deps_recipe ${waxseal_root}/cmake/deps)
set(waxseal_deps_recipe_files
    ${waxseal_deps_recipe}/CMakeLists.txt
    ${waxseal_deps_recipe}/wolfssl/CMakeLists.txt
    ${waxseal_deps_recipe}/wolfssl/user_settings.h)
set(waxseal_deps_root ${waxseal_root}/build/deps)
string(TOLOWER "${CMAKE_C_COMPILER_ID}-${CMAKE_C_COMPILER_VERSION}-${CMAKE_SYSTEM_PROCESSOR}" waxseal_deps_dir)
if(WAXSEAL_PORTABLE_CRYPTO)
    string(APPEND waxseal_deps_dir -portable)
endif()
# Presets that differ in these get libraries of their own, instead of rebuilding each other's.
set(waxseal_variant "${WAXSEAL_DEPS_C_FLAGS}${WAXSEAL_WOLFSSL_SOURCE}${WAXSEAL_CARES_SOURCE}")
if(NOT waxseal_variant STREQUAL "")
    string(MD5 waxseal_variant "${waxseal_variant}")
    string(SUBSTRING ${waxseal_variant} 0 8 waxseal_variant)
    string(APPEND waxseal_deps_dir -${waxseal_variant})
endif()
cmake_path(ABSOLUTE_PATH waxseal_deps_dir BASE_DIRECTORY ${waxseal_deps_root})

# Sets <result> to a source tree of <package>: the given directory, or one fetched from Debian.
function(waxseal_source_of package version given result)
    if(given)
        cmake_path(ABSOLUTE_PATH given BASE_DIRECTORY ${CMAKE_BINARY_DIR} NORMALIZE)
        if(NOT EXISTS ${given}/${ARGN})
            message(FATAL_ERROR "${given} is not a source tree of ${package}: it has no ${ARGN}")
        endif()
        set(${result} ${given} PARENT_SCOPE)
        return()
    endif()
    set(tree ${waxseal_deps_root}/src/${package}-${version})
    if(NOT EXISTS ${tree}/.debian-source)
        message(STATUS "Fetching the source of ${package} ${version} from Debian ${waxseal_debian_suite} (once)")
        execute_process(
            COMMAND ${waxseal_root}/cmake/fetch-debian-source ${package} ${version} ${waxseal_debian_suite} ${tree}
            RESULT_VARIABLE failed
            ERROR_VARIABLE said
            OUTPUT_QUIET)
        if(failed)
            message(FATAL_ERROR "${said}")
        endif()
        if(said) # it managed, but not as it should be
            message(NOTICE "${said}")
        endif()
    endif()
    set(${result} ${tree} PARENT_SCOPE)
endfunction()

# One line that says what a tree is: for the stamp and for the eye.
function(waxseal_describe_source tree result)
    set(line "${tree}")
    if(EXISTS ${tree}/.debian-source)
        file(STRINGS ${tree}/.debian-source line LIMIT_COUNT 1)
    endif()
    set(${result} "${line}" PARENT_SCOPE)
endfunction()

# Runs one step of the build into the log; shows the end of the log when it fails.
function(waxseal_deps_step what log)
    execute_process(
        # A configure started by make would hand its job server down to a build that is none of its jobs.
        COMMAND ${CMAKE_COMMAND} -E env --unset=MAKEFLAGS --unset=MFLAGS --unset=MAKELEVEL ${ARGN}
        OUTPUT_FILE ${log}
        ERROR_FILE ${log}
        RESULT_VARIABLE failed)
    if(failed)
        file(SIZE ${log} size)
        math(EXPR offset "${size} > 4000 ? ${size} - 4000 : 0")
        file(READ ${log} tail OFFSET ${offset})
        message(FATAL_ERROR "Could not ${what} wolfSSL and c-ares. The end of ${log}:\n${tail}")
    endif()
endfunction()

function(waxseal_build_dependencies)
    file(MAKE_DIRECTORY ${waxseal_deps_root})
    # Two presets configured at the same moment: the second waits and finds everything done.
    file(LOCK ${waxseal_deps_root}/lock GUARD FUNCTION TIMEOUT 1800 RESULT_VARIABLE lock)
    if(NOT lock EQUAL 0)
        message(FATAL_ERROR "Another configure holds ${waxseal_deps_root}/lock: ${lock}")
    endif()

    waxseal_source_of(wolfssl ${waxseal_wolfssl_version} "${WAXSEAL_WOLFSSL_SOURCE}" wolfssl wolfssl/internal.h)
    waxseal_source_of(c-ares ${waxseal_cares_version} "${WAXSEAL_CARES_SOURCE}" cares include/ares_dns_record.h)
    waxseal_describe_source(${wolfssl} wolfssl_is)
    waxseal_describe_source(${cares} cares_is)

    set(made_of
        "${wolfssl_is}"
        "${cares_is}"
        "${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION} ${CMAKE_TOOLCHAIN_FILE}"
        "flags=${WAXSEAL_DEPS_C_FLAGS} portable=${WAXSEAL_PORTABLE_CRYPTO}")
    foreach(file IN LISTS waxseal_deps_recipe_files)
        file(SHA256 ${file} hash)
        cmake_path(GET file FILENAME name)
        list(APPEND made_of "${hash} ${name}")
    endforeach()
    list(JOIN made_of "\n" made_of)

    set(stamp ${waxseal_deps_dir}/stamp)
    set(made "")
    if(EXISTS ${stamp} AND EXISTS ${waxseal_deps_dir}/lib/libwolfssl.a AND EXISTS ${waxseal_deps_dir}/lib/libcares.a)
        file(READ ${stamp} made)
    endif()
    if(NOT made STREQUAL made_of)
        message(STATUS "Building ${wolfssl_is} and ${cares_is} (once, about half a minute)")
        file(REMOVE_RECURSE ${waxseal_deps_dir})
        file(MAKE_DIRECTORY ${waxseal_deps_dir})
        set(generator "Unix Makefiles")
        if(CMAKE_GENERATOR MATCHES Ninja)
            set(generator Ninja)
        endif()
        cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
        # Always optimised and never instrumented, whatever the preset: they are the same files for all.
        waxseal_deps_step(configure ${waxseal_deps_dir}/configure.log
            ${CMAKE_COMMAND} -G ${generator} -S ${waxseal_deps_recipe} -B ${waxseal_deps_dir}
            -DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}
            -DCMAKE_TOOLCHAIN_FILE=${CMAKE_TOOLCHAIN_FILE}
            -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER}
            -DCMAKE_ASM_COMPILER=${CMAKE_C_COMPILER}
            -DCMAKE_BUILD_TYPE=Release
            "-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG"
            -DCMAKE_C_FLAGS=${WAXSEAL_DEPS_C_FLAGS}
            -DWAXSEAL_WOLFSSL_SOURCE=${wolfssl}
            -DWAXSEAL_CARES_SOURCE=${cares}
            -DWAXSEAL_PORTABLE_CRYPTO=${WAXSEAL_PORTABLE_CRYPTO})
        waxseal_deps_step(build ${waxseal_deps_dir}/build.log
            ${CMAKE_COMMAND} --build ${waxseal_deps_dir} --parallel ${cores})
        file(WRITE ${stamp} "${made_of}")
    endif()

    # Configure again when one of these changes or is gone.
    set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
        ${stamp} ${waxseal_deps_recipe_files})

    find_package(Threads REQUIRED)

    # user_settings.h comes first: every wolfSSL header needs the definitions it was built with. The source tree follows
    # for <wolfssl/...>, internal headers included.
    add_library(waxseal::wolfssl STATIC IMPORTED GLOBAL)
    set_target_properties(waxseal::wolfssl PROPERTIES
        IMPORTED_LOCATION ${waxseal_deps_dir}/lib/libwolfssl.a
        INTERFACE_INCLUDE_DIRECTORIES "${waxseal_deps_recipe}/wolfssl;${wolfssl}"
        INTERFACE_COMPILE_DEFINITIONS "WOLFSSL_USER_SETTINGS;$<$<BOOL:${WAXSEAL_PORTABLE_CRYPTO}>:WAXSEAL_PORTABLE_CRYPTO>"
        INTERFACE_LINK_LIBRARIES Threads::Threads)

    # ares_build.h is made by the configure of c-ares.
    add_library(waxseal::cares STATIC IMPORTED GLOBAL)
    set_target_properties(waxseal::cares PROPERTIES
        IMPORTED_LOCATION ${waxseal_deps_dir}/lib/libcares.a
        INTERFACE_INCLUDE_DIRECTORIES "${waxseal_deps_dir}/c-ares;${cares}/include"
        INTERFACE_COMPILE_DEFINITIONS CARES_STATICLIB
        INTERFACE_LINK_LIBRARIES Threads::Threads)
endfunction()

waxseal_build_dependencies()
