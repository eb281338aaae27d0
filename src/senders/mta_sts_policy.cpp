// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/mta_sts_policy.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "facts/policy_end.hpp"
#include "wire/policy_records.hpp"

namespace senders {
namespace {

using model::PolicyEnd;
using model::PolicyFetch;
using State = MtaStsPolicy::State;

// One record, and well-formed: of several, or of one that is not, senders act as if there was none
// (RFC 8461 section 3.1). One that was cut off is taken for well-formed.
bool is_announced(const model::PolicyLookup& lookup) {
  std::vector<std::string_view> records;
  for (const std::string& record : lookup.records)
    if (wire::is_mta_sts_record(record)) records.emplace_back(record);
  if (records.size() != 1) return false;
  return records.front().size() >= model::kMaxPolicyText ||
         wire::read_mta_sts_record(records.front()).flaws.empty();
}

std::string in_words(const PolicyFetch& fetch) {
  std::string words(to_string(fetch.end));
  if (fetch.http_status != 0) words += fmt::format(", status {}", fetch.http_status);
  return words;
}

MtaStsPolicy not_read(std::string_view property, std::string why) {
  return {State::not_read, property, std::move(why), {}};
}
MtaStsPolicy unusable(std::string_view property, std::string_view why) {
  return {State::unusable,
          property,
          fmt::format("the MTA-STS policy counts only for who has kept an earlier one: {}", why),
          {}};
}

constexpr std::string_view kCertified = "mta_sts_policy_host_certified";

// What is against the certificate of the policy's host (RFC 8461 section 3.3); empty: nothing.
std::string against(const model::CertificateValidation& validation) {
  if (!validation.faults.empty())
    return fmt::format("its host's certificate is {}", fmt::join(validation.faults, " "));
  return validation.matches_domain ? "" : "its host's certificate is for another name";
}

// Of a text that came from the right host (RFC 8461 section 3.2).
MtaStsPolicy of_text(const std::string& body) {
  const wire::MtaStsText text = wire::read_mta_sts_policy(body);
  if (text.policy) return {State::read, {}, {}, *text.policy};
  const auto flaw = std::find_if(text.flaws.begin(), text.flaws.end(),
                                 [](const wire::PolicyFlaw& one) { return one.fatal; });
  return unusable("mta_sts_policy_usable", flaw == text.flaws.end() ? "" : flaw->what);
}

}  // namespace

bool MtaStsPolicy::covers(std::string_view mx_host) const {
  return std::any_of(policy.mx.begin(), policy.mx.end(), [mx_host](const std::string& pattern) {
    return wire::mx_pattern_matches(pattern, mx_host);
  });
}

MtaStsPolicy mta_sts_policy_of(const model::DomainRecord& domain) {
  if (!is_announced(*domain.mta_sts)) return {};
  const PolicyFetch& fetch = *domain.mta_sts_policy;
  // Which a sender sees before any answer.
  if (fetch.validation) {
    if (const std::string fault = against(*fetch.validation); !fault.empty())
      return unusable(kCertified, fault);
  }
  if (facts::may_be_about_us(fetch.end))
    return not_read("mta_sts_policy_fetched",
                    "the MTA-STS policy could not be fetched from here: " + in_words(fetch));
  switch (fetch.end) {
    case PolicyEnd::not_asked:
      return not_read("mta_sts_record", "an MTA-STS policy is announced, and was not read");
    case PolicyEnd::fetched:
      if (fetch.validation) return of_text(fetch.body);
      return not_read(kCertified, "whose MTA-STS policy it is, is not known");
    default:
      return unusable("mta_sts_policy_fetched", "its fetch ends with " + in_words(fetch));
  }
}

}  // namespace senders
