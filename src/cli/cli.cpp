// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli.hpp"

#include "cli/command_line.hpp"

namespace cli {

int run(int argc, char** argv) { return CommandLine().run(argc, argv); }

}  // namespace cli
