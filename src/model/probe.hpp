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

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
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

// What a complete handshake by the TLS library offers.
struct TlsProfile {
  std::uint16_t min_version = wire::kTls12;
  std::uint16_t max_version = wire::kTls13;
  bool server_name = true;             // SNI: the MX host
  bool extended_master_secret = true;  // RFC 7627
  bool all_cipher_suites = false;  // everything the library has, however weak; else its sound ones

  auto operator<=>(const TlsProfile&) const = default;
};

struct Step {
  enum class Kind : std::uint8_t { send, reply, handshake, silence, pause, close };
  enum class Accept : std::uint8_t { positive, any };

  Kind kind{};
  std::string name{};     // what results and checks call it: "ehlo-reply"
  std::string text{};     // send: octets, CRLF included; {client_name} is put in when played
  std::string offers{};   // reply: the EHLO keyword without which the conversation ends
  Accept accept{};        // reply: positive (2xx) or any code
  Milliseconds within{};  // reply, handshake: limit; silence, pause: duration
  bool reset{};           // close: by RST instead of FIN
  TlsProfile tls{};       // handshake
  Stage stage{};          // derived from the steps before it when the probe is read
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

}  // namespace model
