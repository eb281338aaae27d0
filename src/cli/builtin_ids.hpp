// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "cli/command_tree.hpp"
#include "cli/exit_code.hpp"

namespace cli {

// The ids of what is built in: probes, senders, and for `explain` outcomes and checks, with the
// part that stands for several of them. nullopt and `code`, with a message on stderr, when a
// built-in file is wrong.
std::optional<Catalogues> builtin_ids(ExitCode& code);

}  // namespace cli
