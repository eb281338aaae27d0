// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/exit_code.hpp"

namespace cli {

const std::vector<ExitMeaning>& exit_meanings() {
  static const std::vector<ExitMeaning> meanings{
      {kSuccess, "it ran; of audit, nothing that counts was found"},
      {kFound, "of audit: something that counts was found"},
      {kNotKnown, "of audit: whether it is there could not be told"},
      {kUsage, "wrong command line"},
      {kBadInput, "bad input"},
      {kNoInput, "input cannot be read"},
      {kPortBlocked, "our own network closes the port"},
      {kNoResolver, "no name server"},
      {kOutputFailed, "output cannot be written"},
      {kRefused, "refused for politeness"},
      {kInterrupted, "interrupted"},
  };
  return meanings;
}

}  // namespace cli
