// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ehlo.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace wire {
namespace {

// Keyword and parameters of a line behind the first; both empty for a blank one.
std::pair<std::string_view, std::string_view> split_line(std::string_view whole) {
  const std::string_view line = base::trim(whole);
  std::size_t end = 0;
  while (end < line.size() && line[end] != ' ' && line[end] != '\t') ++end;
  return {line.substr(0, end), base::trim(line.substr(end))};
}

}  // namespace

std::vector<Capability> capabilities(const SmtpReply& ehlo_reply) {
  std::vector<Capability> found;
  if (!ehlo_reply.is_positive()) return found;
  found.reserve(ehlo_reply.lines.size());
  for (std::size_t i = 1; i < ehlo_reply.lines.size(); ++i) {
    const auto [keyword, parameters] = split_line(ehlo_reply.lines[i]);
    if (!keyword.empty()) found.push_back({std::string(keyword), std::string(parameters)});
  }
  return found;
}

bool offers(const SmtpReply& ehlo_reply, std::string_view keyword) {
  const auto& lines = ehlo_reply.lines;
  if (!ehlo_reply.is_positive() || lines.empty() || keyword.empty()) return false;
  return std::any_of(lines.begin() + 1, lines.end(), [keyword](const std::string& line) {
    return base::equals_ignoring_case(split_line(line).first, keyword);
  });
}

}  // namespace wire
