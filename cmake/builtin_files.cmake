# SPDX-License-Identifier: GPL-3.0-or-later
#
# builtin_files(TARGET FOLDER NAMESPACE::FUNCTION TYPE HEADER): compiles every FOLDER/*.json (not those of folders below)
# into TARGET as what FUNCTION returns, a vector of TYPE{name, text} declared in HEADER, so that the program needs no data
# files beside it. Names are those inside the project. Adding a probe or a sender is adding a file.

include_guard(GLOBAL)

function(builtin_files target folder function type header)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.json)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(rows "")
  foreach(file IN LISTS files)
    file(READ ${file} text)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE name)
    string(APPEND rows "    {\"${name}\", R\"json(${text})json\"},\n")
  endforeach()
  cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE name)
  string(REPLACE "::" ";" parts ${function})
  list(GET parts 0 namespace)
  list(GET parts 1 function)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from the folder @name@/ by cmake/builtin_files.cmake.
#include "@header@"

namespace @namespace@ {

const std::vector<@type@>& @function@() {
  static const std::vector<@type@> files{
@rows@  };
  return files;
}

}  // namespace @namespace@
]])
  target_sources(${target} PRIVATE ${generated})
endfunction()
