// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/scenario.hpp"

#include <algorithm>
#include <utility>

#include "facts/dane_match.hpp"

namespace senders {
namespace {

using facts::Dane;
using model::Delivery;
using model::Sender;
using model::Treatment;
using model::Verification;
using model::WhatIf;

// Results are given where a policy is in force: without one a report has the type no-policy-found,
// and few senders make any.
Encounter unreported(Encounter met) {
  met.tlsrpt_result = {};
  met.tlsrpt_reason.clear();
  return met;
}

class Scenario {
 public:
  Scenario(const DomainView& view, const Sender& sender, std::optional<WhatIf> what_if)
      : view_(view), sender_(sender), what_if_(what_if) {}

  [[nodiscard]] Encounter meet(const model::Exchange& host, const Server& server) const {
    // Who has nothing newer has nothing to switch off.
    if (is(WhatIf::tls1_2_off) && server.yes("tls1_3"))
      return meet_as_it_is(host, server.without_tls1_2());
    if (is(WhatIf::expires_tomorrow)) return meet_as_it_is(host, server.with_expired_certificate());
    return meet_as_it_is(host, server);
  }

 private:
  [[nodiscard]] bool is(WhatIf what_if) const { return what_if_ == what_if; }

  [[nodiscard]] Encounter by(const Server& server, const Treatment& treatment,
                             Hurdle dane = {}) const {
    return encounter(server, sender_, {treatment, std::move(dane), view_.domain});
  }
  // What its administrator wants holds where no policy of the receiver's does.
  [[nodiscard]] Encounter without_policy(const Server& server) const {
    const bool enforces = is(WhatIf::sender_enforces) && sender_.enforcing;
    return unreported(by(server, enforces ? *sender_.enforcing : sender_.without_policy));
  }

  [[nodiscard]] Encounter meet_as_it_is(const model::Exchange& host, const Server& server) const {
    if (sender_.dane) {
      if (is(WhatIf::tlsa)) return by(server, *sender_.dane);
      const facts::DaneMatch match = dane_of(host, server);
      if (match.dane != Dane::none) return with_dane(match, host, server);
    }
    return with_mta_sts(host, server);
  }

  // Without a secure MX answer there is no DANE, whatever the hosts have (RFC 7672 section 2.2.1):
  // most senders keep to that.
  [[nodiscard]] facts::DaneMatch dane_of(const model::Exchange& host, const Server& server) const {
    if (!view_.authenticated && !sender_.dane->insecure_mx) return {Dane::none, {}, {}};
    std::vector<std::string> next_hops;
    if (view_.authenticated) {
      next_hops.push_back(view_.domain);
      if (!view_.alias.empty()) next_hops.push_back(view_.alias);
    }
    return facts::dane_match(*host.tlsa, next_hops, server.facts());
  }

  // A proof of the host, behind an MX answer without one, proves nothing of the domain.
  [[nodiscard]] Encounter as_far_as_proved(Encounter met) const {
    return view_.authenticated ? met : unproved(std::move(met));
  }
  static Encounter unproved(Encounter met) {
    if (met.delivery == Delivery::tls_auth) met.delivery = Delivery::tls_unauth;
    return met;
  }

  // There are usable records, and whether they match is not known; or not even that.
  [[nodiscard]] Encounter by_unknown(const facts::DaneMatch& match, const model::Exchange& host,
                                     const Server& server) const {
    if (facts::dane_by_dns(*host.tlsa))
      return in_any_case(with_mta_sts(host, server), by(server, *sender_.dane), *sender_.dane,
                         "tlsa_published", match.why);
    return by(server, *sender_.dane, Hurdle::open("tlsa_published", match.why));
  }

  [[nodiscard]] Encounter with_dane(const facts::DaneMatch& match, const model::Exchange& host,
                                    const Server& server) const {
    switch (match.dane) {
      case Dane::matches:
        return as_far_as_proved(by(server, *sender_.dane));
      case Dane::fails:
        if (match.property == "certificate_names_mx_host" && !sender_.dane->trust_anchor_names)
          return unproved(by(server, *sender_.dane));
        return by(
            server, *sender_.dane,
            Hurdle::fails(match.property.empty() ? "tlsa_published" : match.property, match.why));
      case Dane::unusable: {
        Treatment anybody = *sender_.dane;
        anybody.verifies = Verification::nothing;
        return by(server, anybody);
      }
      case Dane::lookup_failed:
        return {Delivery::next_mx,
                Hurdle::fails("tlsa_lookups_answered", "the TLSA lookup of the MX host fails"),
                "dnssec-invalid",
                {}};
      default:
        return by_unknown(match, host, server);
    }
  }

