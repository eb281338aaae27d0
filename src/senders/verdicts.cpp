// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/verdicts.hpp"

#include <utility>

#include "senders/scenario.hpp"

namespace senders {
namespace {

using model::Delivery;
using model::SenderVerdict;
using model::WhatIf;

// When the message is first seen in clear, and when its author hears that it could not be
// delivered.
void add_times(SenderVerdict& verdict, const model::Queue& queue) {
  if (model::is_delivered_in_clear(verdict.delivery)) {
    verdict.clear_after_minutes =
        verdict.delivery == Delivery::clear_after_age ? queue.clear_after_minutes : 0;
  }
  if (verdict.delivery == Delivery::bounce) verdict.bounce_after_hours = 0;
  if (verdict.delivery == Delivery::defer_until_expiry)
    verdict.bounce_after_hours = queue.lifetime_hours;
}

SenderVerdict verdict_of(const model::Sender& sender, Arrival arrival) {
  SenderVerdict verdict;
  verdict.sender = sender.id;
  verdict.delivery = arrival.delivery;
  verdict.reason = std::move(arrival.hurdle.reason);
  verdict.property = arrival.hurdle.property;
  verdict.tlsrpt_result = arrival.tlsrpt_result;
  verdict.tlsrpt_reason = std::move(arrival.tlsrpt_reason);
  verdict.endpoint_id = std::move(arrival.endpoint_id);
  add_times(verdict, sender.queue);
  return verdict;
}

// Without the treatment that it would come to, all stays as it is.
bool is_about(const model::Sender& sender, WhatIf what_if) {
  switch (what_if) {
    case WhatIf::mta_sts_enforce:
      return sender.mta_sts.has_value();
    case WhatIf::tlsa:
      return sender.dane.has_value();
    case WhatIf::sender_enforces:
      return sender.enforcing.has_value();
    default:
      return true;
  }
}

// `deliver`: what becomes of the message under this what_if.
template <typename Deliver>
void add_what_ifs(SenderVerdict& verdict, const model::Sender& sender, const Deliver& deliver) {
  for (std::size_t i = 0; i < model::kWhatIfs; ++i) {
    const auto what_if = static_cast<WhatIf>(i);
    verdict.what_if[i] = is_about(sender, what_if) ? deliver(what_if) : verdict.delivery;
  }
}

Arrival arrival_of(Encounter met) {
  return {met.delivery, std::move(met.hurdle), met.tlsrpt_result, std::move(met.tlsrpt_reason), {}};
}

}  // namespace

std::vector<SenderVerdict> verdicts_of(const DomainView& view,
                                       const std::vector<model::Sender>& all) {
  std::vector<SenderVerdict> verdicts;
  verdicts.reserve(all.size());
  for (const model::Sender& sender : all) {
    verdicts.push_back(verdict_of(sender, arrival_of(view, sender, std::nullopt)));
    add_what_ifs(verdicts.back(), sender,
                 [&](WhatIf what_if) { return arrival_of(view, sender, what_if).delivery; });
  }
  return verdicts;
}

std::vector<SenderVerdict> verdicts_of(const Server& server,
                                       const std::vector<model::Sender>& all) {
  const DomainView no_policy;  // nothing of it is proved by DNSSEC
  const model::Exchange host;
  std::vector<SenderVerdict> verdicts;
  verdicts.reserve(all.size());
  for (const model::Sender& sender : all) {
    const auto meet = [&](std::optional<WhatIf> what_if) {
      return meeting_of(no_policy, sender, what_if, host, server);
    };
    verdicts.push_back(verdict_of(sender, arrival_of(meet(std::nullopt))));
    add_what_ifs(verdicts.back(), sender, [&](WhatIf what_if) { return meet(what_if).delivery; });
  }
  return verdicts;
}

}  // namespace senders
