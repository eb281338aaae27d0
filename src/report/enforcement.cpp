// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ways to make TLS mandatory, and whose mail each of them would lose.
#include <algorithm>

#include <fmt/format.h>

#include "outcome/codes.hpp"
#include "report/subject.hpp"
#include "report/words.hpp"
#include "senders/scenario.hpp"
#include "wire/tls_names.hpp"

namespace report {
namespace {

using model::Answer;
using model::Sender;
using model::WhatIf;
using senders::Hurdle;

constexpr std::uint16_t kTls12 = 0x0303;
constexpr unsigned kEnoughRsaBits = 2048;  // RFC 9325 section 4.5
// In place of a sender's software: nobody sends like that today.
constexpr std::string_view kNobody = "none yet";

// One way in which TLS becomes mandatory: for whom, and what is otherwise then.
struct Way {
  std::string_view id;
  std::string_view name;
  WhatIf what_if;
  bool (*knows)(const Sender& sender);
};
constexpr Way kMtaSts{"mta_sts", "MTA-STS, mode enforce", WhatIf::mta_sts_enforce,
                      [](const Sender& sender) { return sender.mta_sts.has_value(); }};
constexpr Way kDane{"dane", "DANE, TLSA records", WhatIf::tlsa,
                    [](const Sender& sender) { return sender.dane.has_value(); }};
// Who wants the domain's own name in the certificate has agreed on names with the receiver.
constexpr Way kMandatory{"mandatory_tls", "Senders that insist on TLS", WhatIf::sender_enforces,
                         [](const Sender& sender) {
                           return sender.enforcing && sender.enforcing->verifies !=
                                                          model::Verification::domain_and_chain;
                         }};

// As it is, where the way is in force already.
std::optional<WhatIf> supposed(const Way& way, bool in_force) {
  return in_force ? std::nullopt : std::optional<WhatIf>(way.what_if);
}

Obstacle obstacle_of(const Sender& sender, bool certain, const Hurdle& hurdle,
                     const std::string& endpoint_id) {
  return {sender.id, certain, hurdle.property, hurdle.reason, endpoint_id};
}

// What is lost to DANE is DANE's, whatever else the sender looks at.
bool is_lost_to_dane(const Way& way, const Hurdle& hurdle) {
  return way.id != kDane.id &&
         (hurdle.property.starts_with("tlsa_") || hurdle.property == "certificate_digests");
}

// What becomes of the mail of everybody who knows the way.
void add_senders(const Subject& subject, const Way& way, bool in_force, Enforced& enforced) {
  for (const Sender& sender : subject.senders) {
    if (!counts(sender) || !way.knows(sender)) continue;
    const senders::Arrival arrival =
        senders::arrival_of(subject.mail, sender, supposed(way, in_force));
    const bool delivers = model::is_delivered_in_tls(arrival.delivery);
    if (!delivers && is_lost_to_dane(way, arrival.hurdle)) continue;
    ++enforced.enforcement.senders;
    if (delivers) continue;
    const bool certain = arrival.delivery != model::Delivery::unknown;
    (certain ? enforced.enforcement.failing : enforced.enforcement.unknown).push_back(sender.id);
    enforced.obstacles.push_back(obstacle_of(sender, certain, arrival.hurdle, arrival.endpoint_id));
  }
}

// A server that took no part: what does not answer today says nothing about TLS tomorrow.
std::string why_not_measured(const model::EndpointRecord* record) {
  if (record == nullptr || !record->outcome) return "the server was not looked at";
  const model::MergedOutcome& outcome = *record->outcome;
  if (outcome.measurability == model::Measurability::measured &&
      outcome::stage_of(outcome.code) != "connect")
    return {};
  return fmt::format("{} ({})", kNotMeasured, outcome.code);
}

bool is_answered(const std::string& status) {
  return status.empty() || status == "NOERROR" || status == "NO_ANSWER" || status == "NXDOMAIN";
}

// Servers of the host may stand where nobody has looked.
std::string why_not_all_seen(const model::Exchange& exchange) {
  if (exchange.problem == "over_limit")
    return fmt::format("{} is one MX host of too many, and was not looked at", exchange.name);
  if (exchange.problem == "address_lookup_failed" || !is_answered(exchange.ipv4_status) ||
      !is_answered(exchange.ipv6_status))
    return fmt::format("addresses of {} (A {}, AAAA {})", exchange.name, exchange.ipv4_status,
                       exchange.ipv6_status);
  return {};
}

// Servers where somebody does not get through, although another server may take the mail.
void add_servers(const Subject& subject, const Way& way, bool in_force, Enforced& enforced) {
  for (const senders::Host& host : subject.mail.hosts) {
    if (std::string why = why_not_all_seen(host.exchange); !why.empty())
      enforced.obstacles.push_back({{}, false, {}, std::move(why), {}});
    for (std::size_t i = 0; i < host.servers.size(); ++i) {
      const std::string& endpoint_id = host.exchange.endpoint_ids[i];
      std::string not_measured = why_not_measured(subject.view.server(endpoint_id));
      if (!not_measured.empty() || host.servers[i] == nullptr) {
        enforced.obstacles.push_back({{}, false, {}, std::move(not_measured), endpoint_id});
        continue;
      }
      bool fails = false;
      for (const Sender& sender : subject.senders) {
        if (!counts(sender) || !way.knows(sender)) continue;
        const senders::Encounter met = senders::meeting_of(
            subject.mail, sender, supposed(way, in_force), host.exchange, *host.servers[i]);
        if (model::is_delivered_in_tls(met.delivery) || is_lost_to_dane(way, met.hurdle)) continue;
        const bool certain = met.hurdle.passed == Answer::no;
        fails = fails || certain;
        enforced.obstacles.push_back(obstacle_of(sender, certain, met.hurdle, endpoint_id));
      }
      if (fails) enforced.servers_failing.push_back(endpoint_id);
    }
  }
}

bool any_doubt(const Enforced& enforced) {
  return std::any_of(enforced.obstacles.begin(), enforced.obstacles.end(),
                     [](const Obstacle& obstacle) { return !obstacle.certain; });
}

void judge(Enforced& enforced) {
  Enforcement& way = enforced.enforcement;
  const std::size_t at_fault = enforced.servers_failing.size();
  if (!way.failing.empty()) {
    way.readiness = Readiness::not_yet;
    way.why = fmt::format("{} of {} of sender {} mail; at fault: {}.", way.failing.size(),
                          counted(way.senders, "kind"), way.in_force ? "lose" : "would lose",
                          counted(at_fault, "server"));
  } else if (at_fault != 0) {
    way.readiness = Readiness::not_yet;
    way.why = fmt::format("At fault: {}; mail goes to another one.", counted(at_fault, "server"));
  } else if (any_doubt(enforced)) {
    way.readiness = Readiness::unknown;
    const auto doubt = std::find_if(enforced.obstacles.begin(), enforced.obstacles.end(),
                                    [](const Obstacle& obstacle) { return !obstacle.certain; });
    way.why = fmt::format("Not known{}{}: {}.", doubt->endpoint_id.empty() ? "" : " at ",
                          doubt->endpoint_id,
                          doubt->reason.empty() ? "nobody has looked" : doubt->reason);
  } else {
    way.readiness = Readiness::safe;
  }
}

Enforced supposing(const Subject& subject, const Way& way, bool in_force) {
  Enforced enforced;
  enforced.enforcement.id = std::string(way.id);
  enforced.enforcement.name = std::string(way.name);
  enforced.enforcement.in_force = in_force;
  add_senders(subject, way, in_force, enforced);
  add_servers(subject, way, in_force, enforced);
  for (Obstacle& obstacle : enforced.obstacles) obstacle.way = way.id;
  judge(enforced);
  return enforced;
}

// What the policy room says against it, whatever a single sender makes of it.
void worsen(Enforced& enforced, Readiness readiness, const std::string& why) {
  Enforcement& way = enforced.enforcement;
  if (way.readiness == Readiness::not_yet) return;
  if (way.readiness == Readiness::unknown && readiness == Readiness::unknown) return;
  way.readiness = readiness;
  way.why = why.empty() ? std::string() : why + ".";
}

Enforced mta_sts(const Subject& subject) {
  using policy::MtaStsState;
  const MtaStsState state = subject.mta_sts.state;
  Enforced enforced = supposing(subject, kMtaSts, state == MtaStsState::enforce);
  // What is in force for those that can read what we cannot, or that have kept it, is not known.
  const model::PolicyEnd end = subject.record.mta_sts_policy->end;
  if (state == MtaStsState::unknown || state == MtaStsState::not_fetched ||
      end == model::PolicyEnd::connect_failed)
    worsen(enforced, Readiness::unknown,
           "The policy that is announced was not read: " + subject.mta_sts.why);
  for (const policy::MtaStsAtHost& host : subject.mta_sts.hosts) {
    if (!host.covered)
      worsen(enforced, Readiness::not_yet, "The policy does not name " + host.mx_host);
    for (const policy::MtaStsAtServer& server : host.servers) {
      if (server.fits == Answer::no)
        worsen(enforced, Readiness::not_yet, server.endpoint_id + ": " + server.why);
      if (server.fits == Answer::unknown)
        worsen(enforced, Readiness::unknown, server.endpoint_id + ": " + server.why);
    }
  }
  return enforced;
}

// Every MX host's addresses and the MX answer are signed: without that TLSA records do nothing.
std::string why_no_dane(const Subject& subject) {
  if (!subject.dane.mx_signed)
    return subject.dane.coverage == policy::Coverage::none
               ? "The MX records are not signed (DNSSEC)."
               : "The MX records are not signed (DNSSEC): the TLSA records prove the hosts, and "
                 "not that they are the domain's.";
  for (const model::Exchange& exchange : subject.record.exchanges) {
    if (!exchange.authenticated)
      return fmt::format("The addresses of {} are not signed (DNSSEC).", exchange.name);
  }
  return {};
}

Enforced dane(const Subject& subject) {
  using policy::DaneState;
  const std::string why_not = why_no_dane(subject);
  const bool in_force = subject.dane.coverage != policy::Coverage::none &&
                        (why_not.empty() || subject.dane.state == DaneState::invalid);
  Enforced enforced = supposing(subject, kDane, in_force);
  Enforcement& way = enforced.enforcement;
  if (!subject.view.resolver_trusted) {
    way.readiness = Readiness::unknown;
    way.why =
        "What DNSSEC proves is not known: the resolver does not validate, or is not on this "
        "machine (--trust-ad).";
    return enforced;
  }
  const DaneState state = subject.dane.state;
  if (state == DaneState::invalid || state == DaneState::lookup_failed)
    worsen(enforced, Readiness::not_yet, subject.dane.why);
  if (state == DaneState::unknown) worsen(enforced, Readiness::unknown, subject.dane.why);
  if (!why_not.empty()) {
    way.possible = false;
    way.why = why_not;
  }
  return enforced;
}

Enforced require_tls(const Subject& subject) {
  Enforced enforced;
  Enforcement& way = enforced.enforcement;
  way.id = "requiretls";
  way.name = "REQUIRETLS";
  way.possible = subject.requiretls.offered != Answer::no;
  way.in_force = subject.requiretls.offered == Answer::yes;
  way.readiness = subject.requiretls.usable == Answer::yes  ? Readiness::safe
                  : subject.requiretls.usable == Answer::no ? Readiness::not_yet
                                                            : Readiness::unknown;
  if (!subject.requiretls.why.empty()) way.why = subject.requiretls.why + ".";
  return enforced;
}

}  // namespace

bool counts(const model::Sender& sender) {
  const auto& versions = sender.hello.tls.versions;
  const bool exists = sender.software != kNobody;
  const bool knows_tls12 = std::any_of(versions.begin(), versions.end(), [](std::uint16_t version) {
    return version >= kTls12 && !wire::is_grease(version);
  });
  const unsigned rsa_bits = std::max(sender.accepts.rsa_bits, sender.accepts.verified_rsa_bits);
  return exists && knows_tls12 && rsa_bits <= kEnoughRsaBits;
}

std::vector<Enforced> enforcement_of(const Subject& subject) {
  if (!subject.serves_mail_exchange || subject.endpoints.empty()) return {};
  std::vector<Enforced> all;
  all.push_back(mta_sts(subject));
  all.push_back(dane(subject));
  all.push_back(supposing(subject, kMandatory, false));
  all.push_back(require_tls(subject));
  return all;
}

}  // namespace report
