// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "cli/checks_text.hpp"
#include "cli/codes_text.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"

namespace cli {

int explain_command(const ExplainOptions& options) {
  std::string text = options.markdown ? codes_markdown() : codes_text(options.code);
  if (text.empty()) text = check_text(options.code);
  if (text.empty()) {
    return fail(kUsage,
                fmt::format("there is no outcome and no check \"{}\"; waxseal explain lists "
                            "all outcomes, waxseal checks all checks",
                            options.code));
  }
  return print(text);
}

}  // namespace cli
