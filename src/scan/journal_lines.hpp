// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "scan/result_file.hpp"

namespace scan {

// The lines of an output file, plain or zstd, which its first octets tell.
class JournalLines {
 public:
  // What to make of one line. `unsure` may be answered once and is only good for the last line of a
  // plain file.
  enum class Verdict : std::uint8_t { good, unsure };
  // `number` is 1 for the first. An error ends the reading.
  using OnLine = std::function<base::Result<Verdict>(std::string_view line, std::uint64_t number)>;

  struct Ending {
    Continuation good;              // up to the last good line
    std::string torn;               // what can be read of the line behind it; empty: it is not torn
    std::uint64_t torn_octets = 0;  // of the file
  };

  // Reads from where `file` stands to its end. `name` is for messages and, in a file too short to
  // tell its form, for that.
  static base::Result<Ending> read(int file, const std::string& name, const OnLine& on_line);

  // Octets of a torn line that are kept in Ending.
  static constexpr std::size_t kTornKept = 4096;
};

}  // namespace scan
