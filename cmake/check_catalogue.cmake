# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_catalogue(TARGET FOLDER): compiles into TARGET the list of all checks, one for each
# FOLDER/<authority>/<check>.cpp. A file without the function of its name does not link, so that no check
# is there and silently does not run.

include_guard(GLOBAL)

function(check_catalogue target folder)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*/*.cpp)
  list(SORT files)
  set(declarations "")
  set(rows "")
  foreach(file IN LISTS files)
    if(NOT file MATCHES "^([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)[.]cpp$")
      message(FATAL_ERROR "src/checks/${file}: a check's file and folder are C++ names in small letters")
    endif()
    set(authority ${CMAKE_MATCH_1})
    set(check ${CMAKE_MATCH_2})
    string(APPEND declarations "namespace ${authority} {\nCheck ${check}();\n}\n")
    string(APPEND rows "      {\"${authority}/${check}\", ${authority}::${check}},\n")
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/all_checks.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from the folder src/checks/ by cmake/check_catalogue.cmake.
#include "checks/all_checks.hpp"

namespace checks {

@declarations@
std::span<const Entry> all_checks() {
  static constexpr Entry kChecks[] = {
@rows@  };
  return kChecks;
}

}  // namespace checks
]])
  target_sources(${target} PRIVATE ${generated})
endfunction()
