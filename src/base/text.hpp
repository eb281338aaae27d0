// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text as the mail and certificate worlds mean it: ASCII case, hex, base64, and a way to put any
// bytes into JSON and get them back. No locale anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

bool is_digit(char c);
bool is_alphanumeric(char c);
char to_lower(char c);
std::string to_lower(std::string_view text);
// SMTP verbs and EHLO keywords are compared without case (RFC 5321 section 2.4).
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// Without the blanks and tabs at both ends.
std::string_view trim(std::string_view text);
// Always at least one part; empty parts are kept.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string hex(std::string_view bytes);
// The inverse: two digits an octet, in lower case as hex() writes them. nullopt for anything else.
std::optional<std::string> unhex(std::string_view text);
std::string base64(std::string_view bytes);
// Strict: padding required, no white space. nullopt for anything else.
std::optional<std::string> unbase64(std::string_view text);

// Any bytes as valid UTF-8 without NUL, reversibly: a backslash becomes two, a NUL and every octet
// that is not part of well-formed UTF-8 becomes \xNN. Everything else, control characters included,
// stays as it is (JSON has its own escape for those).
std::string escape(std::string_view bytes);
// The inverse; takes \xNN for any octet. nullopt when a backslash is followed by something else.
std::optional<std::string> unescape(std::string_view text);

}  // namespace base
