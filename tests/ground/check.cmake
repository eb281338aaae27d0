# SPDX-License-Identifier: GPL-3.0-or-later
# The check alone: a room "attic" that knows "base" and may use uv, and fmt in one file.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/room_includes.cmake)
refuse_wrong_includes(ROOM attic ROOT ${ROOT} KNOWS base MAY uv fmt:printer.cpp)
message(STATUS "every include is allowed")
