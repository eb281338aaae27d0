// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/merge.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "outcome/classify.hpp"
#include "outcome/codes.hpp"

namespace outcome {
namespace {

using model::Measurability;
using model::MergedOutcome;
using model::Outcome;

constexpr std::string_view kPlain = "starttls";

bool is_measured(const Outcome* outcome) {
  return outcome->measurability == Measurability::measured;
}

bool lacks_starttls(const Outcome* outcome) {
  return outcome->code == "starttls.not_offered" || outcome->code == "starttls.stripped";
}

bool comes_through(const Outcome* outcome) { return outcome->code == "quit.completed"; }

// How much it counts.
int weight(const Outcome* outcome) {
  switch (outcome->measurability) {
    case Measurability::measured:
      return 3;
    case Measurability::transient:
      return 2;
    case Measurability::blocked:
      return 1;
    default:
      return 0;
  }
}

std::vector<const Outcome*> attempts_of(const model::EndpointRecord& visit) {
  std::vector<const Outcome*> attempts;
  for (const model::Conversation& conversation : visit.conversations) {
    if (conversation.transcript.probe == kPlain && conversation.outcome)
      attempts.push_back(&*conversation.outcome);
  }
  return attempts;
}

// What was measured, and measured otherwise another time.
std::string_view disagreement(const std::vector<const Outcome*>& attempts) {
  std::vector<const Outcome*> measured;
  std::copy_if(attempts.begin(), attempts.end(), std::back_inserter(measured), is_measured);
  const auto some = [&measured](bool (*is)(const Outcome*)) {
    return std::any_of(measured.begin(), measured.end(), is);
  };
  const auto all = [&measured](bool (*is)(const Outcome*)) {
    return std::all_of(measured.begin(), measured.end(), is);
  };
  if (some(lacks_starttls) && !all(lacks_starttls)) return "starttls.intermittent";
  if (some(comes_through) && !all(comes_through)) return "handshake.intermittent";
  return {};
}

MergedOutcome of_row(const Code& row) {
  return {row.code, row.measurability, row.attribution, 0, 0};
}

}  // namespace

std::optional<MergedOutcome> merged(const model::EndpointRecord& visit) {
  if (!visit.skipped.empty()) return of_row(*find_code("connect.skipped"));
  const std::vector<const Outcome*> attempts = attempts_of(visit);
  if (attempts.empty()) return std::nullopt;
  const Outcome* speaks = attempts.front();
  for (const Outcome* attempt : attempts) {
    if (weight(attempt) >= weight(speaks)) speaks = attempt;
  }
  MergedOutcome result{speaks->code, speaks->measurability, speaks->attribution, attempts.size(),
                       0};
  if (const std::string_view code = disagreement(attempts); !code.empty()) {
    result = of_row(*find_code(code));
    result.attempts = attempts.size();
  }
  result.agreeing = static_cast<std::size_t>(
      std::count_if(attempts.begin(), attempts.end(),
                    [&result](const Outcome* attempt) { return attempt->code == result.code; }));
  return result;
}

void conclude(model::DomainRecord& domain) {
  if (!domain.skipped.empty()) return;  // nothing was asked
  std::string_view code;
  if (domain.mx_status == "null_mx") code = "dns.null_mx";
  if (domain.mx_status == "no_mx") code = "dns.no_mx";
  if (domain.mx_status == "nxdomain") code = "dns.nxdomain";
  if (domain.mx_status == "unknown") code = "dns.lookup_failed";
  const bool has_endpoint =
      std::any_of(domain.exchanges.begin(), domain.exchanges.end(),
                  [](const model::Exchange& exchange) { return !exchange.endpoint_ids.empty(); });
  if (code.empty() && !has_endpoint) code = "dns.no_address";
  if (!code.empty()) domain.outcome = of_row(*find_code(code));
}

void conclude(model::EndpointRecord& visit) {
  for (model::Conversation& conversation : visit.conversations)
    conversation.outcome = outcome_of(conversation);
  visit.outcome = merged(visit);
}

}  // namespace outcome
