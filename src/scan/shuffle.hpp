// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace scan {

// A window of a list from which the next is drawn at random, so that neighbours in the list, which
// often share a mail server, are not visited one after the other. What is drawn follows from the
// seed and from what was put in when, and is the same on every platform. In memory: kWindow names
// and numbers, some 5 MB.
class Shuffle {
 public:
  static constexpr std::size_t kWindow = 65'536;

  struct Entry {
    std::string text;
    std::size_t line = 0;
  };

  explicit Shuffle(std::uint64_t seed, std::size_t window = kWindow)
      : random_(seed), window_(window) {}

  [[nodiscard]] bool is_full() const { return entries_.size() >= window_; }
  [[nodiscard]] bool empty() const { return entries_.empty(); }

  void add(Entry entry) { entries_.push_back(std::move(entry)); }
  // One of those inside, each as likely as the others. Not of an empty window.
  Entry draw();

 private:
  std::size_t below(std::size_t limit);

  std::mt19937_64 random_;
  std::size_t window_;
  std::vector<Entry> entries_;
};

}  // namespace scan
