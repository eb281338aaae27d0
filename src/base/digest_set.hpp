// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace base {

// A set of texts that keeps none of them: the first half of each one's SHA-256. That two of a
// hundred million texts share it happens once in 10^22 sets. Takes 21 to 43 octets a text once it
// has grown, and half as many again while it grows.
class DigestSet {
 public:
  [[nodiscard]] bool contains(std::string_view text) const;
  bool insert(std::string_view text);  // false: it was there
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  using Digest = std::array<std::uint64_t, 2>;  // all zero: a free place

  static Digest digest_of(std::string_view text);
  [[nodiscard]] std::size_t place_of(const Digest& digest) const;
  void grow();

  std::vector<Digest> places_;  // a power of two, of which at most three quarters are taken
  std::size_t size_ = 0;
};

}  // namespace base
