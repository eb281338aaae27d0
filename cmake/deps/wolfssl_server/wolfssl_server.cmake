# SPDX-License-Identifier: GPL-3.0-or-later
#
# waxseal::wolfssl_server: wolfSSL with its server's half, for a program of the tests and for nothing else. From the same
# source tree as waxseal::wolfssl, into build/deps, once for all presets; at build time and not at configure time, because
# who only builds the scanner does not need it. Needs cmake/dependencies.cmake.

include_guard(GLOBAL)

waxseal_source_of(wolfssl ${waxseal_wolfssl_version} "${WAXSEAL_WOLFSSL_SOURCE}" waxseal_wolfssl_server_source
    wolfssl/internal.h)
# Not in the folder of the others, which their recipe empties.
set(waxseal_wolfssl_server_dir ${waxseal_deps_dir}-wolfssl-server)
set(waxseal_wolfssl_server_library ${waxseal_wolfssl_server_dir}/lib/libwolfssl_server.a)

add_custom_command(
    OUTPUT ${waxseal_wolfssl_server_library}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${waxseal_wolfssl_server_source} -DINTO=${waxseal_wolfssl_server_dir}
        -DCOMPILER=${CMAKE_C_COMPILER} -DGENERATOR=${CMAKE_GENERATOR} -DMAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}
        -P ${CMAKE_CURRENT_LIST_DIR}/build.cmake
    DEPENDS
        ${CMAKE_CURRENT_LIST_DIR}/CMakeLists.txt
        ${CMAKE_CURRENT_LIST_DIR}/build.cmake
        ${CMAKE_CURRENT_LIST_DIR}/user_settings.h
        ${CMAKE_CURRENT_LIST_DIR}/../wolfssl/user_settings.h
    COMMENT "Building wolfSSL with a server for the tests (once, some ten seconds)"
    VERBATIM)
add_custom_target(wolfssl_server_library DEPENDS ${waxseal_wolfssl_server_library})

add_library(waxseal::wolfssl_server STATIC IMPORTED GLOBAL)
add_dependencies(waxseal::wolfssl_server wolfssl_server_library)
set_target_properties(waxseal::wolfssl_server PROPERTIES
    IMPORTED_LOCATION ${waxseal_wolfssl_server_library}
    INTERFACE_INCLUDE_DIRECTORIES "${CMAKE_CURRENT_LIST_DIR};${waxseal_wolfssl_server_source}"
    INTERFACE_COMPILE_DEFINITIONS WOLFSSL_USER_SETTINGS
    INTERFACE_LINK_LIBRARIES Threads::Threads)
