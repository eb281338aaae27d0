// SPDX-License-Identifier: GPL-3.0-or-later
//
// play_dialogues FILE...        plays each
// play_dialogues --gaps FOLDER  says what is missing in them
#include <cstdio>
#include <cstring>

#include "corpus.hpp"
#include "dialogue.hpp"

namespace {

int say_gaps(const char* folder) {
  const auto missing = dialogues::gaps(folder);
  for (const std::string& gap : missing) std::fprintf(stderr, "%s\n", gap.c_str());
  return missing.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--gaps") == 0) return say_gaps(argv[2]);
  int failed = argc < 2 ? 1 : 0;
  for (int i = 1; i < argc; ++i) {
    if (const auto problem = dialogues::play(argv[i])) {
      std::fprintf(stderr, "%s\n", problem->c_str());
      ++failed;
    }
  }
  return failed == 0 ? 0 : 1;
}
