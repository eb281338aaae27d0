// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/checks_text.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"

namespace cli {

int checks_command(const ChecksOptions& options) {
  return print(options.json ? checks_json() : checks_text());
}

}  // namespace cli
