// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/intake.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "fuzz/octets.hpp"
#include "scan/blocklist.hpp"
#include "scan/domain_name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(octets(data, size));
  std::istringstream list(text);
  std::uint64_t reported = 0;
  scan::Intake intake(list, [&reported, &intake](std::size_t line, const std::string& why) {
    require(line == intake.lines_read() && !why.empty());
    ++reported;
  });
  std::set<std::string> seen;
  while (const auto target = intake.next()) {
    require(target->line == intake.lines_read());
    require(seen.insert(target->domain).second);
    require(!target->domain.empty() && target->domain.size() <= 253);
    const auto again = scan::to_domain_name(target->domain);
    require(again.ok() && *again == target->domain);
  }
  require(reported == intake.bad_lines());
  const auto newlines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  require(intake.lines_read() == newlines + (text.empty() || text.back() == '\n' ? 0 : 1));

  std::istringstream blocks(text);
  const auto blocklist = scan::Blocklist::read(blocks, "blocklist");
  require(blocklist.ok() || blocklist.error().message.rfind("blocklist:", 0) == 0);
  return 0;
}
