// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "dialogue.hpp"

int main(int argc, char** argv) {
  int failed = argc < 2 ? 1 : 0;
  for (int i = 1; i < argc; ++i) {
    if (const auto problem = dialogues::play(argv[i])) {
      std::fprintf(stderr, "%s\n", problem->c_str());
      ++failed;
    }
  }
  return failed == 0 ? 0 : 1;
}
