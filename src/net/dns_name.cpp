// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_name.hpp"

#include <array>
#include <cstdint>

#include "base/text.hpp"

namespace net {

namespace {

constexpr std::size_t max_label = 63;  // RFC 1035 section 2.3.4
constexpr std::size_t max_name = 255;

// The octet that an escape stands for (`text` begins behind the backslash), and steps over it.
std::optional<char> unescape(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  if (!base::is_digit(text[0])) {
    const char octet = text[0];
    text.remove_prefix(1);
    return octet;
  }
  if (text.size() < 3 || !base::is_digit(text[1]) || !base::is_digit(text[2])) return std::nullopt;
  const int value = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
  if (value > 255) return std::nullopt;
  text.remove_prefix(3);
  return static_cast<char>(value);
}

void append_presentation(std::string& to, char octet) {
  constexpr std::string_view special = "\".;\\()@$";
  const auto value = static_cast<unsigned char>(octet);
  if (value <= ' ' || value > '~') {
    const std::array<char, 4> escape = {'\\', static_cast<char>('0' + value / 100),
                                        static_cast<char>('0' + value / 10 % 10),
                                        static_cast<char>('0' + value % 10)};
    to.append(escape.data(), escape.size());
    return;
  }
  if (special.find(octet) != std::string_view::npos) to += '\\';
  to += octet;
}

}  // namespace

std::optional<std::string> wire_name(std::string_view presentation) {
  std::string wire;
  std::string label;
  if (presentation == ".") presentation = {};
  // Each step takes at least one character; ends at the latest when the name is too long.
  while (!presentation.empty()) {
    char octet = presentation.front();
    presentation.remove_prefix(1);
    const bool separator = octet == '.';
    if (octet == '\\') {
      const auto meant = unescape(presentation);
      if (!meant) return std::nullopt;
      octet = *meant;
    }
    if (!separator) label += base::to_lower(octet);
    if (!separator && !presentation.empty()) continue;
    if (label.empty() || label.size() > max_label) return std::nullopt;
    wire += static_cast<char>(label.size());
    wire += label;
    label.clear();
    if (wire.size() >= max_name) return std::nullopt;
  }
  wire += '\0';
  return wire;
}

std::optional<std::string> normal_name(std::string_view presentation) {
  const auto wire = wire_name(presentation);
  if (!wire) return std::nullopt;
  std::string normal;
  for (std::size_t at = 0; (*wire)[at] != '\0';) {
    const std::size_t size = static_cast<unsigned char>((*wire)[at]);
    if (!normal.empty()) normal += '.';
    for (const char octet : wire->substr(at + 1, size)) append_presentation(normal, octet);
    at += 1 + size;
  }
  return normal.empty() ? "." : normal;
}

}  // namespace net
