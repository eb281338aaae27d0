// SPDX-License-Identifier: GPL-3.0-or-later
//
// Extensions, compression and client certificates, as far as they are in clear: up to TLS 1.2.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "facts/comparable.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

std::string with_extension(const Talk& talk, std::uint16_t extension) {
  return fmt::format("{}, {}extension {}", talk.seen(), talk.answer()->has(extension) ? "" : "no ",
                     extension);
}

// Asked of probes that offer every ordinary extension, and that fail for any reason but this
// question's. tls12 first: the others may end in TLS 1.3, which shows none.
Question of_ordinary_probes() {
  Question question;
  question.asks = {"tls12", kPlain, kLegacy};
  question.tells = [](const Talk&) { return false; };
  return question;
}

// Is it echoed where it was offered?
Fact echoed(const Evidence& evidence, std::uint16_t extension, bool (*asked)(const Talk&)) {
  Question question = of_ordinary_probes();
  question.shows = [=](const Talk& talk) {
    return talk.old_tls_answer() != nullptr && asked(talk) && talk.old_tls_answer()->has(extension);
  };
  question.denies = [=](const Talk& talk) {
    return talk.old_tls_answer() != nullptr && asked(talk) &&
           !talk.old_tls_answer()->has(extension);
  };
  question.words = [=](const Talk& talk) { return with_extension(talk, extension); };
  return in_old_tls(evidence, conclude(evidence, question));
}

bool asks_for_ems(const Talk& talk) { return talk.offered(wire::kExtendedMasterSecret); }

bool knows_secure_renegotiation(const Talk& talk) {
  const auto& suites = talk.ours()->cipher_suites;
  return talk.offered(wire::kRenegotiationInfo) ||
         std::find(suites.begin(), suites.end(), wire::kEmptyRenegotiationScsv) != suites.end();
}

// ---- Required -----------------------------------------------------------------------------------

// `probe` is tls12 without something. That it fails tells of what it lacks only where tls12, which
// has it, is answered.
Fact required(const Evidence& evidence, std::string_view probe, bool (*has_it)(const Talk&)) {
  const auto& with_it = evidence.plays_of("tls12");
  const bool works_with_it =
      !with_it.empty() && std::all_of(with_it.begin(), with_it.end(), [has_it](const Talk* talk) {
        return talk->old_tls_answer() != nullptr && has_it(*talk);
      });
  Question question;
  question.asks = {probe};
  question.certain = false;
  question.shows = [has_it](const Talk& talk) {
    return talk.old_tls_answer() != nullptr && !has_it(talk);
  };
  question.tells = [works_with_it, &with_it](const Talk& talk) {
    return works_with_it && offers_what_they_used(talk, with_it);
  };
  return in_old_tls(evidence, required_unless(conclude(evidence, question)));
}

Fact ems_required(const Evidence& evidence) {
  return required(evidence, "tls12-no-ems", asks_for_ems);
}

Fact renegotiation_info_required(const Evidence& evidence) {
  return required(evidence, "no-renegotiation-info", knows_secure_renegotiation);
}

// ---- Echoed, selected, sent ---------------------------------------------------------------------

Fact ems_echoed(const Evidence& evidence) {
  return echoed(evidence, wire::kExtendedMasterSecret, asks_for_ems);
}

Fact renegotiation_info(const Evidence& evidence) {
  return echoed(evidence, wire::kRenegotiationInfo, knows_secure_renegotiation);
}

Fact ems_unsolicited(const Evidence& evidence) {
  Question question;
  question.asks = {"tls12-no-ems", "tls12-no-ems-no-sni"};
  question.tells = [](const Talk&) { return false; };
  question.shows = [](const Talk& talk) {
    return talk.old_answer() != nullptr && !asks_for_ems(talk) &&
           talk.old_answer()->has(wire::kExtendedMasterSecret);
  };
  question.denies = [](const Talk& talk) {
    return talk.old_answer() != nullptr && !asks_for_ems(talk) &&
           !talk.old_answer()->has(wire::kExtendedMasterSecret);
  };
  question.words = [](const Talk& talk) {
    return with_extension(talk, wire::kExtendedMasterSecret);
  };
  return in_old_tls(evidence, conclude(evidence, question));
}

