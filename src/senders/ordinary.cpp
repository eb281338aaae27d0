// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/ordinary.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "senders/cipher_kind.hpp"
#include "wire/cipher_suites.hpp"

namespace senders {
namespace {

// Every attempt of ours ended in the handshake, by the server's doing and in the same way.
bool always_fails(const std::optional<model::MergedOutcome>& outcome) {
  return outcome && outcome->code.starts_with("handshake.") &&
         outcome->measurability == model::Measurability::measured &&
         outcome->attribution != model::Attribution::client &&
         outcome->agreeing == outcome->attempts && outcome->attempts >= 2;
}

// The ordinary senders that a visit plays, the present-day one and the old one, are both refused.
// What is refused on our side says nothing of others.
bool refuses_ordinary(const Server& server) {
  const auto& outcome = server.outcome();
  if (server.yes("client_certificate_required")) return false;  // their hellos it takes
  if (server.no("starttls_works"))
    return !outcome || outcome->attribution != model::Attribution::client;
  // One that offered all there is was answered, and these two were not.
  const Fact& works = server.fact("starttls_works");
  const bool rare_alone =
      works.doubt == model::Doubt::contradiction && works.probe == "last-resort";
  return rare_alone || (works.value == Answer::unknown && always_fails(outcome));
}

bool answers_somebody(const Server& server) {
  constexpr FactName kVersions[] = {"tls1_3", "tls1_2", "tls1_1", "tls1_0", "ssl3"};
  return std::any_of(std::begin(kVersions), std::end(kVersions),
                     [&server](FactName version) { return server.yes(version); });
}

// Groups of RFC 7919, which no server looks at before TLS 1.3 as far as refusing goes.
bool is_finite_field(std::uint16_t group) { return group >= 0x0100 && group <= 0x0104; }

// The old sender's suites, but for those that our library has not got and so leaves out.
std::set<std::uint16_t> ordinary_suites() {
  std::set<std::uint16_t> suites{0x00ff};
  for (const std::string_view word : {"common", "null", "anonymous"}) {
    for (const std::uint16_t suite : wire::cipher_suites_in(word)) {
      const std::string_view name = wire::cipher_suite_name(suite);
      const bool lacking = name.find("_CAMELLIA_") != name.npos ||
                           name.find("_SEED_") != name.npos || name.find("_IDEA_") != name.npos;
      if (!lacking) suites.insert(suite);
    }
  }
  return suites;
}

// Everything that this hello has for the version stands in one of those two: then it fares no
// better.
bool is_ordinary(const model::TlsOffer& offer, std::uint16_t version) {
  static const std::set<std::uint16_t> kSuites = ordinary_suites();
  static const std::set<std::uint16_t> kGroups = [] {
    const auto groups = model::TlsOffer().groups;  // what a probe has that names none
    return std::set<std::uint16_t>(groups.begin(), groups.end());
  }();
  const bool tls13 = version >= wire::kTls13;
  const bool suites =
      std::all_of(offer.cipher_suites.begin(), offer.cipher_suites.end(), [&](std::uint16_t suite) {
        return is_tls13_suite(suite) != tls13 || kSuites.contains(suite);
      });
  const bool groups =
      std::all_of(offer.groups.begin(), offer.groups.end(), [&](std::uint16_t group) {
        return kGroups.contains(group) || (!tls13 && is_finite_field(group));
      });
  return suites && groups;
}

}  // namespace

bool answers_nobody(const Server& server) {
  return refuses_ordinary(server) && !answers_somebody(server);
}

Hurdle ordinary_refused(const Server& server, const model::TlsOffer& offer, std::uint16_t version) {
  constexpr FactName kWorks = "starttls_works";
  // With its suites listed one by one the server was asked more than by those two.
  if (!refuses_ordinary(server) || server.yes("cipher_suites_tls1_2")) return Hurdle::none();
  if (is_ordinary(offer, version))
    return Hurdle::fails(kWorks, "the server refuses all that ordinary senders offer");
  return Hurdle::open(
      kWorks, "the server refuses all that ordinary senders offer, and this one offers more");
}

}  // namespace senders
