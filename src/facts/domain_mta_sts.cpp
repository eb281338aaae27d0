// SPDX-License-Identifier: GPL-3.0-or-later
//
// The MTA-STS policy behind the record (RFC 8461 sections 3.2, 3.3 and 4.1), where it was asked
// for. Its text and the certificate of who handed it out are facts of their own: a text that came
// from a host that proves nothing is read all the same.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/domain_topics.hpp"
#include "facts/lookup.hpp"
#include "facts/policy_end.hpp"
#include "wire/mta_sts_policy.hpp"

namespace facts {
namespace {

using model::DomainRecord;
using model::Doubt;
using model::Fact;
using model::PolicyEnd;
using model::PolicyFetch;
using wire::MtaStsMode;
using wire::MtaStsPolicy;

// ---- The way to it ------------------------------------------------------------------------------

std::string in_words(const PolicyFetch& fetch) {
  std::string words(to_string(fetch.end));
  if (fetch.http_status != 0) words += fmt::format(", status {}", fetch.http_status);
  if (!fetch.location.empty()) words += " to " + cut_short(fetch.location);
  if (!fetch.words.empty()) words += ": " + cut_short(fetch.words);
  return words;
}

Fact is_fetched(const DomainRecord& domain) {
  const PolicyFetch& fetch = *domain.mta_sts_policy;
  if (fetch.end == PolicyEnd::not_asked) return unknown(Doubt::not_asked, {});
  if (may_be_about_us(fetch.end)) return unknown(Doubt::not_measured, in_words(fetch));
  return fetch.end == PolicyEnd::fetched ? yes(in_words(fetch)) : no(in_words(fetch));
}

Fact is_not_redirected(const DomainRecord& domain) {
  const PolicyFetch& fetch = *domain.mta_sts_policy;
  if (fetch.end == PolicyEnd::not_asked) return unknown(Doubt::not_asked, {});
  if (fetch.end == PolicyEnd::redirected) {
    const bool says_where = !fetch.location.empty();
    return no(in_words(fetch), {says_where ? cut_short(fetch.location) : "no Location"});
  }
  if (fetch.http_status == 0) return unknown(Doubt::not_measured, in_words(fetch));
  return yes(in_words(fetch));
}

Fact is_host_certified(const DomainRecord& domain) {
  const PolicyFetch& fetch = *domain.mta_sts_policy;
  if (fetch.end == PolicyEnd::not_asked) return unknown(Doubt::not_asked, {});
  if (!fetch.validation) return unknown(Doubt::not_measured, in_words(fetch));
  std::vector<std::string> faults = fetch.validation->faults;
  if (!fetch.validation->matches_domain) faults.emplace_back("host_mismatch");
  if (faults.empty()) return yes("a path to a trusted root, for " + fetch.host);
  const std::string seen = fmt::format("{}: {}", fetch.host, fmt::join(faults, " "));
  return no(seen, std::move(faults));
}

// Parameters behind the type do not matter (RFC 8461 section 3.2).
Fact is_plain_text(const DomainRecord& domain) {
  return only_if(is_fetched(domain), [&] {
    const std::string_view header = domain.mta_sts_policy->content_type;
    const std::string type = base::to_lower(base::trim(header.substr(0, header.find(';'))));
    if (type == "text/plain") return yes(cut_short(header));
    return no(header.empty() ? "no Content-Type" : cut_short(header));
  });
}

// ---- Its text -----------------------------------------------------------------------------------

std::string in_words(const wire::PolicyFlaw& flaw) {
  return flaw.line == 0 ? flaw.what : fmt::format("line {}: {}", flaw.line, flaw.what);
}

// Whether there are no flaws of this kind.
Fact without_flaws(const wire::MtaStsText& text, bool fatal, std::string seen) {
  ForEach each;
  each.holds();
  for (const wire::PolicyFlaw& flaw : text.flaws)
    if (flaw.fatal == fatal) each.fails(in_words(flaw), in_words(flaw));
  return each.fact(std::move(seen));
}

// `then`: of a policy that senders can use, and all that was said of its text; not_applicable of
// any other.
Fact of_policy(const DomainRecord& domain,
               Fact (*then)(const wire::MtaStsText& text, const DomainRecord& domain)) {
  return only_if(is_fetched(domain), [&] {
    const wire::MtaStsText text = wire::read_mta_sts_policy(domain.mta_sts_policy->body);
    if (!text.policy) return unknown(Doubt::not_applicable, "senders cannot use the policy");
    return then(text, domain);
  });
}

std::string mode_of(const MtaStsPolicy& policy) {
  return fmt::format("mode {}", to_string(policy.mode));
}

Fact is_usable(const DomainRecord& domain) {
  return only_if(is_fetched(domain), [&] {
    const wire::MtaStsText text = wire::read_mta_sts_policy(domain.mta_sts_policy->body);
    return without_flaws(text, true, text.policy ? mode_of(*text.policy) : std::string());
  });
}

Fact is_well_formed(const wire::MtaStsText& text, const DomainRecord& /*domain*/) {
  return without_flaws(text, false, mode_of(*text.policy));
}

Fact is_enforced(const wire::MtaStsText& text, const DomainRecord& /*domain*/) {
  const std::string mode = mode_of(*text.policy);
  return text.policy->mode == MtaStsMode::enforce
             ? yes(mode)
             : no(mode, {std::string(to_string(text.policy->mode))});
}

// RFC 8461 section 4.1: the name in the MX record, aliases not followed.
Fact covers_every_mx(const wire::MtaStsText& text, const DomainRecord& domain) {
  const MtaStsPolicy& policy = *text.policy;
  if (policy.mode == MtaStsMode::none) return unknown(Doubt::not_applicable, mode_of(policy));
  ForEach each;
  for (const model::Exchange& exchange : domain.exchanges) {
    const bool covered =
        std::any_of(policy.mx.begin(), policy.mx.end(), [&](const std::string& pattern) {
          return wire::mx_pattern_matches(pattern, exchange.name);
        });
    if (covered) {
      each.holds();
    } else {
      each.fails(exchange.name,
                 fmt::format("{}, {} is not covered", mode_of(policy), exchange.name));
    }
  }
  return each.fact(
      fmt::format("{}, {} host{}", mode_of(policy), each.count(), each.count() == 1 ? "" : "s"));
}

Fact max_age_is_long(const wire::MtaStsText& text, const DomainRecord& /*domain*/) {
  constexpr std::uint64_t kWeek = 7 * 24 * 3600;  // seconds
  const MtaStsPolicy& policy = *text.policy;
  if (policy.mode == MtaStsMode::none) return unknown(Doubt::not_applicable, mode_of(policy));
  const std::string seen = fmt::format("max_age {}", policy.max_age);
  Fact fact = policy.max_age >= kWeek ? yes(seen) : no(seen);
  fact.number = policy.max_age;
  return fact;
}

}  // namespace

std::span<const DomainFact> domain_mta_sts_facts() {
  static constexpr DomainFact kFacts[] = {
      {"mta_sts_policy_fetched", is_fetched},
      {"mta_sts_policy_not_redirected", is_not_redirected},
      {"mta_sts_policy_host_certified", is_host_certified},
      {"mta_sts_policy_plain_text", is_plain_text},
      {"mta_sts_policy_usable", is_usable},
      {"mta_sts_policy_well_formed",
       [](const DomainRecord& domain) { return of_policy(domain, is_well_formed); }},
      {"mta_sts_enforced",
       [](const DomainRecord& domain) { return of_policy(domain, is_enforced); }},
      {"mta_sts_covers_every_mx",
       [](const DomainRecord& domain) { return of_policy(domain, covers_every_mx); }},
      {"mta_sts_max_age_at_least_week",
       [](const DomainRecord& domain) { return of_policy(domain, max_age_is_long); }},
  };
  return kFacts;
}

}  // namespace facts
