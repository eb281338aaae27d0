// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/core.h>

#include "report/printable.hpp"
#include "report/text_columns.hpp"
#include "report/text_sections.hpp"

namespace report {
namespace {

std::string verdict_text(const Domain& domain) { return upper(verdict_of(domain.readiness).says); }

// "example.org: NOT YET SAFE TO ENFORCE TLS": one line wherever a name leaves room for it.
void add_verdict(Page& page, const Domain& domain) {
  const std::string name = printable(domain.domain) + ":";
  const std::string verdict = verdict_text(domain);
  const bool fits = width(name) + 1 + verdict.size() <= page.columns();
  page.laid_out(wrapped(name, 0, 0, page.columns()) + (fits ? " " : "\n  ") +
                page.painted(verdict_of(domain.readiness).tone, verdict) + "\n");
}

// What makes less of the whole audit than it could be.
void add_reservations(Page& page, const Audit& audit) {
  if (audit.interrupted)
    page.marked(0, "INTERRUPTED:", Tone::bad,
                "the audit was stopped before its end. What was not asked any more is not known; "
                "nothing below says that it is in order. Run it again.");
  if (!audit.resolver_trusted)
    page.marked(
        0, "RESOLVER NOT TRUSTED:", Tone::doubt,
        fmt::format("{} does not validate, or is not on this machine, so whether anything is "
                    "signed is not known, and neither is DANE. Ask a resolver on this "
                    "machine that validates, or say with --trust-ad that yours does and "
                    "that the way to it is safe.",
                    audit.resolver.empty() ? "the resolver" : audit.resolver));
}

constexpr std::size_t kToTheMinute = 16;  // of RFC 3339: "2026-11-22T09:30"

void add_circumstances(Page& page, const Audit& audit) {
  const auto seconds = (audit.duration.count() + 999) / 1000;
  std::string text = fmt::format("waxseal {}, {}, {}", audit.version,
                                 base::rfc3339(audit.started).substr(0, kToTheMinute) + "Z",
                                 counted(static_cast<std::size_t>(seconds), "second"));
  if (!audit.client_name.empty()) text += ", as " + audit.client_name;
  if (!audit.resolver.empty()) text += ", resolver " + audit.resolver;
  if (!audit.authorized) text += ", with no more connections than a stranger should make";
  page.line(0, text);
}

void add_reasons(Page& page, const Domain& domain) {
  if (!domain.headline.empty()) page.line(2, domain.headline);
  for (const std::string& reason : domain.reasons) page.marked(2, "-", Tone::plain, reason);
}

void add_details(Page& page, const Domain& domain) {
  add_enforcement(page, domain);
  add_blocking_findings(page, domain);
  add_servers(page, domain);
  add_senders(page, domain);
  add_further_findings(page, domain);
  add_policies(page, domain);
  add_records(page, domain);
  add_watch(page, domain);
}

constexpr std::size_t kVerdictColumn = 30;
constexpr std::size_t kCountColumn = 12;

void add_closing_table(Page& page, const Audit& audit) {
  page.laid_out("\n" + std::string(page.columns(), '=') + "\n");
  const std::size_t names = page.columns() - kVerdictColumn - kCountColumn;
  page.laid_out(
      fmt::format("{:<{}}{:<{}}{}\n", "domain", names, "verdict", kVerdictColumn, "to change"));
  for (const Domain& domain : audit.domains) {
    const std::string name = clipped(domain.domain, names - 1);
    const std::string verdict = verdict_text(domain);
    const auto blocking = std::count_if(domain.findings.begin(), domain.findings.end(),
                                        [](const Finding& finding) { return finding.blocks; });
    page.laid_out(fmt::format("{}{:>{}}{}{:>{}}{}\n", name, "", names - width(name),
                              page.painted(verdict_of(domain.readiness).tone, verdict), "",
                              kVerdictColumn - verdict.size(), blocking));
  }
}

}  // namespace

std::string text_of(const Audit& audit, const TextStyle& style) {
  Page page(style);
  add_reservations(page, audit);
  for (const Domain& domain : audit.domains) {
    add_verdict(page, domain);
    if (audit.domains.size() == 1) add_reasons(page, domain);
  }
  page.blank();
  add_circumstances(page, audit);
  for (const Domain& domain : audit.domains) {
    if (audit.domains.size() > 1) {
      page.laid_out("\n" + std::string(page.columns(), '=') + "\n");
      add_verdict(page, domain);
      add_reasons(page, domain);
    }
    add_details(page, domain);
  }
  if (audit.domains.size() > 1) add_closing_table(page, audit);
  return std::move(page).take();
}

}  // namespace report
