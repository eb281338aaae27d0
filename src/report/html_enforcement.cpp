// SPDX-License-Identifier: GPL-3.0-or-later
//
// The four ways to make TLS mandatory, and whose mail each would lose.
#include <fmt/core.h>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

// "2 of 6: gmail, exchange-online"
Markup share(const std::vector<std::string>& ids, std::size_t all, const Markup& what) {
  if (ids.empty()) return {};
  return element("p", text(fmt::format("{} of {} ", ids.size(), all)) + what + ": " + codes(ids));
}

Markup mail_of(const Enforcement& way) {
  if (way.senders == 0) return "no kind of sender that is known here does it";
  const Markup bad = share(way.failing, way.senders, "kinds of sender lose mail");
  const Markup unknown = share(way.unknown, way.senders, "not known");
  if (!bad.empty() || !unknown.empty()) return bad + unknown;
  if (!way.possible || way.readiness == Readiness::unknown)
    return text(counted(way.senders, "kind")) + " of sender would be concerned";
  return text(fmt::format("{0} of {0} kinds of sender deliver", way.senders));
}

Row row_of(const Enforcement& way) {
  const Markup state = way.in_force ? Markup("in force") : Markup("not in force");
  return {{{text(way.name), ""},
           {mark(word_of(way)), ""},
           {state, ""},
           {mail_of(way), ""},
           {way.why.empty() ? Markup("–") : text(way.why), ""}},
          "",
          ""};
}

}  // namespace

Markup enforcement_part(const Domain& domain, const std::string& id) {
  if (domain.enforcement.empty()) return {};
  Table table{id + "-table",
              "What becomes of mail if TLS is enforced",
              {"Way to enforce", "If enforced", "Today", "Mail", "Why"}};
  table.look = "ways";
  for (const Enforcement& way : domain.enforcement) table.rows.push_back(row_of(way));
  return section(id, 3, "Ways to enforce TLS", table_of(table));
}

}  // namespace report::html
