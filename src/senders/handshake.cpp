// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/handshake.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "senders/groups.hpp"
#include "senders/negotiation.hpp"
#include "senders/ordinary.hpp"
#include "senders/server_key.hpp"
#include "senders/wish.hpp"

namespace senders {
namespace {

using model::Acceptance;
using model::ServerName;
using model::Step;

// One sender, one server.
struct Attempt {
  const Server& server;
  const Step& hello;
  const Acceptance& accepts;
  bool names_server;
  bool verifies;
};

// ---- The hello as a whole -----------------------------------------------------------------------

// Post-quantum shares, or padding, that make a hello larger than a segment of TCP.
bool is_large(const Step& hello) {
  constexpr std::uint16_t kHybrids[] = {0x11eb, 0x11ec, 0x11ed, 0x6399, 0x639a};
  constexpr std::size_t kSegment = 1400;
  const auto& shares = hello.tls.key_shares;
  const bool hybrid =
      shares && std::any_of(shares->begin(), shares->end(), [&](std::uint16_t group) {
        return std::find(std::begin(kHybrids), std::end(kHybrids), group) != std::end(kHybrids);
      });
  return hybrid || hello.form.pad_to > kSegment || hello.tls.session_ticket_octets > kSegment;
}

Hurdle server_name(const Attempt& attempt) {
  if (attempt.names_server) return Hurdle::none();
  return wants_no(attempt.server, "sni_required",
                  "it names no server (SNI), and the server refuses who does not");
}

Hurdle size(const Attempt& attempt) {
  if (!is_large(attempt.hello)) return Hurdle::none();
  return wants_yes(attempt.server, "large_hello_tolerated",
                   "its hello is larger than a segment, and the server does not answer such");
}

Hurdle protocols(const Attempt& attempt) {
  if (attempt.hello.tls.alpn_protocols.empty()) return Hurdle::none();
  return wants_no(
      attempt.server, "alpn_enforced",
      "it offers protocols by ALPN, and the server refuses those that it does not know");
}

// ---- TLS 1.3 ------------------------------------------------------------------------------------

// A group that both have, and a way to it: a share, or a HelloRetryRequest (RFC 8446
// section 4.1.4).
Hurdle tls13_group(const Attempt& attempt) {
  const model::TlsOffer& offer = attempt.hello.tls;
  const Numbers shares =
      offer.key_shares.value_or(offer.groups.empty() ? Numbers() : Numbers{offer.groups.front()});
  if (does_any_group(attempt.server, shares, wire::kTls13) == Answer::yes) return Hurdle::none();
  const Answer common = does_any_group(attempt.server, offer.groups, wire::kTls13);
  if (common == Answer::no) {
    return Hurdle::fails("groups_tls1_3", "the server does none of its groups");
  }
  if (common == Answer::unknown)
    return Hurdle::open("groups_tls1_3", "which groups the server does is not known");
  return wants_yes(attempt.server, "hello_retry_request",
                   "it sends no share of a group that the server does, and is not asked for one");
}

Hurdle in_tls13(const Attempt& attempt) {
  return first_of({negotiate_tls13(attempt.server, attempt.hello.tls).hurdle, tls13_group(attempt),
                   signature(attempt.server, attempt.hello, wire::kTls13),
                   key_length(attempt.server, attempt.accepts.rsa_bits),
                   key_usage(attempt.server, attempt.accepts.key_usage, attempt.verifies,
                             wire::kTls13, CipherKind::other)});
}

// ---- TLS 1.2 and older --------------------------------------------------------------------------

Hurdle prime(const Attempt& attempt, CipherKind kind) {
  constexpr FactName kPrime = "dhe_at_least_2048";
  const bool has_prime = kind == CipherKind::dhe || kind == CipherKind::anonymous_dh;
  if (!has_prime || attempt.accepts.dh_bits == 0) return Hurdle::none();
  const Fact& fact = attempt.server.fact(kPrime);
  if (!fact.number) return Hurdle::open(kPrime, "the length of the server's prime is not known");
  if (*fact.number >= attempt.accepts.dh_bits) return Hurdle::none();
  return Hurdle::fails(kPrime, fmt::format("it wants a prime of {} bits, the server's has {}",
                                           attempt.accepts.dh_bits, *fact.number));
}

// The server's answer with this kind of key exchange.
Hurdle with_kind(const Attempt& attempt, std::uint16_t version, CipherKind kind) {
  if (is_anonymous(kind)) return prime(attempt, kind);
  const bool signs = kind != CipherKind::static_rsa;
  return first_of(
      {signs ? signature(attempt.server, attempt.hello, version) : Hurdle::none(),
       key_length(attempt.server, attempt.accepts.rsa_bits), prime(attempt, kind),
       key_usage(attempt.server, attempt.accepts.key_usage, attempt.verifies, version, kind)});
}

Hurdle cipher_suite(const Attempt& attempt, std::uint16_t version) {
  const Negotiation negotiation = negotiate_tls12(attempt.server, attempt.hello.tls, version);
  std::vector<Hurdle> possible;
  for (const Choice& choice : negotiation.choices)
    possible.push_back(with_kind(attempt, version, choice.kind));
  return first_of({negotiation.hurdle, whichever(possible)});
}

// By the extension, or by the suite that stands for it (RFC 5746 section 3.3).
bool signals_renegotiation(const Step& hello) {
  constexpr std::uint16_t kSignal = 0x00ff;
  const auto& suites = hello.tls.cipher_suites;
  return hello.form.renegotiation_info ||
         std::find(suites.begin(), suites.end(), kSignal) != suites.end();
}

// What the server's hello must have.
Hurdle extensions_of_server(const Attempt& attempt) {
  Hurdle ems;
  Hurdle renegotiation;
  if (attempt.accepts.extended_master_secret) {
    ems = wants_yes(attempt.server, "ems_echoed",
                    "it wants Extended Master Secret in TLS 1.2, which the server has not got");
  }
  if (attempt.accepts.renegotiation_info) {
    renegotiation =
        wants_yes(attempt.server, "renegotiation_info",
                  "it wants secure renegotiation (RFC 5746), which the server has not got");
  }
  return first_of({std::move(ems), std::move(renegotiation)});
}

// What the server wants in ours. Nobody wants it in anything older than TLS 1.2.
Hurdle extensions_of_sender(const Attempt& attempt, std::uint16_t version) {
  Hurdle ems;
  Hurdle renegotiation;
  if (version < wire::kTls12) return Hurdle::none();
  if (!attempt.hello.tls.extended_master_secret) {
    ems = wants_no(attempt.server, "ems_required",
                   "it has no Extended Master Secret, and the server refuses who has not");
  }
  if (!signals_renegotiation(attempt.hello)) {
    renegotiation = wants_no(attempt.server, "renegotiation_info_required",
                             "it has no secure renegotiation, and the server refuses who has not");
  }
  return first_of({std::move(ems), std::move(renegotiation)});
}

// In TLS 1.3 the handshake is over by then (RFC 8446 section 4.4.2.4).
Hurdle client_certificate(const Attempt& attempt, std::uint16_t version) {
  const bool wanted = attempt.server.yes("client_certificate_required");
  if (!wanted || version >= wire::kTls13) return Hurdle::none();
  return Hurdle::fails("client_certificate_required", "the server requires a client certificate");
}

Hurdle in_version(const Attempt& attempt, std::uint16_t version) {
  Hurdle refused = ordinary_refused(attempt.server, attempt.hello.tls, version);
  if (version >= wire::kTls13) return first_of({std::move(refused), in_tls13(attempt)});
  return first_of({std::move(refused), cipher_suite(attempt, version),
                   extensions_of_server(attempt), extensions_of_sender(attempt, version),
                   client_certificate(attempt, version)});
}

}  // namespace

const Step& hello_of(const model::Sender& sender, const model::Treatment& treatment) {
  return treatment.hello ? *treatment.hello : sender.hello;
}

bool names_server(const model::Sender& sender, const model::Treatment& treatment) {
  const Step& hello = hello_of(sender, treatment);
  return treatment.server_name.value_or(hello.tls.server_name) != ServerName::none;
}

const Acceptance& acceptance_of(const model::Sender& sender, const model::Treatment& treatment) {
  return treatment.accepts ? *treatment.accepts : sender.accepts;
}

bool verifies_chain(const model::Treatment& treatment) {
  return treatment.verifies == model::Verification::name_and_chain ||
         treatment.verifies == model::Verification::domain_and_chain;
}

Hurdle handshake(const Server& server, const model::Sender& sender,
                 const model::Treatment& treatment) {
  const Step& hello = hello_of(sender, treatment);
  const Attempt attempt{server, hello, acceptance_of(sender, treatment),
                        names_server(sender, treatment), verifies_chain(treatment)};
  if (answers_nobody(server))
    return Hurdle::fails("starttls_works", "no handshake of any kind comes through");
  const Negotiation versions = negotiate_version(server, hello.tls);
  std::vector<Hurdle> possible;
  for (const Choice& choice : versions.choices)
    possible.push_back(in_version(attempt, choice.version));
  return first_of({server_name(attempt), size(attempt), protocols(attempt), versions.hurdle,
                   whichever(possible)});
}

}  // namespace senders
