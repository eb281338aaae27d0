// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ehlo.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace wire {

EhloLine split_ehlo_line(std::string_view line) {
  line = base::trim(line);
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  return {line.substr(0, end), base::trim(line.substr(end))};
}

std::vector<Capability> capabilities(const SmtpReply& ehlo_reply) {
  std::vector<Capability> found;
  if (!ehlo_reply.is_positive()) return found;
  found.reserve(ehlo_reply.lines.size());
  for (std::size_t i = 1; i < ehlo_reply.lines.size(); ++i) {
    const auto [keyword, parameters] = split_ehlo_line(ehlo_reply.lines[i]);
    if (!keyword.empty()) found.push_back({std::string(keyword), std::string(parameters)});
  }
  return found;
}

std::optional<std::string_view> parameters_of(const SmtpReply& ehlo_reply,
                                              std::string_view keyword) {
  if (!ehlo_reply.is_positive() || keyword.empty()) return std::nullopt;
  for (std::size_t i = 1; i < ehlo_reply.lines.size(); ++i) {
    const EhloLine line = split_ehlo_line(ehlo_reply.lines[i]);
    if (base::equals_ignoring_case(line.keyword, keyword)) return line.parameters;
  }
  return std::nullopt;
}

bool offers(const SmtpReply& ehlo_reply, std::string_view keyword) {
  return parameters_of(ehlo_reply, keyword).has_value();
}

}  // namespace wire
