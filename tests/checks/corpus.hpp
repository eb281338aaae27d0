// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/verdict.hpp"

namespace checks_test {

// A file of a check's folder, or of the shared one.
struct Example {
  std::string path;
  model::Result result;  // that its name promises: "fail.visit", "fail.of_another_kind.visit"
};

// The examples in a folder, by name. Throws std::runtime_error for a name that promises nothing.
std::vector<Example> examples_in(const std::string& folder);

// What the example shows: the verdicts of all checks of which it asks something. Throws
// std::runtime_error.
std::vector<model::Verdict> verdicts_of(const Example& example);

// What is missing below `folder`, a sentence each: a check without an example that passes it, that
// breaks it or that leaves it open; a folder without its check.
std::vector<std::string> gaps(const std::string& folder);

}  // namespace checks_test
