// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/core.h>

namespace model {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

// RFC 8259 section 7: what must be escaped; nothing else is.
constexpr std::array<bool, 256> kEscaped = [] {
  std::array<bool, 256> escaped{};
  for (std::size_t octet = 0; octet < 0x20; ++octet) escaped[octet] = true;
  escaped['"'] = escaped['\\'] = true;
  return escaped;
}();

std::size_t count_of_plain(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && !kEscaped[static_cast<unsigned char>(text[count])]) ++count;
  return count;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  out += '\\';
  if (const std::size_t at = kShort.find(c); at != std::string_view::npos) {
    out += kLetters[at];
  } else {
    const auto octet = static_cast<unsigned char>(c);
    out += "u00";
    out += kHexDigits[octet >> 4U];
    out += kHexDigits[octet & 0xfU];
  }
}

template <typename Number>
void append_number(std::string& out, Number number) {
  std::array<char, 20> digits{};  // as many as 64 bits can take, with a sign
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t plain = count_of_plain(text);
    out.append(text, 0, plain);
    if (plain == text.size()) break;
    append_escaped(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out += '"';
}

void append_json(std::string& out, std::int64_t number) { append_number(out, number); }
void append_json(std::string& out, std::uint64_t number) { append_number(out, number); }

// With a point or an exponent, so that whoever guesses types by the first line sees no integer.
void append_json(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  const std::string digits = fmt::format("{}", number);
  out += digits;
  if (digits.find_first_of(".e") == std::string::npos) out += ".0";
}

void JsonObject::append_key(std::string_view key) {
  text_.append(empty() ? "\"" : ",\"");
  text_.append(key);
  text_.append("\":");
}

void append_json(std::string& out, const JsonObject& object) {
  out += object.text_;
  out += '}';
}

void append_json(std::string& out, const JsonList& list) {
  out += '[';
  out += list.text_;
  out += ']';
}

}  // namespace model
