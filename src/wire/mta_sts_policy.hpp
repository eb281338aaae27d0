// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of an MTA-STS policy (RFC 8461 section 3.2). Parsing never fails, it reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

enum class MtaStsMode : std::uint8_t { enforce, testing, none };
std::string_view to_string(MtaStsMode mode);

struct MtaStsPolicy {
  MtaStsMode mode = MtaStsMode::none;
  std::vector<std::string> mx;  // patterns, lower case: "mx.example.org", "*.example.org"
  std::uint64_t max_age = 0;    // seconds, at most kMostMaxAge
};
constexpr std::uint64_t kMostMaxAge = 31'557'600;

struct PolicyFlaw {
  std::size_t line = 0;  // 1 for the first; 0: of the text as a whole
  std::string what;      // a clause in printable ASCII: "no max_age"
  bool fatal = false;    // senders cannot use the text
};

struct MtaStsText {
  std::optional<MtaStsPolicy> policy;  // nullopt: a flaw is fatal
  // At most kMostFlaws, those of the text as a whole last. One that is not fatal is passed over
  // here, as by most senders; one that reads by the letter of the grammar may refuse the text for
  // it.
  std::vector<PolicyFlaw> flaws;
};
constexpr std::size_t kMostFlaws = 32;
constexpr std::size_t kMostPatterns = 1000;  // further ones are passed over, which is a flaw

// `text`: octets, of any length that a fetch lets through. Line ends CRLF or LF; unknown fields are
// passed over; of a field that stands twice the first counts, but for mx.
MtaStsText read_mta_sts_policy(std::string_view text);

// Whether a pattern stands for the MX host (RFC 8461 section 4.1): "*.example.org" for one further
// label on the left. Without regard to case or a final dot.
bool mx_pattern_matches(std::string_view pattern, std::string_view host);

}  // namespace wire
