// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "report/printable.hpp"
#include "report/sender_matrix.hpp"
#include "report/text_sections.hpp"

namespace report {

void add_senders(Page& page, const Domain& domain) {
  if (domain.senders.empty()) return;
  page.heading("What becomes of mail, by kind of sender");
  std::vector<model::SenderVerdict> verdicts;
  std::set<std::string> assumed;
  for (const SenderRow& row : domain.senders) {
    verdicts.push_back(row.verdict);
    if (row.assumed) assumed.insert(row.verdict.sender);
  }
  const std::string mail = "mail to " + printable(domain.domain);
  page.laid_out(sender_matrix(mail, verdicts, assumed, page.columns()));
}

}  // namespace report
