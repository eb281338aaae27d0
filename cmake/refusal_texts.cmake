# SPDX-License-Identifier: GPL-3.0-or-later
#
# refusal_texts(TARGET FILE): compiles FILE into TARGET as outcome::builtin_refusal_texts(), so that the
# program needs no data files beside it. Adding a wording is a line in FILE.

include_guard(GLOBAL)

function(refusal_texts target file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  cmake_path(GET file FILENAME name)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/refusal_texts.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from @name@ by cmake/refusal_texts.cmake.
#include "outcome/refusal_texts.hpp"

namespace outcome {

std::string_view builtin_refusal_texts() {
  return R"texts(@text@)texts";
}

}  // namespace outcome
]])
  target_sources(${target} PRIVATE ${generated})
endfunction()
