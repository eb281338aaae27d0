// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/der.hpp"

#include <algorithm>

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
  std::string text;
  std::uint64_t arc = 0;
  unsigned octets = 0;
  for (const char c : content) {
    const auto octet = static_cast<std::uint8_t>(c);
    if (++octets > 9) return {};
    arc = (arc << 7) | (octet & 0x7fU);
    if ((octet & 0x80) != 0) continue;
    if (text.empty()) {
      const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
      text = std::to_string(first) + "." + std::to_string(arc - first * 40);
    } else {
      text += "." + std::to_string(arc);
    }
    arc = 0;
    octets = 0;
  }
  return octets == 0 ? text : std::string();
}

std::string integer_text(std::string_view content) {
  if (content.empty() || content.size() > 64) return {};
  const bool negative = (content[0] & '\x80') != 0;
  std::string magnitude(content);
  if (negative) {  // two's complement
    unsigned carry = 1;
    for (auto octet = magnitude.rbegin(); octet != magnitude.rend(); ++octet) {
      const unsigned sum = (static_cast<std::uint8_t>(*octet) ^ 0xffU) + carry;
      *octet = static_cast<char>(sum & 0xff);
      carry = sum >> 8;
    }
  }
  std::string digits;  // least significant first
  while (!magnitude.empty()) {
    unsigned remainder = 0;
    for (char& octet : magnitude) {
      const unsigned value = (remainder << 8) | static_cast<std::uint8_t>(octet);
      octet = static_cast<char>(value / 10);
      remainder = value % 10;
    }
    digits += static_cast<char>('0' + remainder);
    magnitude.erase(0, std::min(magnitude.find_first_not_of('\0'), magnitude.size()));
  }
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace wire
