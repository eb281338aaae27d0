// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/printable.hpp"

#include <array>

#include <fmt/core.h>

#include "base/text.hpp"

namespace report {
namespace {

// Characters of more than one octet that are not seen and change what is: C1 controls, those that
// turn the direction of writing (Unicode Standard Annex 9, section 2), and the noncharacters that
// XML 1.0 section 2.2 forbids.
struct Invisible {
  std::string_view first;  // UTF-8; the last octet runs up to `last`
  char last;
  unsigned code_point;  // of `first`
};
constexpr std::array<Invisible, 7> kInvisible{{
    {"\xc2\x80", '\x9f', 0x80},
    {"\xd8\x9c", '\x9c', 0x61c},
    {"\xe2\x80\x8b", '\x8f', 0x200b},
    {"\xe2\x80\xa8", '\xae', 0x2028},
    {"\xe2\x81\xa0", '\xaf', 0x2060},
    {"\xef\xbb\xbf", '\xbf', 0xfeff},
    {"\xef\xbf\xbe", '\xbf', 0xfffe},
}};

// How many octets of it stand at the start of `text`, spelt out in `out`; 0: none.
std::size_t spell_out_invisible(std::string_view text, std::string& out) {
  for (const Invisible& some : kInvisible) {
    const std::size_t size = some.first.size();
    if (text.size() < size || text.substr(0, size - 1) != some.first.substr(0, size - 1)) continue;
    const auto octet = static_cast<unsigned char>(text[size - 1]);
    const auto first = static_cast<unsigned char>(some.first.back());
    if (octet < first || octet > static_cast<unsigned char>(some.last)) continue;
    out += fmt::format("\\u{:04x}", some.code_point + (octet - first));
    return size;
  }
  return 0;
}

}  // namespace

std::string well_formed(std::string_view text) {
  std::string out;
  bool first = true;
  for (const std::string_view part : base::split(text, '\\')) {
    if (!first) out += '\\';
    first = false;
    out += base::escape(part);
  }
  return out;
}

std::string printable(std::string_view text) {
  const std::string whole = well_formed(text);
  std::string_view rest = whole;
  std::string out;
  out.reserve(whole.size());
  while (!rest.empty()) {
    std::size_t used = spell_out_invisible(rest, out);
    if (used == 0) {
      const auto octet = static_cast<unsigned char>(rest.front());
      if (octet < 0x20 || octet == 0x7f) {
        out += fmt::format("\\x{:02x}", octet);
      } else {
        out += rest.front();
      }
      used = 1;
    }
    rest.remove_prefix(used);
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace report
