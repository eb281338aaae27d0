// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ehlo.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace wire {

std::vector<Capability> capabilities(const SmtpReply& ehlo_reply) {
  std::vector<Capability> found;
  if (!ehlo_reply.is_positive()) return found;
  for (std::size_t i = 1; i < ehlo_reply.lines.size(); ++i) {
    const std::string_view line = base::trim(ehlo_reply.lines[i]);
    const std::size_t end = line.find_first_of(" \t");
    if (line.empty()) continue;
    found.push_back(
        {std::string(line.substr(0, end)),
         end == std::string_view::npos ? "" : std::string(base::trim(line.substr(end)))});
  }
  return found;
}

bool offers(const SmtpReply& ehlo_reply, std::string_view keyword) {
  const auto found = capabilities(ehlo_reply);
  return std::any_of(found.begin(), found.end(), [keyword](const Capability& capability) {
    return base::equals_ignoring_case(capability.keyword, keyword);
  });
}

}  // namespace wire
