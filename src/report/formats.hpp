// SPDX-License-Identifier: GPL-3.0-or-later
//
// An audit as text of each kind. Pure.
#pragma once

#include <cstddef>
#include <string>

#include "report/audit.hpp"

namespace report {

struct TextStyle {
  bool colour = false;
  std::size_t width = 80;  // columns, at least 60
};

// For a terminal: the verdict first.
std::string text_of(const Audit& audit, const TextStyle& style);
// One document, results-schema/audit.schema.json.
std::string json_of(const Audit& audit);
// One page that loads nothing, to be read on a screen of any width, printed, and without scripts.
std::string html_of(const Audit& audit);
// SARIF 2.1.0: a result for each place of each finding.
std::string sarif_of(const Audit& audit);
// JUnit's XML as CI servers read it: a test suite for each domain, a case for each enforcement and
// finding.
std::string junit_of(const Audit& audit);

}  // namespace report
