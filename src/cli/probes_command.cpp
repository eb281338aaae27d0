// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "cli/options.hpp"
#include "cli/probes_text.hpp"
#include "cli/set_up.hpp"
#include "model/catalogue_json.hpp"

namespace cli {

int probes_command(const ProbesOptions& options) {
  ExitCode code = kSuccess;
  const auto probes = builtin_probes(code);
  if (!probes) return code;
  const std::string text = options.json ? model::catalogue_document(*probes) : probes_text(*probes);
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? kSuccess : fail(kOutputFailed, "standard output cannot be written");
}

}  // namespace cli
