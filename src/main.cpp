// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <unistd.h>

#include "cli/cli.hpp"

namespace {

// Who starts us with a standard stream closed gets an empty one: otherwise the next thing opened
// takes its number, and is read or written in its place.
void open_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (fcntl(stream, F_GETFD) < 0) static_cast<void>(open("/dev/null", O_RDWR));
  }
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  return cli::run(argc, argv);
}
