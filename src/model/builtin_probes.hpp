// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace model {

struct ProbeFile {
  std::string_view name;  // "probes/starttls.json"
  std::string_view json;
};

// The files of the folder probes/ as they were when the program was built, in order of name.
const std::vector<ProbeFile>& builtin_probe_files();

}  // namespace model
