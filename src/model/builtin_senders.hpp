// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace model {

struct SenderFile {
  std::string name;  // "probes/senders/exim-debian12.json"
  std::string text;
};

// The files of the folder probes/senders/ as they were when the program was built, in order of
// name.
const std::vector<SenderFile>& builtin_sender_files();

}  // namespace model
