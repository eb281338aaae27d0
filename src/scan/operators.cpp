// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/operators.hpp"

#include <array>
#include <ctime>

#include <fmt/core.h>
#include <libpsl.h>

namespace scan {

std::string operator_of(std::string_view mx_host) {
  const psl_ctx_t* list = psl_builtin();
  std::string name(mx_host);
  // From the longest on: the first whose parent is a public suffix.
  for (const char* candidate = name.c_str();;) {
    const std::string_view rest(candidate);
    const std::size_t dot = rest.find('.');
    if (list == nullptr || dot == std::string_view::npos) break;
    const char* parent = candidate + dot + 1;
    if (psl_is_public_suffix2(list, parent, PSL_TYPE_ICANN) != 0) return candidate;
    candidate = parent;
  }
  return name;
}

std::string suffix_list_version() {
  const std::time_t when = psl_builtin_file_time();
  std::tm date{};
  if (psl_builtin() == nullptr || when == 0 || gmtime_r(&when, &date) == nullptr) return "unknown";
  return fmt::format("{:04}{:02}{:02}", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
}

}  // namespace scan
