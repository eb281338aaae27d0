// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace cli {

// What the program ends with. 64 and above are sysexits.h's numbers.
enum ExitCode : int {
  kSuccess = 0,        // it ran; whatever was found
  kFound = 1,          // audit: what is looked for (--fail-on, --expect) was found
  kNotKnown = 2,       // audit: whether it is there could not be told
  kUsage = 64,         // the command line is wrong
  kBadInput = 65,      // a file given is not what it should be
  kNoInput = 66,       // a file given cannot be read
  kPortBlocked = 68,   // nobody at all answers: our own network closes the port
  kNoResolver = 69,    // no usable name server
  kOutputFailed = 74,  // a file could not be written
  kRefused = 77,       // politeness: no EHLO name, or a target that is not to be contacted
  kInterrupted = 130,  // SIGINT or SIGTERM; what is written is whole
};

struct ExitMeaning {
  ExitCode code;
  std::string_view meaning;  // for --help and the manual: no capital, no full stop
};

// All of the above, in their order.
const std::vector<ExitMeaning>& exit_meanings();

}  // namespace cli
