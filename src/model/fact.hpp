// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the transcripts of a visit show about an endpoint. Three-valued, and never without its
// reason: doubt is a value (src/facts derives them; results-schema/endpoint.schema.json names
// them).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model {

enum class Answer : std::uint8_t { yes, no, unknown };
std::string_view to_string(Answer answer);

// Why an answer is unknown.
enum class Doubt : std::uint8_t {
  none,            // it is not
  not_asked,       // no probe that would tell was played
  not_applicable,  // the question makes no sense here: EMS on a server without TLS 1.2
  not_measured,    // the conversation did not come as far as the question: throttled, slow, blocked
  no_control,  // a deviating probe failed, and the plain one was not seen to work before and after
  not_repeated,   // it failed without a word of TLS, once: that may have been the path
  contradiction,  // it worked once and failed once
  farm,  // different servers answer at this address, so that conversations cannot be compared
};
std::string_view to_string(Doubt doubt);
// The inverse; nullopt for a word that is none of them.
std::optional<Doubt> doubt_of(std::string_view word);

struct Fact {
  std::string_view name;  // "ems_echoed"; a literal
  Answer value = Answer::unknown;
  Doubt doubt = Doubt::not_asked;         // none unless the value is unknown
  std::string probe;                      // whose conversation showed it; empty: none did
  std::string seen;                       // what was seen there: "alert protocol_version(70)"
  std::optional<std::uint64_t> number{};  // what was measured: 2048 for a prime of 2,048 bits
  std::vector<std::string> list{};        // or found: names of groups, keywords of EHLO
};

// nullptr when there is none of this name.
const Fact* find_fact(const std::vector<Fact>& facts, std::string_view name);

}  // namespace model
