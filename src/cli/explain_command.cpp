// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "cli/codes_text.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"

namespace cli {

int explain_command(const ExplainOptions& options) {
  const std::string text = options.markdown ? codes_markdown() : codes_text(options.code);
  if (text.empty()) {
    return fail(kUsage, fmt::format("there is no outcome \"{}\"; waxseal explain lists all of them",
                                    options.code));
  }
  return print(text);
}

}  // namespace cli
