// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include <fmt/core.h>

#include "checks/catalogue.hpp"
#include "checks/judge.hpp"
#include "facts/domain.hpp"
#include "facts/facts.hpp"
#include "support/domain_text.hpp"
#include "visit_file.hpp"

namespace checks_test {
namespace {

namespace fs = std::filesystem;
using model::Result;

constexpr const char* kShared = "shared";

bool promises(const std::vector<Example>& examples, const std::vector<Result>& results) {
  return std::any_of(examples.begin(), examples.end(), [&](const Example& example) {
    return std::find(results.begin(), results.end(), example.result) != results.end();
  });
}

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The checks that the shared examples leave open.
std::set<std::string> left_open(const std::string& folder) {
  std::set<std::string> checks;
  for (const Example& example : examples_in(folder + "/" + kShared)) {
    for (const model::Verdict& verdict : verdicts_of(example)) {
      if (verdict.result == Result::inconclusive) checks.emplace(verdict.check);
    }
  }
  return checks;
}

std::vector<std::string> folders_without_check(const std::string& folder) {
  std::vector<std::string> missing;
  for (const auto& authority : fs::directory_iterator(folder)) {
    if (!authority.is_directory() || authority.path().filename() == kShared) continue;
    for (const auto& check : fs::directory_iterator(authority.path())) {
      const std::string id =
          authority.path().filename().string() + "/" + check.path().filename().string();
      if (checks::find_check(id) == nullptr)
        missing.push_back(fmt::format("{}: there is no such check", id));
    }
  }
  return missing;
}

}  // namespace

std::vector<Example> examples_in(const std::string& folder) {
  std::vector<Example> examples;
  if (!fs::is_directory(folder)) return examples;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const auto result = model::result_of(name.substr(0, name.find('.')));
    if (!result)
      throw std::runtime_error(entry.path().string() +
                               ": begin the name with a result, pass.visit");
    examples.push_back({entry.path().string(), *result});
  }
  std::sort(examples.begin(), examples.end(),
            [](const Example& a, const Example& b) { return a.path < b.path; });
  return examples;
}

std::vector<model::Verdict> verdicts_of(const Example& example) {
  if (example.path.ends_with(".domain")) {
    const auto& judge = checks::judge_of(checks::Subject::domain);
    return judge.judge(facts::facts_of(support::domain_of(text_of(example.path))), 0);
  }
  if (!example.path.ends_with(".visit"))
    throw std::runtime_error(example.path + ": an example is a .visit or a .domain");
  const model::EndpointRecord visit = play_visit(example.path);
  const auto& judge = checks::judge_of(checks::Subject::endpoint);
  return judge.judge(facts::facts_of(visit), visit.endpoint.port);
}

std::vector<std::string> gaps(const std::string& folder) {
  std::vector<std::string> missing = folders_without_check(folder);
  const std::set<std::string> open = left_open(folder);
  for (const checks::Check& check : checks::catalogue()) {
    const std::string id(check.id);
    const auto examples = examples_in(folder + "/" + id);
    if (!promises(examples, {Result::pass})) missing.push_back(id + ": no example passes it");
    if (!promises(examples, {Result::fail, Result::warn, Result::info}))
      missing.push_back(id + ": no example breaks it");
    if (!promises(examples, {Result::inconclusive}) && !open.contains(id))
      missing.push_back(id + ": no example leaves it open");
  }
  return missing;
}

}  // namespace checks_test
