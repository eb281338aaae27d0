// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/der.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/bytes.hpp"

namespace wire {

DerValue DerReader::fail() {
  ok_ = false;
  rest_ = {};
  return {};
}

DerValue DerReader::next() {
  if (!ok_) return {};
  base::ByteReader reader(rest_);
  DerValue value;
  value.tag = reader.u8();
  if ((value.tag & 0x1f) == 0x1f) return fail();  // high tag numbers
  std::size_t length = reader.u8();
  if (length >= 0x80) {
    const std::size_t octets = length & 0x7f;
    if (octets == 0 || octets > 4) return fail();  // indefinite, or beyond any certificate
    length = 0;
    for (std::size_t i = 0; i < octets; ++i) length = (length << 8) | reader.u8();
    // The shortest form is the only one that DER allows (X.690 section 10.1).
    if (length < 0x80 || (octets > 1 && (length >> (8 * (octets - 1))) == 0)) return fail();
  }
  value.content = reader.take(length);
  if (!reader.ok()) return fail();
  value.encoding = rest_.substr(0, rest_.size() - reader.remaining());
  rest_.remove_prefix(value.encoding.size());
  return value;
}

DerValue DerReader::expect(std::uint8_t tag) { return is_next(tag) ? next() : fail(); }

bool DerReader::is_next(std::uint8_t tag) const {
  return ok_ && !rest_.empty() && static_cast<std::uint8_t>(rest_[0]) == tag;
}

std::string oid_text(std::string_view content) {
  constexpr std::size_t kMostOctets = 9;   // of an arc: 63 bits
  constexpr std::size_t kMostDigits = 20;  // of an arc, and the dot before it
  std::string text;
  std::array<char, 2 * kMostDigits> arcs{};
  std::uint64_t arc = 0;
  std::size_t octets = 0;
  for (const char c : content) {
    const auto octet = static_cast<std::uint8_t>(c);
    if (++octets > kMostOctets) return {};
    arc = (arc << 7) | (octet & 0x7fU);
    if ((octet & 0x80) != 0) continue;
    char* end = arcs.data();
    if (text.empty()) {
      const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
      *end++ = static_cast<char>('0' + first);
      arc -= first * 40;
    }
    *end++ = '.';
    if (arc < 10) {
      *end++ = static_cast<char>('0' + arc);
    } else {
      end = std::to_chars(end, arcs.data() + arcs.size(), arc).ptr;
    }
    text.append(arcs.data(), end);
    arc = 0;
    octets = 0;
  }
  return octets == 0 ? text : std::string();
}

std::string integer_text(std::string_view content) {
  constexpr std::size_t kMost = 64;
  constexpr std::uint32_t kBillion = 1'000'000'000;
  constexpr std::size_t kDigits = 9;  // of a remainder by it
  if (content.empty() || content.size() > kMost) return {};
  const bool negative = (content[0] & '\x80') != 0;
  // The magnitude in words of 32 bits, the least significant first.
  std::array<std::uint32_t, kMost / 4> words{};
  unsigned carry = 1;  // two's complement
  for (std::size_t i = 0; i < content.size(); ++i) {
    unsigned octet = static_cast<std::uint8_t>(content[content.size() - 1 - i]);
    if (negative) {
      octet = (octet ^ 0xffU) + carry;
      carry = octet >> 8;
    }
    words[i / 4] |= static_cast<std::uint32_t>(octet & 0xffU) << (8 * (i % 4));
  }
  std::string digits;  // least significant first
  digits.reserve(content.size() * 5 / 2 + kDigits);
  for (std::size_t used = (content.size() + 3) / 4; used > 0;) {
    std::uint64_t remainder = 0;
    for (std::size_t i = used; i > 0; --i) {
      const std::uint64_t value = (remainder << 32) | words[i - 1];
      words[i - 1] = static_cast<std::uint32_t>(value / kBillion);
      remainder = value % kBillion;
    }
    while (used > 0 && words[used - 1] == 0) --used;
    for (std::size_t i = 0; i < kDigits; ++i, remainder /= 10)
      digits += static_cast<char>('0' + remainder % 10);
  }
  digits.erase(std::max<std::size_t>(digits.find_last_not_of('0') + 1, 1));
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace wire
