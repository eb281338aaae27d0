// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a line of output keep what results-schema/ promises? Strictly: where the published schemas
// allow unknown fields, so that a later version may add some, these checks refuse them, so that
// nobody adds one without its description.
#pragma once

#include <optional>
#include <string>

namespace support {

// nullopt for a line (or document) that is valid by the strict form of the schema that its field
// `schema` names; else where and why it is not.
std::optional<std::string> schema_problem(const std::string& line);

// The same for the text of a probe file, a sender file, and a file of expectations.
std::optional<std::string> schema_problem_of_probe(const std::string& text);
std::optional<std::string> schema_problem_of_sender(const std::string& text);
std::optional<std::string> schema_problem_of_expectation(const std::string& text);

}  // namespace support
