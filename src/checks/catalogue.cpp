// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/catalogue.hpp"

#include <algorithm>

#include "checks/all_checks.hpp"

namespace checks {
namespace {

std::vector<Check> make() {
  std::vector<Check> checks;
  for (const Entry& entry : all_checks()) {
    checks.push_back(entry.make());
    checks.back().id = entry.id;
  }
  return checks;
}

}  // namespace

const std::vector<Check>& catalogue() {
  static const std::vector<Check> checks = make();
  return checks;
}

const Check* find_check(std::string_view id) {
  const auto& checks = catalogue();
  const auto found = std::find_if(checks.begin(), checks.end(),
                                  [id](const Check& check) { return check.id == id; });
  return found == checks.end() ? nullptr : &*found;
}

std::string_view authority_of(std::string_view id) { return id.substr(0, id.find('/')); }

}  // namespace checks
