// SPDX-License-Identifier: GPL-3.0-or-later
//
// Glossary of the room `model`:
//   target       a domain that somebody wants to know about
//   endpoint     one address of one MX host, and the port (endpoint.hpp)
//   probe        the script of one connection: steps in order, no branches (this file)
//   conversation a probe being played on one connection
//   transcript   what was said, and how and where it ended (transcript.hpp)
//   visit        all conversations with one endpoint in one run (records.hpp)
//   record       one line of output (records.hpp)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "wire/cipher_suites.hpp"
#include "wire/tls_names.hpp"

namespace model {

using base::Milliseconds;

// Where in a conversation something happens. Every step belongs to one; a transcript says in which
// it ended.
enum class Stage : std::uint8_t { connect, banner, ehlo, starttls, handshake, post_tls, quit };
std::string_view to_string(Stage stage);

// How much may be asked of a server (DESIGN: tiers of a visit).
enum class Tier : std::uint8_t { survey, standard, audit };
std::string_view to_string(Tier tier);

// Whom the server_name extension names (RFC 6066 section 3).
enum class ServerName : std::uint8_t { mx_host, domain, none, literal };

// What a ClientHello offers, the most wanted first. Both TLS engines are told by it; the library's
// can be told a part (offer_json.hpp).
struct TlsOffer {
  std::vector<std::uint16_t> versions{wire::kTls13, wire::kTls12};
  std::vector<std::uint16_t> cipher_suites = wire::cipher_suites_in("sound");
  // Empty: no supported_groups. P-521 last, because servers that follow the client's order would
  // otherwise pay, and make us pay, four times the price.
  std::vector<std::uint16_t> groups{29, 23, 24, 30, 25};
  // TLS 1.3. Empty: the server is asked to choose by a HelloRetryRequest (RFC 8446 section 4.2.8);
  // nullopt: a share for the first group.
  std::optional<std::vector<std::uint16_t>> key_shares{};
  std::vector<std::string> alpn_protocols{};  // empty: no such extension
  ServerName server_name = ServerName::mx_host;
  std::string literal_name{};          // for ServerName::literal
  bool extended_master_secret = true;  // RFC 7627
  bool session_ticket = true;          // RFC 5077
  // Octets of a ticket that no server can open, which makes the hello so much larger.
  std::size_t session_ticket_octets = 0;

  [[nodiscard]] bool offers(std::uint16_t version) const;
  // Of those that exist: SSL 3.0 to TLS 1.3.
  [[nodiscard]] std::uint16_t newest_version() const;
  [[nodiscard]] std::uint16_t oldest_version() const;

  auto operator<=>(const TlsOffer&) const = default;
};

// What only a ClientHello that we write ourselves can be told.
struct HelloForm {
  std::uint16_t record_version = 0;  // 0: 0x0301, as RFC 8446 section 5.1 has it; SSL 3.0: 0x0300
  std::uint16_t legacy_version = 0;  // 0: the newest version offered, at most TLS 1.2
  std::vector<std::uint16_t> signature_algorithms{0x0403, 0x0503, 0x0603, 0x0807, 0x0808,
                                                  0x0804, 0x0805, 0x0806, 0x0809, 0x080a,
                                                  0x080b, 0x0401, 0x0501, 0x0601};
  std::string compression_methods = std::string(1, '\0');
  bool renegotiation_info = true;  // RFC 5746
  bool status_request = false;     // RFC 6066 section 8
  std::vector<std::uint16_t> unknown_extensions{};
  std::size_t pad_to = 0;  // octets of the handshake message; 0: no padding extension
};

// How the first flight goes over the wire, whoever wrote it.
struct FlightForm {
  std::vector<std::size_t> records{};   // octets of the first fragments; the last takes the rest
  std::vector<std::size_t> segments{};  // octets of the first TCP segments; the last takes the rest
  Milliseconds segment_pause{};         // before each segment but the first
};

struct Step {
  enum class Kind : std::uint8_t { send, reply, hello, handshake, silence, pause, close };
  enum class Accept : std::uint8_t { positive, any, negative };

  Kind kind{};
  std::string name{};      // what results and checks call it: "ehlo-reply"
  std::string text{};      // send: octets, CRLF included; {client_name} is put in when played
  std::string offers{};    // reply: the EHLO keyword without which the conversation ends
  Accept accept{};         // reply: positive (2xx), any code, or negative (4xx, 5xx)
  Milliseconds within{};   // reply, hello, handshake: limit; silence, pause: duration
  bool is_command = true;  // send: SMTP, and not octets of something else
  bool reset{};            // close: by RST instead of FIN
  TlsOffer tls{};          // hello, handshake
  HelloForm form{};        // hello
  FlightForm flight{};     // hello, handshake
  Stage stage{};           // derived from the steps before it when the probe is read
};

struct Probe {
  std::string id;
  std::string purpose;  // one sentence
  std::string source;   // the document it serves: "RFC 3207 section 4"; may be empty
  Tier tier = Tier::survey;
  bool deviates = false;  // true: sends what a careful sender would not
  std::vector<Step> steps;
};

std::string_view to_string(Step::Kind kind);
// The step that begins TLS; nullptr when the probe has none.
const Step* tls_step(const Probe& probe);
// Before TLS it says more than EHLO and STARTTLS: a server may well end the conversation there.
bool deviates_before_tls(const Probe& probe);

}  // namespace model
