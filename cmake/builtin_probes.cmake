# SPDX-License-Identifier: GPL-3.0-or-later
#
# builtin_probes(TARGET FOLDER): compiles every FOLDER/*.json into TARGET, so that the program needs
# no data files beside it. Adding a probe is adding a file.

include_guard(GLOBAL)

function(builtin_probes target folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.json)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(rows "")
  foreach(file IN LISTS files)
    file(READ ${file} text)
    cmake_path(GET file FILENAME name)
    string(APPEND rows "    {\"probes/${name}\", R\"json(${text})json\"},\n")
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/builtin_probes.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Generated from the folder probes/ by cmake/builtin_probes.cmake.
#include "model/builtin_probes.hpp"

namespace model {

const std::vector<ProbeFile>& builtin_probe_files() {
  static const std::vector<ProbeFile> files{
@rows@  };
  return files;
}

}  // namespace model
]])
  target_sources(${target} PRIVATE ${generated})
endfunction()
