// SPDX-License-Identifier: GPL-3.0-or-later
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
  return print(text);
}

}  // namespace cli
