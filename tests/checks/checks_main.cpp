// SPDX-License-Identifier: GPL-3.0-or-later
//
// play_checks FOLDER AUTHORITY/CHECK...   plays the examples of each check
// play_checks FOLDER shared               the shared ones: they leave open whatever they ask about
// play_checks --gaps FOLDER               says what is missing
// play_checks --show FILE                 all verdicts of one example
#include <algorithm>
#include <exception>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "corpus.hpp"

namespace {

using checks_test::Example;
using model::Verdict;

std::string text_of(const Verdict& verdict) {
  return fmt::format("{} ({}={} {}: {})", model::to_string(verdict.result), verdict.fact,
                     model::to_string(verdict.value), model::to_string(verdict.doubt),
                     verdict.seen);
}

// How many examples do not show what their names promise.
int play(const std::string& folder, const std::string& check) {
  int wrong = 0;
  for (const Example& example : checks_test::examples_in(folder + "/" + check)) {
    const auto verdicts = checks_test::verdicts_of(example);
    const auto found = std::find_if(verdicts.begin(), verdicts.end(),
                                    [&](const Verdict& v) { return v.check == check; });
    if (found != verdicts.end() && found->result == example.result) continue;
    ++wrong;
    fmt::print(stderr, "{}: {}\n", example.path,
               found == verdicts.end() ? "nothing was asked" : text_of(*found));
  }
  return wrong;
}

int play_shared(const std::string& folder) {
  int wrong = 0;
  for (const Example& example : checks_test::examples_in(folder + "/shared")) {
    for (const Verdict& verdict : checks_test::verdicts_of(example)) {
      const bool as_promised =
          verdict.result == example.result || verdict.result == model::Result::not_applicable;
      if (as_promised) continue;
      ++wrong;
      fmt::print(stderr, "{}: {}: {}\n", example.path, verdict.check, text_of(verdict));
    }
  }
  return wrong;
}

int show(const std::string& file) {
  for (const Verdict& verdict : checks_test::verdicts_of({file, model::Result::pass}))
    fmt::print("{:50} {}\n", verdict.check, text_of(verdict));
  return 0;
}

int say_gaps(const std::string& folder) {
  const auto missing = checks_test::gaps(folder);
  for (const std::string& gap : missing) fmt::print(stderr, "{}\n", gap);
  return missing.empty() ? 0 : 1;
}

int run(const std::vector<std::string>& words) {
  if (words.size() < 2) return 2;
  if (words[0] == "--gaps") return say_gaps(words[1]);
  if (words[0] == "--show") return show(words[1]);
  int wrong = 0;
  for (std::size_t i = 1; i < words.size(); ++i)
    wrong += words[i] == "shared" ? play_shared(words[0]) : play(words[0], words[i]);
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
