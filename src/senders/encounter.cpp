// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/encounter.hpp"

#include <optional>

#include <fmt/core.h>

#include "outcome/codes.hpp"
#include "senders/certificate_worth.hpp"
#include "senders/handshake.hpp"

namespace senders {
namespace {

using model::Delivery;
using model::Measurability;
using model::Treatment;
using outcome::stage_of;

constexpr std::string_view kNotSupported = "starttls-not-supported";
constexpr std::string_view kFailure = "validation-failure";

Encounter fails(Delivery delivery, Hurdle hurdle, std::string_view tlsrpt = {},
                std::string tlsrpt_reason = {}) {
  return {delivery, std::move(hurdle), tlsrpt, std::move(tlsrpt_reason), true};
}

// ---- Before STARTTLS ----------------------------------------------------------------------------

// A server that nobody can talk to. It may be about us: then nobody knows what it says to others.
std::optional<Encounter> unreachable(const model::MergedOutcome& outcome) {
  const std::string_view stage = stage_of(outcome.code);
  if (stage == "connect") {
    // Silence may be about us, however often it is heard.
    if (outcome.measurability != Measurability::measured)
      return not_known("", "it could not be reached from here: " + outcome.code);
    Encounter gone = fails(Delivery::next_mx,
                           Hurdle::fails("", "the server cannot be reached: " + outcome.code));
    gone.in_session = false;
    return gone;
  }
  if (stage != "banner" && stage != "ehlo") return std::nullopt;
  if (outcome.measurability != Measurability::measured)
    return not_known("", "the server did not talk to us: " + outcome.code);
  const Hurdle hurdle = Hurdle::fails("", "the server takes no mail: " + outcome.code);
  if (outcome.code == "banner.no_mail_here") {
    Encounter refused = fails(Delivery::next_mx, hurdle);
    refused.for_good = true;
    return refused;
  }
  // Who does not know EHLO is greeted with HELO, and has no STARTTLS.
  if (outcome.code == "ehlo.not_implemented") return std::nullopt;
  return fails(Delivery::next_mx, hurdle);
}

// ---- STARTTLS -----------------------------------------------------------------------------------

bool is_offered_no(const Server& server) {
  return server.no("starttls_offered") || server.no("ehlo_accepted");
}

// nullopt: STARTTLS is offered and accepted.
std::optional<Encounter> starttls(const Server& server, const model::MergedOutcome& outcome,
                                  const Treatment& treatment) {
  if (is_offered_no(server)) {
    return fails(treatment.not_offered,
                 Hurdle::fails(server.no("starttls_offered") ? "starttls_offered" : "ehlo_accepted",
                               "STARTTLS is not offered"),
                 kNotSupported);
  }
  if (outcome.code == "starttls.intermittent" || !server.yes("starttls_offered"))
    return not_known("starttls_offered", "whether STARTTLS is offered is not known");
  if (server.yes("starttls_works") || stage_of(outcome.code) != "starttls") return std::nullopt;
  constexpr FactName kAccepted = "starttls_accepted";
  if (server.no(kAccepted)) {
    return fails(treatment.refused_5xx, Hurdle::fails(kAccepted, "STARTTLS is refused with 5xx"),
                 kNotSupported);
  }
  if (outcome.code == "starttls.temporary" || outcome.code == "starttls.tls_unavailable") {
    return fails(treatment.refused_4xx, Hurdle::fails(kAccepted, "STARTTLS is put off with 4xx"),
                 kNotSupported);
  }
  if (outcome.measurability != Measurability::measured)
    return not_known(kAccepted, "STARTTLS was not answered as usual: " + outcome.code);
  return fails(treatment.starttls_broken,
               Hurdle::fails(kAccepted, "STARTTLS is not answered: " + outcome.code),
               kNotSupported);
}

// ---- Behind the handshake -----------------------------------------------------------------------

// TLS stands, and no mail comes through it. Seen by a sender that has no certificate of its own, as
// we have none.
std::optional<Hurdle> broken_inside(const Server& server, const model::MergedOutcome& outcome) {
  constexpr FactName kAnswered = "ehlo_answered_inside_tls";
  if (server.yes("client_certificate_required"))
    return Hurdle::fails("client_certificate_required", "the server requires a client certificate");
  if (server.no(kAnswered)) return Hurdle::fails(kAnswered, "EHLO is not answered inside TLS");
  if (stage_of(outcome.code) != "post_tls") return std::nullopt;
  if (outcome.measurability != Measurability::measured)
    return Hurdle::open(kAnswered, "the server did not talk to us inside TLS: " + outcome.code);
  return Hurdle::fails(kAnswered, "the conversation breaks inside TLS: " + outcome.code);
}

// The session inside TLS breaks; nullopt: it does not.
std::optional<Encounter> session_failure(const Server& server, const Treatment& treatment) {
  auto broken = broken_inside(server, *server.outcome());
  if (!broken) return std::nullopt;
  if (broken->passed == Answer::unknown)
    return Encounter{Delivery::unknown, std::move(*broken), {}, {}, true};
  if (treatment.session_failure == Delivery::unknown)
    return not_known(broken->property, broken->reason + "; what it does then is not known");
  return fails(treatment.session_failure, std::move(*broken), kFailure);
}

Encounter behind_handshake(const Server& server, const model::Sender& sender,
                           const Circumstances& circumstances) {
  const Treatment& treatment = circumstances.treatment;
  Hurdle worth =
      certificate_worth(server, sender, treatment, circumstances.dane, circumstances.domain);
  const bool goes_on = treatment.certificate_failure == Delivery::tls_unauth;
  if (worth.passed == Answer::no && !goes_on) {
    const std::string_view tlsrpt = tlsrpt_of_certificate(worth);
    return fails(treatment.certificate_failure, std::move(worth), tlsrpt);
  }
  if (auto broken = session_failure(server, treatment)) return *broken;
  if (worth.passed == Answer::unknown) return {Delivery::unknown, std::move(worth), {}, {}, true};
  const bool proved = worth.is_passed() && treatment.verifies != model::Verification::nothing;
  return {proved ? Delivery::tls_auth : Delivery::tls_unauth, std::move(worth), {}, {}, true};
}

}  // namespace

Encounter not_known(std::string_view property, std::string reason) {
  return {Delivery::unknown, Hurdle::open(property, std::move(reason)), {}, {}};
}

Encounter encounter(const Server& server, const model::Sender& sender,
                    const Circumstances& circumstances) {
  if (!server.outcome()) return not_known("", "nobody has looked at the server");
  const model::MergedOutcome& outcome = *server.outcome();
  if (outcome.measurability == Measurability::skipped)
    return not_known("", "nobody has looked at the server: " + outcome.code);
  if (auto gone = unreachable(outcome)) return *gone;
  if (auto without = starttls(server, outcome, circumstances.treatment)) return *without;
  Hurdle shaken = handshake(server, sender, circumstances.treatment);
  if (shaken.passed == Answer::unknown) return {Delivery::unknown, std::move(shaken), {}, {}, true};
  if (shaken.passed == Answer::no) {
    return fails(circumstances.treatment.handshake_failure, std::move(shaken), kFailure,
                 "tls-handshake-failure");
  }
  return behind_handshake(server, sender, circumstances);
}

}  // namespace senders
