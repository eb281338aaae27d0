// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/zone_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace policy {

std::string txt_value(std::string_view text) {
  constexpr std::size_t kMostOctets = 255;
  std::string value;
  do {
    value += value.empty() ? "\"" : " \"";
    for (const char c : text.substr(0, kMostOctets)) {
      if (c == '"' || c == '\\') {
        value += '\\';
        value += c;
      } else if (c < ' ' || c > '~') {
        value += fmt::format("\\{:03}", static_cast<unsigned char>(c));
      } else {
        value += c;
      }
    }
    value += '"';
    text.remove_prefix(text.size() < kMostOctets ? text.size() : kMostOctets);
  } while (!text.empty());
  return value;
}

std::string tlsa_value(const model::TlsaRecord& record) {
  return fmt::format("{} {} {} {}", record.usage, record.selector, record.matching_type,
                     base::hex(record.data));
}

}  // namespace policy
