// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cli {

// The program: parses the command line, runs the command, gives its exit code. Results go to
// stdout, everything else to stderr.
int run(int argc, char** argv);

}  // namespace cli
