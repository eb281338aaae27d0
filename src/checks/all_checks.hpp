// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "checks/check.hpp"

namespace checks {

struct Entry {
  std::string_view id;
  Check (*make)();
};

// Of every file of src/checks/<authority>/, sorted by id; made by cmake/check_catalogue.cmake.
std::span<const Entry> all_checks();

}  // namespace checks
