// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be expected: the names that a file may use, and the words that each may have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/sender.hpp"

namespace report {

enum class Section : std::uint8_t { domain, enforcement, every_server, checks, senders };
// The key in the file.
std::string_view to_string(Section section);

// The names of a section, those of facts, checks and senders included; of checks without patterns.
std::vector<std::string> names_of(Section section, const std::vector<model::Sender>& senders);
// The words that a name may have; it must be one of the section's, or a pattern.
std::vector<std::string> words_of(Section section, std::string_view name);

// "*", or the part before "*" at the end is the beginning of `name`, or it is the name.
bool pattern_fits(std::string_view pattern, std::string_view name);

// That of `names` that takes the fewest changes, if they are few; empty: none is near.
std::string nearest(std::string_view name, const std::vector<std::string>& names);

}  // namespace report