// RFC 9325 section 3.3.
Fact compression_accepted(const Evidence& evidence) {
  const auto offers_it = [](const Talk& talk) {
    return talk.ours()->compression_methods.find_first_not_of('\0') != std::string::npos;
  };
  Question question;
  question.asks = {"compression", "tls12-extras"};
  question.tells = [](const Talk&) { return false; };
  question.shows = [offers_it](const Talk& talk) {
    return talk.old_answer() != nullptr && offers_it(talk) &&
           talk.old_answer()->compression_method != 0;
  };
  question.denies = [offers_it](const Talk& talk) {
    return talk.old_answer() != nullptr && offers_it(talk) &&
           talk.old_answer()->compression_method == 0;
  };
  question.words = [](const Talk& talk) {
    return fmt::format("{}, compression method {}", talk.seen(),
                       talk.old_answer()->compression_method);
  };
  return in_old_tls(evidence, conclude(evidence, question));
}

Fact ocsp_staple(const Evidence& evidence) {
  const auto has_staple = [](const Talk& talk) {
    return talk.tls()->certificate_status && !talk.tls()->certificate_status->empty();
  };
  Question question;
  question.asks = {"status-request", "tls12-extras"};
  question.tells = [](const Talk&) { return false; };
  question.shows = has_staple;
  question.denies = [has_staple](const Talk& talk) {
    return talk.old_tls_answer() != nullptr && talk.offered(wire::kStatusRequest) &&
           talk.flight_complete() && talk.presented_certificate() && !has_staple(talk);
  };
  question.words = [has_staple](const Talk& talk) {
    return has_staple(talk) ? fmt::format("CertificateStatus of {} octets",
                                          talk.tls()->certificate_status->size())
                            : std::string("no CertificateStatus");
  };
  Fact fact = conclude(evidence, question);
  if (fact.value == Answer::yes) {
    const auto stapled =
        std::find_if(evidence.talks().begin(), evidence.talks().end(),
                     [&](const Talk& talk) { return talk.answered() && has_staple(talk); });
    fact.number = stapled->tls()->certificate_status->size();
  }
  return in_old_tls(evidence, std::move(fact));
}

// RFC 5077: promised in the ServerHello, sent before the server's Finished.
Fact session_ticket(const Evidence& evidence) {
  const auto has_ticket = [](const Talk& talk) {
    return talk.tls()->session_ticket || talk.old_tls_answer()->has(wire::kSessionTicket);
  };
  Question question = of_ordinary_probes();
  question.shows = [has_ticket](const Talk& talk) {
    return talk.old_tls_answer() != nullptr && has_ticket(talk);
  };
  question.denies = [has_ticket](const Talk& talk) {
    return talk.old_tls_answer() != nullptr && talk.offered(wire::kSessionTicket) &&
           talk.flight_complete() && !has_ticket(talk);
  };
  question.words = [](const Talk& talk) {
    return talk.tls()->session_ticket ? std::string("NewSessionTicket")
                                      : with_extension(talk, wire::kSessionTicket);
  };
  return in_old_tls(evidence, conclude(evidence, question));
}

// ---- ALPN ---------------------------------------------------------------------------------------

// In clear up to TLS 1.2; in TLS 1.3 only whoever completes the handshake can tell.
std::string alpn_choice(const Talk& talk) {
  if (!talk.tls()->alpn_protocol.empty()) return talk.tls()->alpn_protocol;
  return talk.old_tls_answer() != nullptr ? talk.old_tls_answer()->alpn_protocol : std::string();
}

Fact alpn_selected(const Evidence& evidence) {
  Question question;
  question.asks = {"alpn"};
  question.also = {"unknown-sni-alpn"};
  question.tells = [](const Talk&) { return false; };
  question.shows = [](const Talk& talk) { return !alpn_choice(talk).empty(); };
  question.denies = [](const Talk& talk) {
    if (talk.ours()->alpn_protocols.empty() || !alpn_choice(talk).empty()) return false;
    return talk.old_tls_answer() != nullptr ? !talk.old_tls_answer()->has(wire::kAlpn)
                                            : talk.completed();
  };
  question.words = [](const Talk& talk) {
    const std::string protocol = alpn_choice(talk);
    return talk.seen() + ", " + (protocol.empty() ? "no ALPN protocol" : base::escape(protocol));
  };
  Fact fact = conclude(evidence, question);
  if (fact.value != Answer::yes) return fact;
  for (const Talk& talk : evidence.talks()) {
    if (!talk.answered() || !question.shows(talk)) continue;
    const std::string protocol = alpn_choice(talk);
    if (std::find(fact.list.begin(), fact.list.end(), protocol) == fact.list.end())
      fact.list.push_back(protocol);
  }
  return fact;
}

