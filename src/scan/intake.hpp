// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest_set.hpp"
#include "net/loop.hpp"
#include "net/timer.hpp"
#include "scan/line_source.hpp"
#include "scan/shuffle.hpp"

namespace scan {

// A domain that somebody wants to know about.
struct Target {
  std::string input;     // as written
  std::string domain;    // A-labels
  std::size_t line = 0;  // of the list, from 1
  // It is no domain but a mail server itself, by name or address: no MX lookup.
  bool is_host = false;
};

// Reads a list of domains, one a line, on demand:
//
//   example.org            a name, also in another script; a final dot is dropped
//   1,example.org          CSV: the second column is the domain, as in zgrab2's IP,DOMAIN,TAG,PORT
//   192.0.2.1,example.org  and in Tranco's RANK,DOMAIN; quotes around a column are dropped
//   # ...                  a comment, also behind a name; blank lines are skipped
//
// A line that is none of this is reported and passed over. A domain is given once, however often it
// stands in the list. What is held in memory: 16 octets and their share of a table for each domain
// (base::DigestSet), and the window of the shuffle.
class Intake {
 public:
  static constexpr std::size_t kMaxLine = LineSource::kMaxLine;  // octets
  // So many are read in one call at most: duplicates and domains that are done must not hold up the
  // event loop, however many of them stand in a row. Some 10 ms.
  static constexpr std::size_t kLinesAtOnce = 10'000;

  struct Options {
    // Hears of each bad line: its number, from 1, and why.
    std::function<void(std::size_t line, const std::string& why)> report;
    // Whether a domain is to be passed over silently, because an earlier run has its answer. May be
    // empty: none is.
    std::function<bool(std::string_view domain)> done = {};
    // Not in the order of the list but drawn from a window (Shuffle). The order follows from the
    // seed and the list, when that is a file; a list that waits, as a pipe does, is drawn from what
    // has come so far, and then the order follows from the clock as well.
    std::optional<std::uint64_t> seed = {};
    std::size_t window = Shuffle::kWindow;
  };

  // `list` must outlive the intake.
  Intake(net::Loop& loop, LineSource& list, Options options);

  enum class State : std::uint8_t {
    target,
    wait,  // for the list, or for the next turn of the loop: `ready` is called when to ask again
    end,   // of the list; also when it could not be read further, see error()
  };
  // Fills in `target` when that is what comes back.
  State next(Target& target);

  // `ready` is called from the loop, never from inside next(). It must not destroy the intake.
  void on_ready(std::function<void()> ready) { ready_ = std::move(ready); }

  // So far; with a seed, the window is counted as read.
  [[nodiscard]] std::uint64_t lines_read() const { return lines_; }
  [[nodiscard]] std::uint64_t bad_lines() const { return bad_lines_; }
  [[nodiscard]] std::uint64_t duplicates() const { return duplicates_; }
  [[nodiscard]] std::uint64_t already_done() const { return already_done_; }
  // Why the list could not be read to its end, in a few words; else empty.
  [[nodiscard]] std::string error() const { return list_.error(); }

 private:
  State next_in_order(Target& target);
  State next_drawn(Target& target);
  bool take_line(std::string& line, Target& target);
  void refuse(const std::string& why);

  LineSource& list_;
  Options options_;
  std::optional<Shuffle> window_;
  std::function<void()> ready_;
  net::Timer next_turn_;
  std::size_t lines_left_ = 0;  // of those of one call
  bool out_of_lines_ = false;   // it is this call that must end, not the list that waits
  bool at_end_ = false;
  base::DigestSet seen_;
  std::uint64_t lines_ = 0;
  std::uint64_t bad_lines_ = 0;
  std::uint64_t duplicates_ = 0;
  std::uint64_t already_done_ = 0;
};

}  // namespace scan
