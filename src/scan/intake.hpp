// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <unordered_set>

namespace scan {

// A domain that somebody wants to know about.
struct Target {
  std::string input;     // as written
  std::string domain;    // A-labels
  std::size_t line = 0;  // of the list, from 1
};

// Reads a list of domains, one a line, on demand:
//
//   example.org            a name, also in another script; a final dot is dropped
//   1,example.org          CSV: the second column is the domain, as in zgrab2's IP,DOMAIN,TAG,PORT
//   192.0.2.1,example.org  and in Tranco's RANK,DOMAIN; quotes around a column are dropped
//   # ...                  a comment, also behind a name; blank lines are skipped
//
// A line that is none of this is reported and passed over. A domain is given once, however often it
// stands in the list.
class Intake {
 public:
  static constexpr std::size_t kMaxLine = 4096;  // octets

  // `list` must outlive the intake. `report` hears of each bad line: its number, from 1, and why.
  Intake(std::istream& list, std::function<void(std::size_t line, const std::string& why)> report);

  // nullopt at the end of the list.
  std::optional<Target> next();

  [[nodiscard]] std::uint64_t lines_read() const { return lines_; }
  [[nodiscard]] std::uint64_t bad_lines() const { return bad_lines_; }
  [[nodiscard]] std::uint64_t duplicates() const { return duplicates_; }

 private:
  std::istream& list_;
  std::function<void(std::size_t, const std::string&)> report_;
  std::unordered_set<std::string> seen_;
  std::uint64_t lines_ = 0;
  std::uint64_t bad_lines_ = 0;
  std::uint64_t duplicates_ = 0;
};

}  // namespace scan
