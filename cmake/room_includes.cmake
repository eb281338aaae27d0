# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which names a room's files may #include. Pure text, no targets, so that a test can run it by
# itself (tests/ground/).
#
# refuse_wrong_includes(ROOM <name> ROOT <src> KNOWS <rooms...> MAY <outside names...>)
#
# A quoted include names a room by its first folder: "wire/smtp_reply.hpp". An angle include is
# either a standard header (no slash, no dot), or belongs to an outside name of the table below.
# An outside name may be confined to files: "wolfssl:tls_client.cpp". A wrong include ends the configure.

include_guard(GLOBAL)

# outside name -> the headers that belong to it
set(outside_uv       "^uv[.]h$")
set(outside_ares     "^ares(_.*)?[.]h$")
set(outside_curl     "^curl/")
set(outside_wolfssl  "^wolfssl/")
set(outside_nlohmann "^nlohmann/")
set(outside_simdjson "^simdjson[.]h$")
set(outside_fmt      "^fmt/")
set(outside_cli11    "^CLI/")
set(outside_idn2     "^idn2[.]h$")
set(outside_psl      "^libpsl[.]h$")
set(outside_zstd     "^zstd[.]h$")
set(outside_nats     "^nats/")
set(outside_posix    "^(arpa/inet|netinet/.*|net/if|sys/.*|unistd|netdb|fcntl|poll|signal|pwd)[.]h$")

function(_outside_allowed header file may out)
  set(${out} FALSE PARENT_SCOPE)
  foreach(entry IN LISTS may)
    string(REPLACE ":" ";" parts "${entry}")
    list(POP_FRONT parts name)
    if(NOT DEFINED outside_${name})
      message(FATAL_ERROR "room: '${name}' is no outside name; add it to cmake/room_includes.cmake")
    endif()
    if(NOT header MATCHES "${outside_${name}}")
      continue()
    endif()
    get_filename_component(file_name "${file}" NAME)
    if(NOT parts OR file_name IN_LIST parts)
      set(${out} TRUE PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

function(refuse_wrong_includes)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "ROOM;ROOT" "KNOWS;MAY")
  file(GLOB_RECURSE files "${arg_ROOT}/${arg_ROOM}/*.hpp" "${arg_ROOT}/${arg_ROOM}/*.cpp")
  foreach(file IN LISTS files)
    file(STRINGS "${file}" includes REGEX "^[ \t]*#[ \t]*include")
    file(RELATIVE_PATH shown "${arg_ROOT}" "${file}")
    foreach(line IN LISTS includes)
      if(line MATCHES "\"([^/\"]*)/[^\"]*\"")
        if(NOT CMAKE_MATCH_1 STREQUAL arg_ROOM AND NOT CMAKE_MATCH_1 IN_LIST arg_KNOWS)
          list(JOIN arg_KNOWS ", " known)
          message(FATAL_ERROR "src/${shown}: ${line}\n"
            "Room '${arg_ROOM}' may not know room '${CMAKE_MATCH_1}' (it knows: ${known}). "
            "Move the code, or change the house: ARCHITECTURE.md and src/CMakeLists.txt.")
        endif()
      elseif(line MATCHES "<([^>]*)>")
        set(header "${CMAKE_MATCH_1}")
        if(header MATCHES "^[a-z0-9_]+$")
          continue()  # a standard header
        endif()
        _outside_allowed("${header}" "${file}" "${arg_MAY}" allowed)
        if(NOT allowed)
          list(JOIN arg_MAY ", " may)
          message(FATAL_ERROR "src/${shown}: ${line}\n"
            "Room '${arg_ROOM}' may not use <${header}> in this file (it may use: ${may}).")
        endif()
      else()
        message(FATAL_ERROR "src/${shown}: ${line}\n"
          "Write \"room/header.hpp\" or <header>: the room must be visible.")
      endif()
    endforeach()
  endforeach()
endfunction()
