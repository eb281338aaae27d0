// SPDX-License-Identifier: GPL-3.0-or-later
//
// Completion scripts: commands, options, the values that an option takes, and files where a file is
// wanted. Ids of what is built in stand in the script; the program is not run for them.
#pragma once

#include <string>
#include <string_view>

#include "cli/command_tree.hpp"

namespace cli {

// Needs nothing but bash 4.3; the package bash-completion loads it by its file's name.
std::string bash_completion(const CommandTree& tree);
// For a folder of $fpath, as _waxseal.
std::string zsh_completion(const CommandTree& tree);
std::string fish_completion(const CommandTree& tree);

// In single quotes, as bash and zsh take it literally; and as fish does.
std::string shell_quoted(std::string_view text);
std::string fish_quoted(std::string_view text);

}  // namespace cli
