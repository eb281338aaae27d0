// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "scan/zstd_frames.hpp"

// A reader of octets in memory that gives `step` at a time.
inline scan::ZstdReader::Read read_of(std::string octets, std::size_t step) {
  return [octets = std::move(octets), step, done = std::size_t{0}](char* buffer,
                                                                   std::size_t size) mutable {
    const std::size_t count = std::min({size, step, octets.size() - done});
    std::memcpy(buffer, octets.data() + done, count);
    done += count;
    return count;
  };
}

// The text of all frames; fails the test when anything is wrong with one.
inline std::string text_of_frames(const std::string& octets) {
  using Found = scan::ZstdReader::Found;
  scan::ZstdReader reader(read_of(octets, 4096));
  std::string text;
  for (Found found = reader.next(); found != Found::end; found = reader.next()) {
    REQUIRE((found == Found::frame || found == Found::seek_table));
    text += reader.text();
  }
  return text;
}

inline bool has_zstd_program() {
  return std::system("zstd --version > /dev/null 2>&1") == 0;  // NOLINT(concurrency-mt-unsafe)
}

// What the zstd program makes of the file.
inline bool zstd_program_decompresses(const std::string& from, const std::string& to) {
  const std::string command = "zstd -q -d -f '" + from + "' -o '" + to + "'";
  return std::system(command.c_str()) == 0;  // NOLINT(concurrency-mt-unsafe)
}
