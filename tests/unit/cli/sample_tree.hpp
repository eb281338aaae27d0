// SPDX-License-Identifier: GPL-3.0-or-later
//
// Trees of commands to make pages and scripts of.
#pragma once

#include "cli/builtin_ids.hpp"
#include "cli/command_line.hpp"
#include "cli/command_tree.hpp"

namespace sample {

// One command with every mark that means something to roff or to a shell.
inline cli::CommandTree tree() {
  cli::CommandTree tree{"ws", "does things", "ws 1", {}, {}};
  cli::Command command{"do", "Do what's \"meant\": [it]", {}, {}};
  cli::Argument option;
  option.short_names = {"o"};
  option.long_names = {"own-word"};
  option.value_name = "WORD";
  option.description = ".that isn't a\\b, $HOME `x` [y]";
  command.options.push_back(option);
  cli::Argument flag;
  flag.long_names = {"some"};
  flag.description = "Some of it; not all";
  flag.excludes = {"--own-word"};
  command.options.push_back(flag);
  tree.commands.push_back(command);
  return tree;
}

// That of the program.
inline cli::CommandTree whole() {
  cli::ExitCode code = cli::kSuccess;
  const auto ids = cli::builtin_ids(code);
  const cli::CommandLine line;
  return cli::command_tree(line.app(), ids.value_or(cli::Catalogues()));
}

}  // namespace sample
