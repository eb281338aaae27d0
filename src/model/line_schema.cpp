// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/line_schema.hpp"

#include <fmt/core.h>

namespace model {

// "waxseal-endpoint/1.2" of type "endpoint".
std::string schema_problem(std::string_view type, std::string_view schema, std::string_view used) {
  constexpr std::string_view kMajor = "1";
  const std::string head = fmt::format("waxseal-{}/", type);
  if (type.empty() || !schema.starts_with(head) || schema == head)
    return "its \"type\" and \"schema\" name no line of waxseal";
  const std::string_view version = schema.substr(head.size());
  if (version.substr(0, version.find('.')) == kMajor) return {};
  return fmt::format("it follows version {} of the lines, and only {}.x can be {}", version, kMajor,
                     used);
}

}  // namespace model
