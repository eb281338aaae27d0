// SPDX-License-Identifier: GPL-3.0-or-later
//
// What was said on one connection, octet for octet, and how and where it ended. Concludes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "model/endpoint.hpp"
#include "model/outcome.hpp"
#include "model/probe.hpp"
#include "wire/smtp_reply.hpp"
#include "wire/tls_messages.hpp"

namespace model {

// How a conversation ended. Where it ended is another field (Transcript::stage, last_step).
enum class End : std::uint8_t {
  completed,        // every step was played
  refused,          // TCP: connection refused (RST to our SYN)
  unreachable,      // TCP: no route, network or host unreachable
  connect_timeout,  // TCP: no answer to our SYN
  local_failure,    // our own machine refused: no such source address, no file descriptors, its
                    // firewall
  connect_failed,   // TCP: another error before the connection stood; os_error says which
  timeout,          // the step's limit ran out
  peer_closed,      // the server closed in order (FIN)
  peer_reset,   // the server, or something between, reset the connection (RST), or the path broke
  not_offered,  // the EHLO reply lacks the keyword that the step wants
  unexpected_reply,  // a reply that cannot be the answer: another code, or several; no refusal
                     // where the probe wants one
  not_positive,      // a reply other than 2xx where the probe wants one
  not_smtp,          // a reply without a code
  reply_too_long,    // over the reader's limits
  not_silent,        // something came where the probe wants silence
  handshake_failed,  // an alert, or the TLS library refused what the server sent
  not_tls,           // clear text, or no TLS record, where the server's TLS should begin
  tls_broken,        // inside TLS: an alert, a bad record, clear text
  cancelled,         // we stopped: the run was interrupted
};
std::string_view to_string(End end);
std::optional<End> end_of(std::string_view name);

struct Sent {
  std::string text;
};
struct Replied {
  wire::SmtpReply reply;
};
// Octets that stand where nothing should, or that never became a reply.
struct Stray {
  enum class Kind : std::uint8_t {
    partial_reply,        // the beginning of a reply that did not end
    after_reply,          // behind a complete reply, before we said anything
    cleartext_after_220,  // behind the reply to STARTTLS, before the first TLS record: response
                          // injection; where TLS comes first, anything in its place
    in_silence,           // while the probe waits in silence
  };
  Kind kind{};
  std::string text;
};
struct HandshakeDone {};
std::string_view to_string(Stray::Kind kind);
std::optional<Stray::Kind> stray_kind_of(std::string_view name);

struct Event {
  std::string step;
  base::Milliseconds at{};  // since the start of the conversation
  bool inside_tls = false;
  std::variant<Sent, Replied, Stray, HandshakeDone> what;
};

// One TLS handshake, read off the wire where it is in clear and from the library where not.
struct TlsLog {
  bool completed = false;  // never for a hello, which only asks
  std::optional<wire::ClientHello> client_hello;
  std::optional<wire::ServerHello> server_hello;
  std::optional<wire::ServerHello> hello_retry_request;
  std::optional<wire::ServerKeyExchange> server_key_exchange;
  std::optional<wire::CertificateRequest> certificate_request;
  std::optional<std::string> certificate_status;  // the OCSP response sent along (RFC 6066)
  std::vector<std::string> certificates;          // DER, as presented, the server's own first
  std::vector<SeenAlert> alerts;                  // the server's in the order seen, then ours
  bool session_ticket = false;                    // TLS 1.2 and older: NewSessionTicket was sent
  std::uint16_t signature_scheme = 0;             // of ServerKeyExchange; 0: none, or TLS 1.3
  std::string alpn_protocol;  // that a completed handshake settled on, TLS 1.3 too; empty: none
  int library_code = 0;       // wolfSSL's own number; 0: no complaint
  std::string library_error;  // and its words
  int certificate_code = 0;   // what wolfSSL said of the certificate; it was overruled

  // The ServerHello, or the HelloRetryRequest where no ServerHello came; nullptr without both.
  [[nodiscard]] const wire::ServerHello* answer() const {
    if (server_hello) return &*server_hello;
    return hello_retry_request ? &*hello_retry_request : nullptr;
  }
  // 0: the server chose none.
  [[nodiscard]] std::uint16_t version() const {
    return answer() == nullptr ? std::uint16_t{0} : answer()->version();
  }
  // Does every answer of TLS 1.3 have our legacy_session_id in it (RFC 8446 section 4.1.3)? nullopt
  // without one.
  [[nodiscard]] std::optional<bool> session_id_echoed() const;
};

struct Transcript {
  std::string probe;  // id
  base::WallTime started{};
  base::Milliseconds duration{};
  std::optional<base::Milliseconds> connected_after;  // TCP handshake; nullopt: it never stood
  std::vector<Event> events;
  std::optional<TlsLog> tls;

  End end = End::cancelled;
  Stage stage = Stage::connect;
  std::string last_step;  // empty before the first step
  int os_error = 0;       // errno, where the operating system gave one
  bool dirty_close =
      false;  // left without QUIT, or after a failed handshake: what logs complain about
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;

  // The reply to the step of this name; nullptr when it never came.
  [[nodiscard]] const wire::SmtpReply* reply(std::string_view step) const;
  [[nodiscard]] bool handshake_completed() const { return tls && tls->completed; }
  // The reply to the first EHLO, wherever that was said; nullptr when it never came.
  [[nodiscard]] const wire::SmtpReply* first_ehlo_reply() const;
  // Nothing was said in clear before TLS (RFC 8314 section 3). False where it did not come to TLS.
  [[nodiscard]] bool began_with_tls() const;
  // It ended inside TLS: our farewell belongs to it, and a greeting can.
  [[nodiscard]] bool ended_inside_tls() const {
    return stage == Stage::post_tls ||
           ((stage == Stage::quit || stage == Stage::banner) && handshake_completed());
  }
};

// zgrab2's status word for it (vocabulary of `status.go`); connection-refused, which zgrab2 knows
// and never says, is said.
std::string_view zgrab_status(const Transcript& transcript);

}  // namespace model
