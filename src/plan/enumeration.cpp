// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/enumeration.hpp"

#include <algorithm>

#include "facts/coverage.hpp"
#include "facts/preference.hpp"
#include "facts/universe.hpp"

namespace plan {
namespace {

using facts::Coverage;
using Numbers = std::vector<std::uint16_t>;

model::TlsOffer& offer_of(model::Probe& probe) {
  const auto step = std::find_if(probe.steps.begin(), probe.steps.end(), [](const model::Step& s) {
    return s.kind == model::Step::Kind::hello;
  });
  return step->tls;
}

bool is_ecdhe(std::uint16_t suite) {
  return wire::key_exchange_of(suite) == wire::KeyExchange::ecdhe;
}

void append(Numbers& values, const Numbers& more) {
  for (const std::uint16_t value : more) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
}

// TLS 1.3: a HelloRetryRequest names a suite and a group. Groups are asked for with the suites that
// are left beside those that are known, so that it is the groups that are refused; when the groups
// are known, what is left of the suites is asked alone.
void add_tls13(const model::Probe& base, const model::EndpointRecord& visit,
               std::vector<model::Probe>& next) {
  const Coverage suites = Coverage::of_cipher_suites(visit, wire::kTls13);
  const Coverage groups = Coverage::of_groups(visit, wire::kTls13);
  if (suites.accepted().empty()) return;
  Numbers suites_left = suites.left_of(facts::cipher_suite_parts(wire::kTls13).front());
  bool groups_left = false;
  for (const Numbers& part : facts::group_parts(wire::kTls13)) {
    const Numbers left = groups.left_of(part);
    if (left.empty()) continue;
    groups_left = true;
    model::Probe probe = base;
    model::TlsOffer& offer = offer_of(probe);
    offer.cipher_suites = suites_left;
    append(offer.cipher_suites, suites.accepted());
    offer.groups = left;
    next.push_back(std::move(probe));
  }
  if (groups_left || suites_left.empty()) return;
  model::Probe probe = base;
  offer_of(probe).cipher_suites = suites_left;
  offer_of(probe).groups = groups.accepted();
  next.push_back(std::move(probe));
}

// The curves of TLS 1.2 and older stand in ServerKeyExchange: those that are left are asked for
// before those that are known, so that it is the suites that are refused; when those are known,
// what is left of the curves is asked alone.
Numbers curves_for(const Coverage& curves, std::uint16_t version) {
  Numbers wanted = curves.left_of(facts::group_parts(version).front());
  append(wanted, curves.accepted());
  return wanted;
}

// In the second round the suites are asked for in the other order, with what was chosen in the
// first behind them: whoever goes by the client's order chooses another one now.
bool is_second_round(const Numbers& part, const model::EndpointRecord& visit,
                     std::string_view probe) {
  const auto offers_of_part = [&](const model::Conversation& conversation) {
    const auto& tls = conversation.transcript.tls;
    return conversation.transcript.probe == probe && tls && tls->client_hello &&
           std::find_first_of(part.begin(), part.end(), tls->client_hello->cipher_suites.begin(),
                              tls->client_hello->cipher_suites.end()) != part.end();
  };
  return std::count_if(visit.conversations.begin(), visit.conversations.end(), offers_of_part) == 1;
}

void turn_round(Numbers& left, const Numbers& part, const Coverage& suites) {
  std::reverse(left.begin(), left.end());
  for (const std::uint16_t suite : suites.accepted()) {
    if (std::find(part.begin(), part.end(), suite) != part.end()) left.push_back(suite);
  }
}

void add_old(const model::Probe& base, std::uint16_t version, const model::EndpointRecord& visit,
             std::vector<model::Probe>& next) {
  const Coverage suites = Coverage::of_cipher_suites(visit, version);
  const Coverage curves = Coverage::of_groups(visit, version);
  bool ecdhe_left = false;
  const std::vector<Numbers>& parts = facts::cipher_suite_parts(version);
  for (const Numbers& part : parts) {
    Numbers left = suites.left_of(part);
    if (left.empty()) continue;
    const bool first_part = version == wire::kTls12 && &part == &parts.front();
    if (first_part && is_second_round(part, visit, base.id)) turn_round(left, part, suites);
    ecdhe_left = ecdhe_left || std::any_of(left.begin(), left.end(), is_ecdhe);
    model::Probe probe = base;
    model::TlsOffer& offer = offer_of(probe);
    offer.versions = {version};
    offer.cipher_suites = left;
    offer.groups = version == wire::kSsl30 ? Numbers{} : curves_for(curves, version);
    next.push_back(std::move(probe));
  }
  Numbers ecdhe = suites.accepted();
  ecdhe.erase(std::remove_if(ecdhe.begin(), ecdhe.end(),
                             [](std::uint16_t suite) { return !is_ecdhe(suite); }),
              ecdhe.end());
  const Numbers curves_left = curves.left_of(facts::group_parts(version).front());
  if (version != wire::kTls12 || ecdhe_left || ecdhe.empty() || curves_left.empty()) return;
  model::Probe probe = base;
  offer_of(probe).versions = {version};
  offer_of(probe).cipher_suites = ecdhe;
  offer_of(probe).groups = curves_left;
  next.push_back(std::move(probe));
}

// Once, when all is known: whose order counts.
void add_preference(const model::Probe& base, const model::EndpointRecord& visit,
                    std::vector<model::Probe>& next) {
  const Numbers suites = facts::Preference::of(visit).to_offer();
  const bool asked = std::any_of(visit.conversations.begin(), visit.conversations.end(),
                                 [&](const model::Conversation& c) {
                                   return c.transcript.probe == base.id && c.transcript.tls &&
                                          c.transcript.tls->client_hello &&
                                          c.transcript.tls->client_hello->cipher_suites == suites;
                                 });
  if (suites.empty() || asked) return;
  model::Probe probe = base;
  offer_of(probe).cipher_suites = suites;
  offer_of(probe).groups = Coverage::of_groups(visit, wire::kTls12).accepted();
  if (offer_of(probe).groups.empty()) offer_of(probe).groups = model::TlsOffer{}.groups;
  next.push_back(std::move(probe));
}

}  // namespace

std::vector<model::Probe> enumeration(const EnumerationProbes& base,
                                      const model::EndpointRecord& visit) {
  std::vector<model::Probe> next;
  add_tls13(*base.tls13, visit, next);
  // A version is enumerated once somebody has seen it, but for TLS 1.2, which nearly everybody has;
  // whether the others exist is asked by other probes.
  const auto speaks = [&visit](std::uint16_t version) {
    return !Coverage::of_cipher_suites(visit, version).accepted().empty();
  };
  const bool tls12_untried = !Coverage::of_cipher_suites(visit, wire::kTls12).enumerated();
  if (tls12_untried || speaks(wire::kTls12)) add_old(*base.tls12, wire::kTls12, visit, next);
  for (const std::uint16_t version : {wire::kTls11, wire::kTls10, wire::kSsl30}) {
    if (speaks(version)) add_old(*base.old, version, visit, next);
  }
  if (next.empty()) add_preference(*base.tls12, visit, next);
  return next;
}

}  // namespace plan
