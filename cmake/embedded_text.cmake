# SPDX-License-Identifier: GPL-3.0-or-later
#
# embedded_text(TARGET FILE NAMESPACE::FUNCTION HEADER): compiles FILE into TARGET as what FUNCTION returns, a
# std::string_view declared in HEADER, so that the program needs no data files beside it.

include_guard(GLOBAL)

function(embedded_text target file function header)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  cmake_path(GET file FILENAME name)
  string(REPLACE "::" ";" parts ${function})
  list(GET parts 0 namespace)
  list(GET parts 1 function)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from @name@ by cmake/embedded_text.cmake.
#include "@header@"

namespace @namespace@ {

std::string_view @function@() {
  return R"texts(@text@)texts";
}

}  // namespace @namespace@
]])
  target_sources(${target} PRIVATE ${generated})
endfunction()
