// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/records.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/lookup.hpp"
#include "policy/dane.hpp"
#include "policy/mta_sts.hpp"
#include "policy/obstacle.hpp"
#include "wire/policy_records.hpp"

namespace policy {
namespace {

using facts::Lookup;
using model::Answer;

// ---- REQUIRETLS ---------------------------------------------------------------------------------

// What must hold of several, the first that does not speaking for them.
struct Sum {
  Answer value = Answer::yes;
  std::string why{};

  void add(Answer answer, const std::string& reason) {
    const bool worse = (answer == Answer::no && value != Answer::no) ||
                       (answer == Answer::unknown && value == Answer::yes);
    if (!worse) return;
    value = answer;
    why = reason;
  }
};

Sum offer(const View& view, const std::string& endpoint_id) {
  const model::EndpointRecord* record = view.server(endpoint_id);
  if (record == nullptr)
    return {Answer::unknown, endpoint_id + ": nobody has looked at the server"};
  const model::Fact& fact = fact_of(record->facts, "requiretls_offered");
  if (fact.value == Answer::yes) return {};
  // Without TLS there is nothing that could offer it.
  if (fact.value == Answer::no || fact.doubt == model::Doubt::not_applicable)
    return {Answer::no, endpoint_id + " does not offer it"};
  return {Answer::unknown, endpoint_id + ": whether it is offered is not known"};
}

// RFC 8689 section 4.2.1: the host is the domain's by DNSSEC or by a policy, and the certificate is
// proved by TLSA records or by its path and name.
Sum proof(const View& view, const DaneAtHost& dane, const DaneAtServer& by_dane,
          const MtaStsAtHost& sts, bool policy_holds, bool mx_signed) {
  if (!mx_signed && !(policy_holds && sts.covered)) {
    if (!view.resolver_trusted)
      return {Answer::unknown, dane.mx_host + ": the resolver's word on DNSSEC is not trusted"};
    return {Answer::no,
            dane.mx_host + ": neither DNSSEC nor an MTA-STS policy vouches for the host"};
  }
  if (mx_signed && by_dane.match.dane == facts::Dane::matches) return {};
  const model::EndpointRecord* record = view.server(by_dane.endpoint_id);
  Obstacle met = before_tls(record);
  if (met.passed == Answer::yes) met = within_tls(*record);
  return {met.passed, by_dane.endpoint_id + ": " + met.why};
}

}  // namespace

RequireTlsOfDomain requiretls_of(const View& view, const DaneOfDomain& dane,
                                 const MtaStsOfDomain& mta_sts) {
  const bool policy_holds =
      mta_sts.state == MtaStsState::testing || mta_sts.state == MtaStsState::enforce;
  Sum offered;
  Sum usable;
  std::size_t servers = 0;
  for (std::size_t i = 0; i < dane.hosts.size(); ++i) {
    for (const DaneAtServer& server : dane.hosts[i].servers) {
      ++servers;
      const Sum offers = offer(view, server.endpoint_id);
      const Sum proved =
          proof(view, dane.hosts[i], server, mta_sts.hosts[i], policy_holds, dane.mx_signed);
      offered.add(offers.value, offers.why);
      usable.add(offers.value, offers.why);
      usable.add(proved.value, proved.why);
    }
  }
  if (servers == 0) return {Answer::unknown, Answer::unknown, "no server was looked at"};
  return {offered.value, usable.value, usable.why};
}

// ---- TLSRPT -------------------------------------------------------------------------------------

TlsrptOfDomain tlsrpt_of(const View& view) {
  const model::PolicyLookup& lookup = *view.domain.tlsrpt;
  if (lookup.status.empty()) return {TlsrptState::unknown, "the record was not asked for"};
  if (!facts::is_conclusive(facts::lookup_of(lookup.status)))
    return {TlsrptState::unknown, "TXT " + lookup.status};
  std::vector<std::string_view> records;
  for (const std::string& record : lookup.records)
    if (wire::is_tlsrpt_record(record)) records.emplace_back(record);
  if (records.empty()) return {TlsrptState::none, "no record"};
  // RFC 8460 section 3: then senders take it that there is none.
  if (records.size() > 1) return {TlsrptState::invalid, fmt::format("{} records", records.size())};
  if (records.front().size() >= model::kMaxPolicyText)
    return {TlsrptState::unknown, "the record is too long to be read here"};
  const wire::TlsrptRecord record = wire::read_tlsrpt_record(records.front());
  TlsrptOfDomain tlsrpt{TlsrptState::valid, {}, {record.uris.begin(), record.uris.end()}};
  const bool reachable =
      std::any_of(record.uris.begin(), record.uris.end(), [](std::string_view uri) {
        const std::string scheme = wire::uri_scheme(uri);
        return scheme == "mailto" || scheme == "https";
      });
  if (!record.flaws.empty()) {
    tlsrpt.state = TlsrptState::invalid;
    tlsrpt.why = record.flaws.front();
  } else if (!reachable) {
    tlsrpt.state = TlsrptState::invalid;
    tlsrpt.why = "no mailto and no https among the addresses";
  }
  return tlsrpt;
}

// ---- CAA ----------------------------------------------------------------------------------------

std::vector<CaaOfHost> caa_of(const View& view) {
  std::vector<CaaOfHost> all;
  for (const model::Exchange& exchange : view.domain.exchanges) {
    const model::CaaLookup& lookup = *exchange.caa;
    CaaOfHost host{exchange.name, Answer::unknown, lookup.name, {}};
    if (facts::is_conclusive(facts::lookup_of(lookup.status))) host.restricted = Answer::no;
    for (const model::CaaRecord& record : lookup.records) {
      // Tags are compared without case, and parameters follow the name (RFC 8659 section 4).
      if (!base::equals_ignoring_case(record.tag, "issue")) continue;
      host.restricted = Answer::yes;
      const std::string_view value = record.value;
      const std::string_view issuer = base::trim(value.substr(0, value.find(';')));
      if (!issuer.empty()) host.issuers.emplace_back(issuer);
    }
    all.push_back(std::move(host));
  }
  return all;
}

}  // namespace policy
