// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any octets as a blocklist. A list that is understood must say of each of its entries that it is
// in, with its ends and what is below it, and refuse with the number of a line otherwise.
#include "scan/blocklist.hpp"

#include <sstream>

#include "base/text.hpp"
#include "fuzz/octets.hpp"
#include "scan/domain_name.hpp"

namespace {

void check_entry(const scan::Blocklist& blocklist, std::string_view line) {
  std::string_view entry = line.substr(0, line.find('#'));
  while (!entry.empty() && entry.back() == '\r') entry.remove_suffix(1);
  entry = base::trim(entry);
  if (entry.empty()) return;
  if (const auto network = base::IpNetwork::parse(entry)) {
    for (const auto& address : {network->first(), network->last(), network->address}) {
      require(network->contains(address) && blocklist.contains(address));
    }
    return;
  }
  const auto name = scan::to_domain_name(entry);
  require(name.ok());
  require(blocklist.contains_name(*name) && blocklist.contains_name("www." + *name));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(octets(data, size));
  std::istringstream lines(text);
  const auto blocklist = scan::Blocklist::read(lines, "blocklist");
  if (!blocklist.ok()) {
    require(blocklist.error().message.rfind("blocklist:", 0) == 0);
    return 0;
  }
  std::string_view left = text;
  if (left.substr(0, 3) == "\xef\xbb\xbf") left.remove_prefix(3);
  for (const std::string_view line : base::split(left, '\n')) check_entry(*blocklist, line);
  require(!blocklist->contains_name(""));
  return 0;
}
