// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/blocklist.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"

namespace scan {

base::Result<Blocklist> Blocklist::read(std::istream& text, const std::string& name) {
  Blocklist blocklist;
  std::string line;
  for (std::size_t number = 1; std::getline(text, line); ++number) {
    std::string_view entry = std::string_view(line).substr(0, line.find('#'));
    while (!entry.empty() && entry.back() == '\r') entry.remove_suffix(1);
    entry = base::trim(entry);
    if (entry.empty()) continue;
    const auto network = base::IpNetwork::parse(entry);
    if (!network) {
      return base::Error{
          fmt::format("{}:{}: \"{}\" is neither an address nor a block like 192.0.2.0/24", name,
                      number, base::escape(entry))};
    }
    blocklist.networks_.push_back(*network);
  }
  if (text.bad()) return base::Error{fmt::format("{}: cannot be read to its end", name)};
  return blocklist;
}

bool Blocklist::contains(const base::IpAddress& address) const {
  return std::any_of(
      networks_.begin(), networks_.end(),
      [&address](const base::IpNetwork& network) { return network.contains(address); });
}

}  // namespace scan
