// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/core.h>

#include "policy/dane_records.hpp"
#include "report/text_sections.hpp"

namespace report {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kNames = 12;  // the column of "REQUIRETLS"
constexpr std::size_t kBelow = kIndent + kNames;
constexpr std::size_t kDataShown = 8;  // octets of a TLSA record
constexpr std::size_t kFlawsShown = 8;

std::string and_reported(std::string why, std::string_view tlsrpt_result) {
  if (tlsrpt_result.empty()) return why;
  return why + (why.empty() ? "" : "; ") + "senders report " + std::string(tlsrpt_result);
}

std::string record_text(const policy::RecordAtServer& at) {
  const std::string text =
      fmt::format("{} {}", policy::in_words(at.record, kDataShown), word_of(at.use).says);
  return at.why.empty() ? text : text + ": " + at.why;
}

// Each record once where all servers of the host take it alike, else with those that do.
void add_tlsa(Page& page, const policy::DaneAtHost& host) {
  std::vector<std::string> lines;
  for (const policy::DaneAtServer& server : host.servers)
    for (const policy::RecordAtServer& record : server.records)
      if (std::find(lines.begin(), lines.end(), record_text(record)) == lines.end())
        lines.push_back(record_text(record));
  for (const std::string& line : lines) {
    std::vector<std::string> where;
    for (const policy::DaneAtServer& server : host.servers)
      if (std::any_of(server.records.begin(), server.records.end(),
                      [&line](const auto& record) { return record_text(record) == line; }))
        where.push_back(server.endpoint_id);
    page.line(kBelow + 2,
              where.size() == host.servers.size() ? line : line + ", at " + joined(where));
  }
}

std::string_view coverage_text(policy::Coverage coverage) {
  switch (coverage) {
    case policy::Coverage::all:
      return "all MX hosts have signed records";
    case policy::Coverage::some:
      return "some MX hosts have signed records, others have none";
    case policy::Coverage::none:
      return "no MX host has signed records";
  }
  return "";
}

void add_dane(Page& page, const policy::DaneOfDomain& dane) {
  std::string text = and_reported(dane.why, dane.tlsrpt_result);
  text += (text.empty() ? "" : "; ") + std::string(coverage_text(dane.coverage));
  page.field(kIndent, "DANE", kNames, word_of(dane.state), text);
  for (const policy::DaneAtHost& host : dane.hosts) {
    const std::string why = and_reported(host.why, host.tlsrpt_result);
    page.line(kBelow, fmt::format("{}: {}{}{}", host.mx_host, word_of(host.state).says,
                                  why.empty() ? "" : ": ", why));
    add_tlsa(page, host);
  }
}

// What of an MX host would not be delivered to under the policy.
void add_mta_sts_host(Page& page, const policy::MtaStsAtHost& host) {
  if (!host.covered) page.line(kBelow, host.mx_host + ": no mx line stands for it");
  for (const policy::MtaStsAtServer& server : host.servers) {
    if (server.fits == model::Answer::yes) continue;
    const std::string_view what =
        server.fits == model::Answer::no ? "does not fit" : "not known whether it fits";
    const std::string why = and_reported(server.why, server.tlsrpt_result);
    page.line(kBelow,
              fmt::format("{}: {}{}{}", server.endpoint_id, what, why.empty() ? "" : ": ", why));
  }
}

void add_mta_sts(Page& page, const policy::MtaStsOfDomain& mta_sts) {
  page.field(kIndent, "MTA-STS", kNames, word_of(mta_sts.state),
             and_reported(mta_sts.why, mta_sts.tlsrpt_result));
  if (!mta_sts.record_id.empty()) page.line(kBelow, "id of the record: " + mta_sts.record_id);
  if (mta_sts.policy)
    page.line(kBelow,
              fmt::format("policy: mode {}, max_age {}, mx {}",
                          wire::to_string(mta_sts.policy->mode), age_text(mta_sts.policy->max_age),
                          mta_sts.policy->mx.empty() ? "none" : joined(mta_sts.policy->mx)));
  for (std::size_t i = 0; i < mta_sts.flaws.size() && i < kFlawsShown; ++i) {
    const wire::PolicyFlaw& flaw = mta_sts.flaws[i];
    const std::string where = flaw.line == 0 ? "text" : fmt::format("line {}", flaw.line);
    page.line(kBelow, fmt::format("flaw in the policy, {}: {}", where, flaw.what));
  }
  if (mta_sts.flaws.size() > kFlawsShown)
    page.line(kBelow, fmt::format("and {} more flaws", mta_sts.flaws.size() - kFlawsShown));
  for (const policy::MtaStsAtHost& host : mta_sts.hosts) add_mta_sts_host(page, host);
}

Word requiretls_word(const policy::RequireTlsOfDomain& requiretls) {
  if (requiretls.usable == model::Answer::yes) return {Tone::good, "usable"};
  if (requiretls.offered == model::Answer::no) return {Tone::plain, "not offered"};
  if (requiretls.usable == model::Answer::no) return {Tone::warn, "not usable"};
  return {Tone::doubt, "not known"};
}

std::string caa_text(const policy::CaaOfHost& caa) {
  const std::string where = caa.name.empty() ? "" : fmt::format(" (records of {})", caa.name);
  switch (caa.restricted) {
    case model::Answer::yes:
      return fmt::format("{}: certificates only from {}{}", caa.mx_host,
                         caa.issuers.empty() ? "nobody" : joined(caa.issuers), where);
    case model::Answer::no:
      return caa.mx_host + ": anybody may issue certificates";
    case model::Answer::unknown:
      return caa.mx_host + ": not known who may issue certificates";
  }
  return "";
}

}  // namespace

void add_policies(Page& page, const Domain& domain) {
  page.heading("Policies, as published");
  add_dane(page, domain.dane);
  add_mta_sts(page, domain.mta_sts);
  page.field(kIndent, "TLSRPT", kNames, word_of(domain.tlsrpt.state), domain.tlsrpt.why);
  if (!domain.tlsrpt.uris.empty()) page.line(kBelow, "reports go to " + joined(domain.tlsrpt.uris));
  page.field(kIndent, "REQUIRETLS", kNames, requiretls_word(domain.requiretls),
             domain.requiretls.why);
  bool first = true;
  for (const policy::CaaOfHost& caa : domain.caa) {
    page.field(kIndent, first ? "CAA" : "", kNames, caa_text(caa));
    first = false;
  }
}

}  // namespace report
