// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/suggestions.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "policy/suggest_tlsa.hpp"
#include "policy/zone_text.hpp"
#include "wire/policy_records.hpp"

namespace policy {
namespace {

using model::Answer;

constexpr std::uint64_t kFirstMaxAge = 604'800;  // a week

// The record of this kind, where there is one alone.
std::string record_of(const model::PolicyLookup& lookup, bool (*is_meant)(std::string_view)) {
  const auto found = std::find_if(lookup.records.begin(), lookup.records.end(), is_meant);
  return found == lookup.records.end() ? "" : *found;
}

// ---- MTA-STS ------------------------------------------------------------------------------------

// What stands against mode enforce; a sentence, empty: nothing does.
std::string against_enforce(const MtaStsOfDomain& sts) {
  std::string doubt;
  for (const MtaStsAtHost& host : sts.hosts) {
    if (host.servers.empty() && doubt.empty()) doubt = "Nobody has looked at " + host.mx_host + ".";
    for (const MtaStsAtServer& server : host.servers) {
      const std::string sentence = server.endpoint_id + ": " + server.why + ".";
      if (server.fits == Answer::no) return sentence;
      if (server.fits == Answer::unknown && doubt.empty()) doubt = sentence;
    }
  }
  return doubt;
}

bool holds_for_all(const MtaStsOfDomain& sts) {
  const bool in_force = sts.state == MtaStsState::testing || sts.state == MtaStsState::enforce;
  return in_force && std::all_of(sts.hosts.begin(), sts.hosts.end(),
                                 [](const MtaStsAtHost& host) { return host.covered; });
}

// As a policy can name it.
bool can_be_named(const std::string& host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return base::is_alphanumeric(c) || c == '.' || c == '-' || c == '_';
  });
}

std::string policy_text(const View& view, const std::string& mode) {
  std::vector<std::string> hosts;
  for (const model::Exchange& exchange : view.domain.exchanges) {
    const bool known = std::find(hosts.begin(), hosts.end(), exchange.name) != hosts.end();
    if (!known && can_be_named(exchange.name)) hosts.push_back(exchange.name);
  }
  std::string text = "version: STSv1\r\nmode: " + mode + "\r\n";
  for (const std::string& host : hosts) text += "mx: " + host + "\r\n";
  return text + "max_age: " + std::to_string(kFirstMaxAge) + "\r\n";
}

// Senders fetch the policy again when the id is another (RFC 8461 section 3.1).
std::string other_id(const std::string& id, const std::string& published) {
  if (id != published) return id;
  std::string other = id;
  other.back() = other.back() == '1' ? '2' : '1';
  return other;
}

void keep_mta_sts(const View& view, const MtaStsOfDomain& sts, Suggestions& suggestions) {
  suggestions.mta_sts_record.value =
      txt_value(record_of(*view.domain.mta_sts, wire::is_mta_sts_record));
  suggestions.mta_sts_record.published = true;
  suggestions.mta_sts_policy = view.domain.mta_sts_policy->body;
  suggestions.mta_sts_mode = wire::to_string(sts.policy->mode);
}

void make_mta_sts(const View& view, const MtaStsOfDomain& sts, const std::string& id,
                  const std::string& mode, Suggestions& suggestions) {
  ZoneRecord& record = suggestions.mta_sts_record;
  record.value = txt_value("v=STSv1; id=" + other_id(id, sts.record_id) + ";");
  record.note =
      "publish the policy first; when reports stay clean, raise its max_age (a year is "
      "the most), and change the id with every change of the policy";
  suggestions.mta_sts_mode = mode;
  suggestions.mta_sts_policy = policy_text(view, suggestions.mta_sts_mode);
}

void suggest_mta_sts(const View& view, const MtaStsOfDomain& sts, const std::string& id,
                     Suggestions& suggestions) {
  const std::string& domain = view.domain.domain;
  suggestions.mta_sts_record.name = "_mta-sts." + domain + ".";
  suggestions.mta_sts_record.type = "TXT";
  suggestions.mta_sts_url = "https://mta-sts." + domain + "/.well-known/mta-sts.txt";
  // With a policy that names every host.
  MtaStsOfDomain covering;
  covering.hosts = mta_sts_hosts_if_covered(view);
  std::string& why_not = suggestions.mta_sts_why_not_enforce;
  why_not = against_enforce(covering);
  const bool holds = holds_for_all(sts);
  const bool enforced = sts.state == MtaStsState::enforce;
  // What is in force and holds stays; what is being tested stays until nothing is against the next
  // step; what is in force and loses mail is taken back to testing.
  if (holds && (enforced ? why_not.empty() : !why_not.empty()))
    return keep_mta_sts(view, sts, suggestions);
  if (holds && !enforced) {
    make_mta_sts(view, sts, id, "enforce", suggestions);
    suggestions.mta_sts_record.note =
        "the next step, when reports have been clean for two weeks: first the policy, then this";
    return;
  }
  if (enforced && why_not.empty()) return make_mta_sts(view, sts, id, "enforce", suggestions);
  if (sts.state == MtaStsState::unknown || sts.state == MtaStsState::not_fetched)
    why_not = "What is published now could not be read: look at it before anything is changed.";
  if (why_not.empty())
    why_not = "A first policy is for testing: senders report what would fail, and deliver.";
  make_mta_sts(view, sts, id, "testing", suggestions);
}

// ---- TLSRPT -------------------------------------------------------------------------------------

void suggest_tlsrpt(const View& view, const TlsrptOfDomain& tlsrpt, Suggestions& suggestions) {
  const std::string& domain = view.domain.domain;
  ZoneRecord& record = suggestions.tlsrpt_record;
  record.name = "_smtp._tls." + domain + ".";
  record.type = "TXT";
  record.published = tlsrpt.state == TlsrptState::valid;
  if (record.published) {
    record.value = txt_value(record_of(*view.domain.tlsrpt, wire::is_tlsrpt_record));
    return;
  }
  record.value = txt_value("v=TLSRPTv1; rua=mailto:tlsrpt@" + domain);
  record.note = "the mailbox must exist; senders report there what fails";
  if (tlsrpt.state == TlsrptState::invalid) record.note += "; in place of what is there";
  if (tlsrpt.state == TlsrptState::unknown) record.note += "; whether one is there is not known";
}

}  // namespace

Suggestions suggestions_of(const View& view, const DaneOfDomain& dane,
                           const MtaStsOfDomain& mta_sts, const TlsrptOfDomain& tlsrpt,
                           const std::string& id) {
  Suggestions suggestions;
  if (view.domain.exchanges.empty()) {
    suggestions.tlsa_why_not = "There is no mail server.";
    suggestions.mta_sts_why_not_enforce = suggestions.tlsa_why_not;
    return suggestions;
  }
  suggest_tlsa(view, dane, suggestions);
  suggest_mta_sts(view, mta_sts, id, suggestions);
  suggest_tlsrpt(view, tlsrpt, suggestions);
  return suggestions;
}

}  // namespace policy
