// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page: its head with the policy that keeps it to itself, the overview, the domains, the run.
#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/html_files.hpp"
#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report {
namespace {

using namespace html;  // NOLINT(google-build-using-namespace): the parts of the page

std::string title_of(const Audit& audit) {
  if (audit.domains.size() == 1) return "TLS audit of mail to " + audit.domains.front().domain;
  return fmt::format("TLS audit of mail to {}", counted(audit.domains.size(), "domain"));
}

std::string source_of(std::string_view file) {
  return "'sha256-" + base::base64(base::sha256(file)) + "'";
}

// Nothing is loaded, nothing is sent, and of scripts and styles ours alone count (Content Security
// Policy Level 3), whatever a stranger's words did to the page.
Markup head_of(const Audit& audit) {
  const std::string policy = fmt::format(
      "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
      source_of(page_style()), source_of(page_script()));
  return R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content=")" +
         text(policy) + R"(">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
)" + element("title", text(title_of(audit))) +
         "\n" + element("style", embedded(page_style())) + "\n</head>\n";
}

Markup warnings(const Audit& audit) {
  Markup all;
  if (audit.interrupted)
    all += paragraph(mark({Tone::warn, "interrupted"}) +
                     " The audit was stopped before it was done. What is missing is shown as not "
                     "known; run it again for a verdict.");
  if (!audit.resolver_trusted)
    all += paragraph(
        mark({Tone::warn, "resolver not trusted"}) +
        " The resolver does not validate, or is not on this machine, so its word on DNSSEC "
        "does not count: what is signed is not known, and neither is DANE.");
  return all.empty() ? all : element("div", {{"class", "warnings"}, {"role", "note"}}, all) + "\n";
}

std::string id_of(std::size_t index) { return fmt::format("d{}", index + 1); }

std::string blocking(const Domain& domain) {
  std::size_t count = 0;
  for (const Finding& finding : domain.findings) count += finding.blocks ? 1U : 0U;
  return std::to_string(count);
}

Markup overview(const Audit& audit) {
  if (audit.domains.size() < 2) return {};
  Table table{"overview-table", "Verdicts", {"Domain", "Verdict", "In short", "In the way"}};
  for (std::size_t i = 0; i < audit.domains.size(); ++i) {
    const Domain& domain = audit.domains[i];
    table.rows.push_back({{{element("a", {{"href", "#" + id_of(i)}}, text(domain.domain)), ""},
                           {mark(verdict_of(domain.readiness)), ""},
                           {domain.headline.empty() ? Markup("–") : text(domain.headline), ""},
                           {text(blocking(domain)), ""}},
                          "",
                          ""});
  }
  return section("overview", 2, "Overview", table_of(table));
}

Markup about(const Audit& audit) {
  return section(
      "about", 2, "About this run",
      fields({{"Started", text(base::rfc3339(audit.started))},
              {"Took",
               text(fmt::format("{:.1f} s", static_cast<double>(audit.duration.count()) / 1000))},
              {"Version", "waxseal " + text(audit.version)},
              {"Run", code(audit.run_id)},
              {"EHLO name", code(audit.client_name)},
              {"Resolver", text(audit.resolver) + (audit.resolver_trusted
                                                       ? Markup(" (trusted for DNSSEC)")
                                                       : Markup(" (not trusted for DNSSEC)"))},
              {"Manners", audit.authorized
                              ? Markup("those of the owner: as many connections as it takes")
                              : Markup("those of a stranger: few connections, with pauses")}}) +
          note("What servers say today need not hold tomorrow. Lines of <code>waxseal explain "
               "ID</code> say more about every finding."));
}

}  // namespace

std::string html_of(const Audit& audit) {
  Markup domains;
  for (std::size_t i = 0; i < audit.domains.size(); ++i)
    domains += domain_part(audit.domains[i], id_of(i));
  if (domains.empty()) domains = paragraph("No domain was looked at.");
  const Markup page =
      head_of(audit) + "<body>\n" + signs() +
      element("header", {{"class", "page"}},
              element("h1", text(title_of(audit))) +
                  element("p", text(date(audit.started)) + ", waxseal " + text(audit.version))) +
      "\n" + element("main", warnings(audit) + overview(audit) + domains + about(audit)) + "\n" +
      element("script", embedded(page_script())) + "\n</body>\n</html>\n";
  return page.str();
}

}  // namespace report
