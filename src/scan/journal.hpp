// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/digest_set.hpp"
#include "base/result.hpp"
#include "model/records.hpp"
#include "scan/result_file.hpp"

namespace scan {

// What an output file says is done, for the run that goes on with it. Memory: 21 to 43 octets a
// line; the file is read as it streams by.
//
// read() also makes the file fit to be gone on with:
// - a torn end is cut off: in a plain file a last line without its end, or one that is not JSON; in
//   a zstd file an incomplete last frame and the seek table, which ResultFile writes anew;
// - lines of visits that were broken off, and of domains whose lookup nobody answered, are taken
//   out, because they are done again: the file is written anew beside it, and renamed.
// A file that is not such a journal (other text, another major version, lines of several runs, a
// bad line that is not the last) is refused with a sentence and stays as it is.
struct Journal {
  // Octets; a longer line is refused. The longest of ours, from servers that fill every reply of
  // every conversation with octets that have to be escaped, are below.
  static constexpr std::size_t kMaxLine = std::size_t{256} * 1024 * 1024;

  // Not there or empty: a fresh start, an empty journal.
  static base::Result<Journal> read(const std::string& name);

  std::string run_id;            // of all lines; empty: there are none
  base::DigestSet domains;       // A-labels
  base::DigestSet endpoints;     // model::endpoint_id()
  base::DigestSet certificates;  // SHA-256 in lower-case hexadecimal
  model::RunCounts counts;       // of the lines; what was read of the list is not in them
  std::uint64_t lines = 0;
  std::uint64_t interrupted = 0;  // lines that were taken out
  std::uint64_t torn_octets = 0;  // that were cut off; a seek table does not count
  Continuation end;               // for ResultFile
};

}  // namespace scan