// The alert may come before the ServerHello, or behind it.
Fact alpn_enforced(const Evidence& evidence) {
  static constexpr std::uint8_t kNoApplicationProtocol = 120;
  const auto enforced = [](const Talk& talk) {
    return talk.fatal_alert() == kNoApplicationProtocol;
  };
  Question question;
  question.asks = {"alpn"};
  question.also = {"unknown-sni-alpn"};
  question.shows = [](const Talk&) { return false; };
  question.tells = [](const Talk&) { return false; };  // another alert is about something else
  question.denies = [](const Talk& talk) {
    return talk.completed() && !talk.ours()->alpn_protocols.empty();
  };
  Fact fact = conclude(evidence, question);
  for (const Talk* talk : evidence.plays_of("alpn")) {
    if (!enforced(*talk)) continue;
    if (fact.doubt == Doubt::not_measured) return yes(*talk, alert_text(kNoApplicationProtocol));
    return unknown(evidence.farm() ? Doubt::farm : Doubt::contradiction, *talk);
  }
  return fact;
}

// ---- Client certificates ------------------------------------------------------------------------

bool asks_for_client_certificate(const Talk& talk) {
  return talk.tls() != nullptr && talk.tls()->certificate_request.has_value();
}

// TLS 1.3 encrypts the request.
Fact find_client_certificate_requested(const Evidence& evidence, std::uint16_t /*unused*/) {
  Question question = of_ordinary_probes();
  question.shows = asks_for_client_certificate;
  question.denies = [](const Talk& talk) {
    // A server without a certificate must not ask for one (RFC 5246 section 7.4.4).
    return talk.old_answer() != nullptr && talk.flight_complete() &&
           !wire::is_anonymous(talk.old_answer()->cipher_suite) &&
           !asks_for_client_certificate(talk);
  };
  question.words = [](const Talk& talk) {
    return asks_for_client_certificate(talk) ? "CertificateRequest" : "no CertificateRequest";
  };
  return in_old_tls(evidence, conclude(evidence, question));
}

// What a server says to a client that has none: in TLS 1.3 an alert of its own, before that one of
// several (RFC 5246 section 7.4.6).
bool misses_client_certificate(const Talk& talk) {
  constexpr std::uint8_t kHandshakeFailure = 40;
  constexpr std::uint8_t kNoCertificate = 41;  // SSL 3.0
  constexpr std::uint8_t kBadCertificate = 42;
  constexpr std::uint8_t kCertificateRequired = 116;
  const auto alert = talk.fatal_alert();
  if (!talk.answered() || !alert) return false;
  if (*alert == kCertificateRequired) return true;
  return asks_for_client_certificate(talk) && !talk.completed() &&
         (*alert == kHandshakeFailure || *alert == kNoCertificate || *alert == kBadCertificate);
}

// The server has gone on after it saw what we had in place of a certificate.
bool goes_on_without_certificate(const Talk& talk) {
  if (!talk.completed() || talk.fatal_alert()) return false;
  // Up to TLS 1.2 its Finished is the last word; in TLS 1.3 ours is.
  return talk.old_answer() != nullptr || talk.transcript().reply("ehlo-again-reply") != nullptr;
}

Fact client_certificate_required(const Evidence& evidence) {
  Question question = of_ordinary_probes();
  question.certain = false;
  question.shows = misses_client_certificate;
  question.denies = goes_on_without_certificate;
  question.words = [](const Talk& talk) {
    const auto alert = talk.fatal_alert();
    return alert ? alert_text(*alert) : std::string("handshake completed without one");
  };
  return conclude(evidence, question);
}

}  // namespace

const Fact& client_certificate_requested_fact(const Evidence& evidence) {
  return evidence.once(find_client_certificate_requested);
}

std::span<const NamedFact> extension_facts() {
  static constexpr NamedFact kFacts[] = {
      {"ems_echoed", ems_echoed},
      {"ems_required", ems_required},
      {"ems_unsolicited", ems_unsolicited},
      {"renegotiation_info", renegotiation_info},
      {"renegotiation_info_required", renegotiation_info_required},
      {"compression_accepted", compression_accepted},
      {"ocsp_staple", ocsp_staple},
      {"session_ticket", session_ticket},
      {"alpn_selected", alpn_selected},
      {"alpn_enforced", alpn_enforced},
      {"client_certificate_requested",
       [](const Evidence& evidence) { return client_certificate_requested_fact(evidence); }},
      {"client_certificate_required", client_certificate_required},
  };
  return kFacts;
}

}  // namespace facts
