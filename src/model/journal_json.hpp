// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way back from a line of output to what a run that goes on needs to know of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/records.hpp"

namespace model {

struct JournalEntry {
  enum class Kind : std::uint8_t { domain, endpoint, certificate };

  // Why it is no line that a run could go on with, "it has no \"run_id\""; empty: it is one.
  std::string problem;

  Kind kind{};
  // What is done: a domain, an endpoint's id as endpoint_id() gives it, or the SHA-256 of a
  // certificate in lower-case hexadecimal.
  std::string key;
  std::string run_id;
  // An endpoint whose visit was broken off, a domain whose lookup nobody answered: to be done
  // again.
  bool interrupted = false;
  RunCounts counts;  // what the line was counted as when it was written
};

// A line without its end. nullopt: it is not JSON, or nested more deeply than our lines are.
std::optional<JournalEntry> read_journal_line(std::string_view line);

}  // namespace model
