// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/builtin_ids.hpp"
#include "cli/command_line.hpp"
#include "cli/command_tree.hpp"
#include "cli/completions.hpp"
#include "cli/manual_page.hpp"
#include "cli/set_up.hpp"

namespace cli {

int manual_command(const ManualOptions& options) {
  ExitCode code = kSuccess;
  const auto ids = builtin_ids(code);
  if (!ids) return code;
  const CommandLine line;
  const CommandTree tree = command_tree(line.app(), *ids);
  if (options.completion == "bash") return print(bash_completion(tree));
  if (options.completion == "zsh") return print(zsh_completion(tree));
  if (options.completion == "fish") return print(fish_completion(tree));
  return print(manual_page(tree));
}

}  // namespace cli
