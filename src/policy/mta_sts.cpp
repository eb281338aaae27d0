// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/mta_sts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/lookup.hpp"
#include "facts/policy_end.hpp"
#include "policy/obstacle.hpp"
#include "wire/policy_records.hpp"

namespace policy {
namespace {

using facts::Lookup;
using model::Answer;
using model::PolicyEnd;
using model::PolicyFetch;

constexpr std::string_view kFetchError = "sts-policy-fetch-error";

void decide(MtaStsOfDomain& sts, MtaStsState state, std::string why, std::string_view tlsrpt = {}) {
  sts.state = state;
  sts.why = std::move(why);
  sts.tlsrpt_result = tlsrpt;
}

// ---- The record ---------------------------------------------------------------------------------

// Whether there is one that senders understand; if not, says what there is.
bool read_record(MtaStsOfDomain& sts, const model::PolicyLookup& lookup) {
  const Lookup found = facts::lookup_of(lookup.status);
  if (found == Lookup::not_asked) {
    decide(sts, MtaStsState::not_fetched, "the record was not asked for");
    return false;
  }
  if (!facts::is_conclusive(found)) {
    decide(sts, MtaStsState::unknown, "TXT " + lookup.status);
    return false;
  }
  std::vector<std::string_view> records;
  for (const std::string& record : lookup.records)
    if (wire::is_mta_sts_record(record)) records.emplace_back(record);
  if (records.size() != 1) {
    const bool none = records.empty();
    decide(sts, none ? MtaStsState::none : MtaStsState::record_invalid,
           none ? "no record" : fmt::format("{} records", records.size()));
    return false;
  }
  const wire::MtaStsRecord record = wire::read_mta_sts_record(records.front());
  sts.record_id = record.id;
  if (records.front().size() >= model::kMaxPolicyText) {
    decide(sts, MtaStsState::unknown, "the record is too long to be read here");
  } else if (!record.flaws.empty()) {
    decide(sts, MtaStsState::record_invalid, record.flaws.front());
  }
  return sts.state == MtaStsState::none;  // nothing against it yet
}

// ---- The policy ---------------------------------------------------------------------------------

std::string in_words(const PolicyFetch& fetch) {
  const std::string words = fetch.words.empty() ? "" : ": " + fetch.words;
  switch (fetch.end) {
    case PolicyEnd::no_address:
      return fetch.host + " has no address";
    case PolicyEnd::lookup_failed:
      return "the address of " + fetch.host + " cannot be looked up";
    case PolicyEnd::connect_failed:
      return fetch.host + " cannot be reached" + words;
    case PolicyEnd::timeout:
      return fetch.host + " does not answer in time";
    case PolicyEnd::tls_failed:
      return fetch.host + " has no TLS for us" + words;
    case PolicyEnd::redirected:
      return fmt::format("{} redirects (status {}), which senders do not follow", fetch.host,
                         fetch.http_status);
    case PolicyEnd::http_status:
      return fmt::format("{} answers with status {}", fetch.host, fetch.http_status);
    case PolicyEnd::too_large:
      return fmt::format("the policy is larger than {} octets", model::kMaxPolicyBody);
    case PolicyEnd::broken_off:
      return fetch.host + " breaks off within the answer" + words;
    default:
      return "the policy was not asked for";
  }
}

// RFC 8461 section 3.3: the same that browsers want, with a DNS name for the policy host. Empty:
// nothing is wrong.
std::string certificate_flaw(const PolicyFetch& fetch) {
  const model::CertificateValidation& validation = *fetch.validation;
  std::string faults;
  for (const std::string& fault : validation.faults) faults += (faults.empty() ? "" : ", ") + fault;
  if (!faults.empty()) return "the certificate of the policy host is not trusted: " + faults;
  if (!validation.matches_domain) return "the certificate does not name " + fetch.host;
  return {};
}

// "text/plain; charset=utf-8" is what section 3.3 wants.
void check_media_type(MtaStsOfDomain& sts, const std::string& content_type) {
  const std::string_view type =
      base::trim(std::string_view(content_type).substr(0, content_type.find(';')));
  if (content_type.empty() || base::equals_ignoring_case(type, "text/plain")) return;
  constexpr std::size_t kShown = 40;
  std::string shown(type.substr(0, kShown));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  sts.flaws.push_back({0, "the media type is " + shown + ", and not text/plain", false});
}

void read_policy(MtaStsOfDomain& sts, const PolicyFetch& fetch) {
  wire::MtaStsText text = wire::read_mta_sts_policy(fetch.body);
  sts.flaws = std::move(text.flaws);
  check_media_type(sts, fetch.content_type);
  if (!text.policy) {
    const auto fatal = std::find_if(sts.flaws.begin(), sts.flaws.end(),
                                    [](const wire::PolicyFlaw& flaw) { return flaw.fatal; });
    const std::string where = fatal->line == 0 ? "" : fmt::format("line {}: ", fatal->line);
    return decide(sts, MtaStsState::policy_invalid, where + fatal->what, "sts-policy-invalid");
  }
  switch (text.policy->mode) {
    case wire::MtaStsMode::enforce:
      sts.state = MtaStsState::enforce;
      break;
    case wire::MtaStsMode::testing:
      sts.state = MtaStsState::testing;
      break;
    case wire::MtaStsMode::none:
      decide(sts, MtaStsState::mode_none, "mode none takes the policy back");
      break;
  }
  sts.policy = std::move(text.policy);
}

void read_fetch(MtaStsOfDomain& sts, const PolicyFetch& fetch) {
  if (fetch.end == PolicyEnd::not_asked)
    return decide(sts, MtaStsState::not_fetched, in_words(fetch));
  if (fetch.end == PolicyEnd::private_address)
    return decide(sts, MtaStsState::not_fetched,
                  fetch.host + " has none but private addresses, which are not contacted");
  // A sender sees the certificate before it sees an answer.
  if (fetch.validation) {
    if (std::string flaw = certificate_flaw(fetch); !flaw.empty())
      return decide(sts, MtaStsState::certificate_invalid, std::move(flaw), "sts-webpki-invalid");
  }
  if (facts::may_be_about_us(fetch.end)) return decide(sts, MtaStsState::unknown, in_words(fetch));
  if (fetch.end != PolicyEnd::fetched)
    return decide(sts, MtaStsState::fetch_failed, in_words(fetch), kFetchError);
  if (!fetch.validation)
    return decide(sts, MtaStsState::unknown, "the certificate of the policy host was not judged");
  read_policy(sts, fetch);
}

// ---- The servers --------------------------------------------------------------------------------

MtaStsAtServer at_server(const std::string& endpoint_id, const model::EndpointRecord* record,
                         bool covered) {
  // RFC 8461 section 4.1; RFC 8460 has no word of its own for it.
  if (!covered)
    return {endpoint_id,
            Answer::no,
            "no mx of the policy stands for the host",
            {},
            "validation-failure"};
  Obstacle met = before_tls(record);
  if (met.passed == Answer::yes) met = within_tls(*record);
  // What comes behind a doubt may stand for certain.
  if (met.passed == Answer::unknown && record != nullptr) {
    const Obstacle behind = within_tls(*record);
    if (behind.passed == Answer::no) met = behind;
  }
  return {endpoint_id, met.passed, std::move(met.why), met.property, met.tlsrpt_result};
}

MtaStsAtHost of_host(const View& view, const model::Exchange& exchange,
                     const wire::MtaStsPolicy* policy) {
  MtaStsAtHost host{exchange.name, policy == nullptr, {}};
  if (policy != nullptr) {
    host.covered = std::any_of(policy->mx.begin(), policy->mx.end(), [&](const auto& pattern) {
      return wire::mx_pattern_matches(pattern, exchange.name);
    });
  }
  for (const std::string& id : exchange.endpoint_ids)
    host.servers.push_back(at_server(id, view.server(id), host.covered));
  return host;
}

// nullptr: a policy that names every host.
std::vector<MtaStsAtHost> hosts_under(const View& view, const wire::MtaStsPolicy* policy) {
  std::vector<MtaStsAtHost> hosts;
  for (const model::Exchange& exchange : view.domain.exchanges)
    hosts.push_back(of_host(view, exchange, policy));
  return hosts;
}

}  // namespace

MtaStsOfDomain mta_sts_of(const View& view) {
  MtaStsOfDomain sts;
  if (!view.domain.skipped.empty()) {
    decide(sts, MtaStsState::not_fetched, "the domain was not looked up: " + view.domain.skipped);
  } else if (read_record(sts, *view.domain.mta_sts)) {
    read_fetch(sts, *view.domain.mta_sts_policy);
  }
  const bool in_force = sts.state == MtaStsState::testing || sts.state == MtaStsState::enforce;
  sts.hosts = hosts_under(view, in_force ? &*sts.policy : nullptr);
  return sts;
}

std::vector<MtaStsAtHost> mta_sts_hosts_if_covered(const View& view) {
  return hosts_under(view, nullptr);
}

}  // namespace policy
