# SPDX-License-Identifier: GPL-3.0-or-later
# Configures a small project that has the real rooms.cmake, and a session that knows libuv.
file(REMOVE_RECURSE ${BINARY})
file(WRITE ${BINARY}/source/src/base/b.cpp "#include <string>\n")
file(WRITE ${BINARY}/source/src/session/s.cpp "#include <uv.h>\n")
file(WRITE ${BINARY}/source/CMakeLists.txt "
cmake_minimum_required(VERSION 3.25)
project(house LANGUAGES CXX)
include(${SOURCE}/cmake/house.cmake)
include(${SOURCE}/cmake/rooms.cmake)
room(base)
room(session KNOWS base)
")
execute_process(COMMAND ${CMAKE_COMMAND} -G ${GENERATOR} -S ${BINARY}/source -B ${BINARY}/build
  RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT failed)
  message(FATAL_ERROR "A session that includes <uv.h> was configured:\n${said}")
endif()
if(NOT said MATCHES "session/s.cpp" OR NOT said MATCHES "may not use <uv.h>")
  message(FATAL_ERROR "It was refused, but not for its wrong include:\n${said}")
endif()
