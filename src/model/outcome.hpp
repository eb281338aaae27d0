// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "wire/tls_messages.hpp"

namespace model {

// What a way to end is worth to somebody who counts.
enum class Measurability : std::uint8_t {
  measured,   // the server has shown how it is
  transient,  // it may be otherwise later: throttled, overloaded, greylisted, slow
  blocked,    // it does not talk to us, and may well talk to others
  vantage,    // our own machine or network
  skipped,    // nothing was asked, on purpose
};
std::string_view to_string(Measurability measurability);
// The inverse; nullopt for a word that is none of them.
std::optional<Measurability> measurability_of(std::string_view word);

// Whose doing it is, as far as one vantage point can tell.
enum class Attribution : std::uint8_t { server, path, dns, policy_host, client, unknown };
std::string_view to_string(Attribution attribution);
std::optional<Attribution> attribution_of(std::string_view word);  // the same

struct SeenAlert {
  wire::Alert alert;
  bool from_server = false;  // otherwise ours
};

// How one conversation came out: a code of outcome::codes() and the particulars.
struct Outcome {
  std::string code;  // "starttls.not_offered": the stage and what happened there
  Measurability measurability = Measurability::measured;
  Attribution attribution = Attribution::unknown;
  // What a sender that enforces TLS would report (RFC 8460 section 4.3); empty: nothing.
  std::string tlsrpt_result;
  std::string tlsrpt_reason;         // failure-reason-code; empty: none
  int smtp_code = 0;                 // of the reply that decided; 0: none did
  std::string enhanced_code;         // of that reply (RFC 3463); empty: none
  std::string words;                 // of that reply: its first line; empty: none
  std::string wording;               // the pattern by which the words were understood; empty: none
  std::optional<SeenAlert> alert{};  // that decided
  int os_error = 0;                  // errno; 0: none
  base::Milliseconds elapsed{};      // since the first SYN
  std::vector<std::string> also;     // further codes that hold: of the certificate, of the end
};

// How an endpoint came out: of all conversations that asked the same question, the answer and how
// often it was given.
struct MergedOutcome {
  std::string code;
  Measurability measurability = Measurability::measured;
  Attribution attribution = Attribution::unknown;
  std::size_t attempts = 0;  // conversations with the plain probe, or the one that came through
  std::size_t agreeing = 0;  // of them, how many came out so
};

}  // namespace model