  [[nodiscard]] Encounter with_mta_sts(const model::Exchange& host, const Server& server) const {
    if (!sender_.mta_sts) return without_policy(server);
    if (is(WhatIf::mta_sts_enforce)) return by(server, *sender_.mta_sts);
    const MtaStsPolicy& known = view_.mta_sts;
    switch (known.state) {
      case MtaStsPolicy::State::none:
        return without_policy(server);
      case MtaStsPolicy::State::not_read:
        return in_any_case(without_policy(server), by(server, *sender_.mta_sts), *sender_.mta_sts,
                           known.property, known.why);
      case MtaStsPolicy::State::unusable:
        return past_unusable(server);
      case MtaStsPolicy::State::read:
        break;
    }
    return by_policy(known.policy.mode, host, server);
  }

  // RFC 8461 section 5: in the modes testing and none mail is delivered as if there was no policy.
  [[nodiscard]] Encounter by_policy(wire::MtaStsMode mode, const model::Exchange& host,
                                    const Server& server) const {
    if (mode == wire::MtaStsMode::none) return without_policy(server);
    Encounter held = view_.mta_sts.covers(host.name) ? by(server, *sender_.mta_sts) : uncovered();
    if (mode == wire::MtaStsMode::enforce) return held;
    Encounter tested = without_policy(server);
    tested.tlsrpt_result = held.tlsrpt_result;  // what it would have come to is reported
    tested.tlsrpt_reason = std::move(held.tlsrpt_reason);
    return tested;
  }

  // RFC 8461 section 8.4: as though the host was out of reach.
  static Encounter uncovered() {
    return {
        Delivery::next_mx,
        Hurdle::fails("mta_sts_covers_every_mx", "the MTA-STS policy does not name the MX host"),
        "validation-failure",
        {}};
  }

  // Delivered as without a policy, which is said where a policy would have made a difference.
  [[nodiscard]] Encounter past_unusable(const Server& server) const {
    Encounter met = without_policy(server);
    if (met.delivery == by(server, *sender_.mta_sts).delivery) return met;
    Hurdle& hurdle = met.hurdle;
    if (hurdle.property.empty()) hurdle.property = view_.mta_sts.property;
    hurdle.reason += (hurdle.reason.empty() ? "" : "; ") + view_.mta_sts.why;
    return met;
  }

  // Whether there is a policy, and whether this server fits it, is not known, and may not matter.
  static Encounter in_any_case(const Encounter& without, const Encounter& fits,
                               const Treatment& with_policy, std::string_view property,
                               std::string reason) {
    const bool looks = without.delivery == Delivery::tls_auth;
    const bool alike = without.delivery == fits.delivery &&
                       (!looks || with_policy.certificate_failure == Delivery::tls_unauth);
    if (alike) return without;
    return not_known(property, std::move(reason));
  }

  const DomainView& view_;
  const Sender& sender_;
  std::optional<WhatIf> what_if_;
};

// Mail that no server is there for; nullopt: there are servers to try.
std::optional<Arrival> without_servers(const DomainView& view) {
  const auto ends = [](Delivery delivery, Hurdle hurdle) {
    return Arrival{delivery, std::move(hurdle), {}, {}, {}};
  };
  if (view.mx_status == "null_mx")
    return ends(Delivery::bounce, Hurdle::fails("null_mx", "the domain takes no mail"));
  if (view.mx_lookup == "SERVFAIL")
    return ends(Delivery::unknown, Hurdle::open("mx_answered", "the MX lookup failed here"));
  const bool any = std::any_of(view.hosts.begin(), view.hosts.end(),
                               [](const Host& host) { return !host.servers.empty(); });
  if (any) return std::nullopt;
  return ends(Delivery::unknown, Hurdle::open("mx_targets_resolve", "no server was found"));
}

}  // namespace

Encounter meeting_of(const DomainView& view, const Sender& sender, std::optional<WhatIf> what_if,
                     const model::Exchange& host, const Server& server) {
  return Scenario(view, sender, what_if).meet(host, server);
}

Arrival arrival_of(const DomainView& view, const Sender& sender, std::optional<WhatIf> what_if) {
  if (auto nowhere = without_servers(view)) return *nowhere;
  std::vector<Stop> stops;
  for (const Host& host : view.hosts) {
    for (std::size_t i = 0; i < host.servers.size(); ++i) {
      const auto& server = host.servers[i];
      stops.push_back({host.exchange.preference, host.exchange.endpoint_ids[i],
                       server == nullptr
                           ? not_known("", "nobody has looked at the server")
                           : meeting_of(view, sender, what_if, host.exchange, *server)});
    }
  }
  return walk(stops, sender.queue);
}

}  // namespace senders
