// SPDX-License-Identifier: GPL-3.0-or-later
//
// Octets of tests/data, which OpenSSL made, and a few ways to put octets together.
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "base/text.hpp"

namespace recorded {

inline std::string file_text(const std::string& name) {
  std::ifstream file(WAXSEAL_PROBES_DIR "/../tests/data/" + name);
  INFO(name);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string unhex(std::string_view digits) {
  std::string bytes;
  unsigned half = 1;  // 1: no first digit yet
  for (const char c : digits) {
    const std::size_t value = std::string_view("0123456789abcdef").find(c);
    if (value == std::string_view::npos) continue;
    half = half << 4 | static_cast<unsigned>(value);
    if (half < 0x100) continue;
    bytes += static_cast<char>(half & 0xff);
    half = 1;
  }
  return bytes;
}

// What one side of a recorded connection sent: flight("tls12-rsa.server").
inline std::string flight(const std::string& name) {
  return unhex(file_text("flights/" + name + ".hex"));
}

// The DER of a PEM file with one certificate: certificate("rsa2048").
inline std::string certificate(const std::string& name) {
  const std::string pem = file_text("certificates/" + name + ".pem");
  std::string digits;
  for (const std::string_view line : base::split(pem, '\n')) {
    if (line.substr(0, 1) != "-") digits += line;
  }
  const auto der = base::unbase64(digits);
  REQUIRE(der.has_value());
  return *der;
}

inline std::string u8(std::size_t value) { return {static_cast<char>(value & 0xff)}; }
inline std::string u16(std::size_t value) { return u8(value >> 8) + u8(value); }
inline std::string u24(std::size_t value) { return u8(value >> 16) + u16(value); }

// With the length in front.
inline std::string vector8(const std::string& bytes) { return u8(bytes.size()) + bytes; }
inline std::string vector16(const std::string& bytes) { return u16(bytes.size()) + bytes; }
inline std::string vector24(const std::string& bytes) { return u24(bytes.size()) + bytes; }

inline std::string record(unsigned type, const std::string& fragment, unsigned version = 0x0303) {
  return u8(type) + u16(version) + vector16(fragment);
}
inline std::string message(unsigned type, const std::string& body) {
  return u8(type) + vector24(body);
}
inline std::string extension(unsigned type, const std::string& data) {
  return u16(type) + vector16(data);
}

// One DER value, in the shortest form.
inline std::string der(unsigned tag, const std::string& content) {
  const std::size_t size = content.size();
  if (size < 0x80) return u8(tag) + u8(size) + content;
  if (size < 0x100) return u8(tag) + "\x81" + u8(size) + content;
  if (size < 0x10000) return u8(tag) + "\x82" + u16(size) + content;
  return u8(tag) + "\x83" + u24(size) + content;
}

}  // namespace recorded
