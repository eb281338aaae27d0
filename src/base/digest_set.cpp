// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest_set.hpp"

#include <cstring>
#include <string>
#include <utility>

#include "base/digest.hpp"

namespace base {

DigestSet::Digest DigestSet::digest_of(std::string_view text) {
  const std::string sha = sha256(text);
  Digest digest{};
  std::memcpy(digest.data(), sha.data(), sizeof digest);
  if (digest == Digest{}) digest = {0, 1};  // a free place looks like this
  return digest;
}

// Where it is, or the free place where it belongs. There is always one.
std::size_t DigestSet::place_of(const Digest& digest) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t place = static_cast<std::size_t>(digest[0]) & mask;
  while (places_[place] != Digest{} && places_[place] != digest) place = (place + 1) & mask;
  return place;
}

bool DigestSet::contains(std::string_view text) const {
  return size_ != 0 && places_[place_of(digest_of(text))] != Digest{};
}

bool DigestSet::insert(std::string_view text) {
  if (4 * (size_ + 1) > 3 * places_.size()) grow();
  const Digest digest = digest_of(text);
  Digest& place = places_[place_of(digest)];
  if (place == digest) return false;
  place = digest;
  ++size_;
  return true;
}

void DigestSet::grow() {
  const std::vector<Digest> old =
      std::exchange(places_, std::vector<Digest>(places_.empty() ? 16 : 2 * places_.size()));
  for (const Digest& digest : old) {
    if (digest != Digest{}) places_[place_of(digest)] = digest;
  }
}

}  // namespace base
