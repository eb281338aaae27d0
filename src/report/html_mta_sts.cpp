// SPDX-License-Identifier: GPL-3.0-or-later
//
// MTA-STS: the policy, its flaws, and every server under it.
#include <fmt/core.h>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

// Whether the policy stands for every host, and every server would be delivered to.
model::Answer fits(const std::vector<policy::MtaStsAtHost>& hosts) {
  bool unknown = hosts.empty();
  for (const policy::MtaStsAtHost& host : hosts) {
    if (!host.covered) return model::Answer::no;
    for (const policy::MtaStsAtServer& server : host.servers) {
      if (server.fits == model::Answer::no) return model::Answer::no;
      unknown = unknown || server.fits == model::Answer::unknown;
    }
  }
  return unknown ? model::Answer::unknown : model::Answer::yes;
}

Markup flaws_of(const std::vector<wire::PolicyFlaw>& flaws) {
  std::vector<Markup> all;
  for (const wire::PolicyFlaw& flaw : flaws) {
    Markup one = flaw.line == 0 ? Markup() : text(fmt::format("line {}: ", flaw.line));
    all.push_back(one + text(flaw.what) + (flaw.fatal ? Markup(" (nobody can use it)") : Markup()));
  }
  return bullets(all);
}

void add_host(const policy::MtaStsAtHost& host, Table& table) {
  const Markup covered = mark(host.covered ? Word{Tone::good, "yes"} : Word{Tone::bad, "no"});
  if (host.servers.empty())
    table.rows.push_back(
        {{{code(host.mx_host), ""}, {covered, ""}, {"no server", ""}, {"–", ""}, {"–", ""}},
         "",
         ""});
  for (const policy::MtaStsAtServer& server : host.servers)
    table.rows.push_back(
        {{{code(server.endpoint_id), ""},
          {covered, ""},
          {mark(word_of(server.fits)), ""},
          {server.why.empty() ? Markup("–") : text(server.why), ""},
          {server.tlsrpt_result.empty() ? Markup("–") : code(server.tlsrpt_result), ""}},
         "",
         ""});
}

}  // namespace

Markup mta_sts_part(const policy::MtaStsOfDomain& mta_sts, const std::string& id) {
  Markup content =
      fields({{"State", mark(word_of(mta_sts.state))},
              {"Why", text(mta_sts.why)},
              {"Fits every server", mta_sts.policy ? mark(word_of(fits(mta_sts.hosts))) : Markup()},
              {"Senders report", text(mta_sts.tlsrpt_result)},
              {"id of the record", mta_sts.record_id.empty() ? Markup() : code(mta_sts.record_id)},
              {"MX hosts it names", mta_sts.policy ? codes(mta_sts.policy->mx) : Markup()},
              {"Kept for", mta_sts.policy ? text(age_text(mta_sts.policy->max_age)) : Markup()},
              {"Flaws", flaws_of(mta_sts.flaws)}});
  Table table{id + "-hosts",
              mta_sts.policy ? Markup("Every server under the policy")
                             : Markup("Every server, if a policy named all hosts and enforced"),
              {"Server", "Named by the policy", "Would be delivered to", "Why", "Senders report"}};
  for (const policy::MtaStsAtHost& host : mta_sts.hosts) add_host(host, table);
  if (!table.rows.empty()) content += table_of(table);
  return section(id, 4, "MTA-STS", content);
}

}  // namespace report::html
