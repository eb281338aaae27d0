// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_parts.hpp"
#include "report/html_sections.hpp"

namespace report::html {

Markup watch_part(const Domain& domain, const std::string& id) {
  std::vector<Field> all;
  for (const Advice& advice : domain.watch)
    all.push_back({advice.when.empty() ? Markup("always") : text(advice.when), text(advice.what)});
  return all.empty() ? Markup() : section(id, 3, "What to watch", fields(all));
}

}  // namespace report::html
