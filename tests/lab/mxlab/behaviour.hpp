// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reply.hpp"
#include "verb.hpp"

namespace mxlab {

class TlsContext;

// What the server says, before TLS or inside it.
struct Dialogue {
  Reply greeting;
  std::array<Reply, verb_count> replies;
  Reply starttls_with_parameter;
  std::optional<Reply> starttls_before_ehlo;  // nothing: as after EHLO

  const Reply& reply_to(Verb verb) const { return replies[index_of(verb)]; }
};

// What becomes of bytes that came after STARTTLS and before the handshake.
enum class Pipelined {
  discard,  // thrown away, as RFC 3207 wants
  keep,     // executed inside TLS: the command injection of CVE-2011-0411
  answer,   // answered in the clear, between the 220 and the handshake
  reject,   // 554 instead of the 220, then closed
  feed      // handed to the TLS engine
};

enum class ClientCertificate { none, request, require };
enum class UnknownSni { ignore, warn, refuse };

// How the handshake is played, or spoilt.
struct HandshakeScript {
  std::optional<Reply> answer;           // said instead of a ServerHello
  std::size_t client_hello_over = 0;     // the answer is only for larger ClientHellos (bytes)
  bool client_hello_split_only = false;  // the answer is only for hellos of several records
  std::optional<std::size_t> cut_after;  // our flight ends after so many bytes, then cut_then
  Then cut_then = Then::silence;
  Pace pace;
  bool reset_on_failure = false;
};

struct TlsProfile {
  std::vector<std::string> certificates;   // several: RSA and ECDSA side by side; none: no key
  std::map<std::string, std::string> sni;  // server name to certificate
  UnknownSni unknown_sni = UnknownSni::ignore;
  int min_version = 0;
  int max_version = 0;
  std::string ciphers, ciphersuites, groups, signature_algorithms;
  std::optional<int> security_level;
  bool extended_master_secret = true;
  bool encrypt_then_mac = true;
  bool tickets = true;
  bool server_preference = false;
  int dh_bits = 0;  // 0: OpenSSL chooses by the key
  int record_size = 0;
  ClientCertificate client_certificate = ClientCertificate::none;
  std::vector<std::string> alpn;
  bool alpn_required = false;
  std::vector<unsigned> require_extensions, refuse_extensions;
  int refusal_alert = 40;
  HandshakeScript handshake;
};

// Each counted per listening address and client address; 0: no limit.
struct Limits {
  std::uint32_t max_connections_per_client = 0;
  std::uint32_t connections_per_minute = 0;
  std::uint32_t refuse_first = 0;  // so many first connections are turned away
  std::uint32_t starttls_per_minute = 0;
  Reply reply, refuse_first_reply, starttls_reply;

  bool any_connection_limit() const {
    return max_connections_per_client + connections_per_minute + refuse_first > 0;
  }
};

struct Behaviour {
  std::string name;
  Dialogue clear, inside_tls;
  Limits limits;
  Pipelined pipelined = Pipelined::discard;
  Reply pipelined_rejection;
  std::optional<Reply> early_talk;  // said to a client that speaks before the greeting is out
  Reply too_many_errors, line_too_long, idle;
  std::uint32_t max_errors = 0;
  std::uint32_t idle_timeout_ms = 0;
  bool implicit_tls = false;
  bool close_notify = true;
  std::optional<TlsProfile> tls;
  std::shared_ptr<const TlsContext> tls_context;  // set when tls is, once certificates are made
};

}  // namespace mxlab
