// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every way in which a conversation, or a domain, can come out: one table. The schema's list of
// codes, results-schema/outcomes.md and `waxseal explain` are made of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/outcome.hpp"

namespace outcome {

struct Code {
  std::string code;  // "starttls.not_offered"
  model::Measurability measurability = model::Measurability::measured;
  model::Attribution attribution = model::Attribution::unknown;
  std::string_view tlsrpt;   // RFC 8460 section 4.3; empty: not reported
  std::string_view reason;   // failure-reason-code; empty: none, or made of the particulars
  std::string_view meaning;  // what was seen, and what it may come from
  std::string_view sender;   // what a sending server does with it
  std::string_view remedy;   // what who runs the server should do
  std::string_view sources;  // documents, by section
  bool is_finding = false;   // stands beside another code and decides nothing
};

// In the order of a conversation.
const std::vector<Code>& codes();
// nullptr: there is none of this name.
const Code* find_code(std::string_view code);

// The part before the dot: "dns", "connect", "banner", "ehlo", "starttls", "handshake",
// "certificate", "post_tls", "quit", "policy".
std::string_view stage_of(std::string_view code);

}  // namespace outcome
