// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace mxlab {

struct CommandLine {
  std::string table;
  std::string ca_dir;
  std::string stats;
  std::string arrivals;
  int ready_fd = -1;
  std::uint16_t port = 0;
  unsigned threads = 1;
  bool help = false;
  bool list = false;               // print who behaves how, and end
  bool certificates_only = false;  // make the certificates and tlsa.json, and end
};

extern const char* const usage;

// Throws StartError.
CommandLine read_command_line(int argc, char** argv);

}  // namespace mxlab
