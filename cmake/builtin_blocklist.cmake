# SPDX-License-Identifier: GPL-3.0-or-later
#
# builtin_blocklist(TARGET FILE): compiles FILE into TARGET as scan::builtin_blocklist_text(), so that the
# program knows whom not to contact without a file beside it.

include_guard(GLOBAL)

function(builtin_blocklist target file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  cmake_path(GET file FILENAME name)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/builtin_blocklist.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from @name@ by cmake/builtin_blocklist.cmake.
#include "scan/special_purpose.hpp"

namespace scan {

std::string_view builtin_blocklist_text() {
  return R"conf(@text@)conf";
}

}  // namespace scan
]])
  target_sources(${target} PRIVATE ${generated})
endfunction()
