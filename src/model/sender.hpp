// SPDX-License-Identifier: GPL-3.0-or-later
//
// A kind of sending mail server: what its ClientHello offers, what it wants of the server's answer,
// and what it does when it does not get it (probes/senders/*.json,
// results-schema/sender.schema.json).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/probe.hpp"

namespace model {

// What becomes of a message at one mail server, or of one for a domain.
enum class Delivery : std::uint8_t {
  tls_auth,            // delivered in TLS, to a server that is proved to be the right one
  tls_unauth,          // delivered in TLS, to whoever answered
  clear_same_session,  // delivered in clear, in the conversation that was to become TLS
  clear_reconnect,     // delivered in clear, in a second conversation at once
  clear_after_age,     // delivered in clear, once the message has waited for some minutes
  next_mx,             // not here: the next address or host is tried; none is left: deferred
  defer_until_expiry,  // kept, tried again, and returned when the queue's lifetime is over
  bounce,              // returned at once
  unknown,
};
inline constexpr std::size_t kDeliveries = 9;
std::string_view to_string(Delivery delivery);
std::optional<Delivery> delivery_of(std::string_view name);
bool is_delivered_in_tls(Delivery delivery);
bool is_delivered_in_clear(Delivery delivery);

// What a sender looks at before it says who it is talking to.
enum class Verification : std::uint8_t {
  nothing,           // whatever certificate it is
  name_and_chain,    // a path to a trusted root, in its dates, and the MX host's name (RFC 9525)
  domain_and_chain,  // the same, but the name of the domain or of a host below it: Postfix at
                     // secure
  dane,              // a TLSA record of the MX host (RFC 7672)
};
std::string_view to_string(Verification verification);

// When keyUsage (RFC 5280 section 4.2.1.3) must allow what the key is used for.
enum class KeyUsageRule : std::uint8_t {
  ignored,
  elliptic_keys,   // of certificates with an elliptic-curve key, up to TLS 1.2: OpenSSL
  always,          // GnuTLS
  where_verified,  // only where the chain is verified: Java
};
std::string_view to_string(KeyUsageRule rule);

// What the server's answer must be for the sender to go on.
struct Acceptance {
  bool extended_master_secret = false;  // required in TLS 1.2 and older (RFC 7627 section 5.2)
  bool renegotiation_info = false;      // required in TLS 1.2 and older (RFC 5746 section 4.1)
  KeyUsageRule key_usage = KeyUsageRule::ignored;
  unsigned rsa_bits = 0;           // the least of the server's own key, whether verified or not
  unsigned dh_bits = 0;            // the least of a Diffie-Hellman prime in TLS 1.2 and older
  bool sha1_certificates = true;   // false: where it verifies, none of the path may have SHA-1
  unsigned verified_rsa_bits = 0;  // the least of any RSA key of a path that it verifies
  // false: where it verifies, it does not look whether extendedKeyUsage is for servers.
  bool extended_key_usage = true;
};

// What a sender does where one thing goes wrong: of Delivery all but tls_auth and unknown.
// tls_unauth: it goes on in TLS, which only a certificate that does not fit lets it do.
struct Treatment {
  Verification verifies = Verification::nothing;
  // What the sender says where that differs from its usual hello: all of it, or whether it names
  // the server, which Postfix does for DANE only.
  std::optional<Step> hello{};
  std::optional<ServerName> server_name{};
  // The same of what it wants; empty: as ever.
  std::optional<Acceptance> accepts{};
  Delivery not_offered = Delivery::clear_same_session;
  Delivery refused_4xx = Delivery::clear_same_session;  // STARTTLS was answered with 4xx
  Delivery refused_5xx = Delivery::clear_same_session;
  Delivery starttls_broken = Delivery::next_mx;  // closed, silent or nonsense where 220 should come
  Delivery handshake_failure = Delivery::next_mx;
  // The handshake is complete, and then the conversation breaks before any mail: in TLS 1.3 that is
  // where a server says that it wants a certificate of the sender.
  // unknown: what it does then is not known.
  Delivery session_failure = Delivery::unknown;
  Delivery certificate_failure = Delivery::tls_unauth;
  // Of DANE alone: it looks for TLSA records behind an MX answer that nothing proves too, and then
  // knows the host but not that it is the domain's (Postfix, smtp_tls_dane_insecure_mx_policy).
  bool insecure_mx = false;
  // Of DANE alone: with DANE-TA(2) the name must fit (RFC 7672 section 3.2.2); Exim does not look.
  bool trust_anchor_names = true;
};

// The sender's queue.
struct Queue {
  double lifetime_hours = 120;     // until a message that cannot be delivered is returned
  double clear_after_minutes = 0;  // for clear_after_age: how old the message must be
  unsigned most_addresses = 0;     // that are tried in one attempt; 0: all
  unsigned most_sessions = 0;      // of them, those that greeted (Postfix: 2); 0: all
  // Every server greeted with 5xx: bounce or defer_until_expiry. next_mx: as the latter.
  Delivery greeting_5xx = Delivery::next_mx;
};

// How well something is known.
enum class Confidence : std::uint8_t {
  measured,    // seen in the lab, by a test of this repository
  read,        // in the source of the software
  documented,  // by who makes it
  reported,    // by who has seen it
  assumed,     // by analogy, or from memory
};
std::string_view to_string(Confidence confidence);

struct Source {
  std::string says;   // a sentence
  std::string where;  // "Postfix 3.7, src/smtp/smtp_proto.c"
  Confidence confidence = Confidence::assumed;
};

struct Sender {
  std::string id;        // "postfix-may-debian12"
  std::string name;      // "Postfix 3.7 on Debian 12, smtp_tls_security_level = may"
  std::string software;  // "Postfix"
  Step hello;            // Kind::hello: its ClientHello
  Acceptance accepts;
  Treatment without_policy;         // mail to a domain without DANE and MTA-STS
  std::optional<Treatment> dane{};  // where there are usable TLSA records; empty: it does not look
  std::optional<Treatment> mta_sts{};    // where a policy says enforce; empty: it does not look
  std::optional<Treatment> enforcing{};  // when its administrator wants TLS; empty: it cannot
  Queue queue;
  std::vector<Source> sources;
  // The worst of its sources.
  [[nodiscard]] Confidence confidence() const;
};

// nullptr when there is none of this id.
const Sender* find_sender(const std::vector<Sender>& senders, std::string_view id);

}  // namespace model
