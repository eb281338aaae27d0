// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/intake.hpp"

#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "scan/domain_name.hpp"

namespace scan {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view without_quotes(std::string_view field) {
  field = base::trim(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
    field = field.substr(1, field.size() - 2);
  }
  return field;
}

// The part of a line that names the domain; empty for a line without one.
std::string_view domain_part(std::string_view line, bool& is_csv) {
  line = base::trim(line.substr(0, line.find('#')));
  if (!line.empty() && line.back() == '\r') line = base::trim(line.substr(0, line.size() - 1));
  is_csv = line.find(',') != std::string_view::npos;
  return without_quotes(is_csv ? base::split(line, ',')[1] : line);
}

}  // namespace

Intake::Intake(std::istream& list, std::function<void(std::size_t, const std::string&)> report)
    : list_(list), report_(std::move(report)) {}

std::optional<Target> Intake::next() {
  std::string line;
  while (std::getline(list_, line)) {
    ++lines_;
    if (lines_ == 1 && std::string_view(line).substr(0, 3) == kByteOrderMark) line.erase(0, 3);
    const auto refuse = [this](const std::string& why) {
      ++bad_lines_;
      report_(lines_, why);
    };
    if (line.size() > kMaxLine) {
      refuse(fmt::format("a line of {} octets; {} are allowed", line.size(), kMaxLine));
      continue;
    }
    bool is_csv = false;
    const std::string_view text = domain_part(line, is_csv);
    if (text.empty()) {
      if (is_csv) refuse("the second column, which should be the domain, is empty");
      continue;
    }
    auto domain = to_domain_name(text);
    if (!domain) {
      refuse(domain.error().message);
    } else if (!seen_.insert(*domain).second) {
      ++duplicates_;
    } else {
      return Target{std::string(text), std::move(*domain), lines_};
    }
  }
  return std::nullopt;
}

}  // namespace scan
