// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading big-endian structures out of bytes that a stranger sent, and writing such structures.
//
// Octets are held in std::string and seen through std::string_view everywhere in waxseal, whether
// they are text or not: SMTP is text, TLS follows it on the same stream, and one type serves both.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

// A cursor that cannot run past its end. The first read that would do so makes the reader fail;
// from then on every read returns zero or an empty view, and ok() is false. So a parser reads a
// whole structure first and asks once.
// Threading: none of its own. Lifetime: the views returned live as long as the bytes given.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u24() { return static_cast<std::uint32_t>(number(3)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }

  std::string_view take(std::size_t count) {
    if (!ok_ || count > bytes_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  // A vector whose length stands before it in 1, 2 or 3 octets (RFC 8446 section 3.4).
  std::string_view vector8() { return take(u8()); }
  std::string_view vector16() { return take(u16()); }
  std::string_view vector24() { return take(u24()); }

  std::string_view rest() { return take(bytes_.size()); }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] std::size_t remaining() const { return bytes_.size(); }
  // True when everything was read and nothing was missing.
  [[nodiscard]] bool finished() const { return ok_ && bytes_.empty(); }

 private:
  std::uint32_t number(std::size_t octets) {
    std::uint32_t value = 0;
    for (const char octet : take(octets)) {
      value = (value << 8) | static_cast<std::uint8_t>(octet);
    }
    return value;
  }

  std::string_view bytes_;
  bool ok_ = true;
};

// Appends big-endian numbers and vectors to a string of its own. What does not fit its length field
// is a programmer's error: nothing that a stranger sent goes through here unchecked.
class ByteWriter {
 public:
  ByteWriter& u8(std::uint8_t value) { return number(value, 1); }
  ByteWriter& u16(std::uint16_t value) { return number(value, 2); }
  ByteWriter& append(std::string_view bytes) {
    bytes_ += bytes;
    return *this;
  }
  ByteWriter& vector8(std::string_view bytes) { return vector(bytes, 1); }
  ByteWriter& vector16(std::string_view bytes) { return vector(bytes, 2); }
  ByteWriter& vector24(std::string_view bytes) { return vector(bytes, 3); }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  ByteWriter& vector(std::string_view bytes, unsigned length_octets) {
    assert(bytes.size() >> (8 * length_octets) == 0 && "the vector is longer than its length says");
    return number(static_cast<std::uint32_t>(bytes.size()), length_octets).append(bytes);
  }
  ByteWriter& number(std::uint32_t value, unsigned octets) {
    while (octets-- > 0) bytes_ += static_cast<char>((value >> (8 * octets)) & 0xff);
    return *this;
  }

  std::string bytes_;
};

}  // namespace base
