// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the counts of a run take of one endpoint. Made from its record when the line is written and
// from its line when an output file is read back (journal_json.hpp), so that both count the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "model/records.hpp"

namespace model {

// An event of a conversation, without what was said.
struct Moment {
  enum class Kind : std::uint8_t { sent, reply, handshake_done, other };
  Kind kind = Kind::other;
  std::string_view step;
  base::Milliseconds at{};  // since the SYN
};

struct StageTime {
  std::string_view stage;  // a key of RunCounts::stage_times; of static storage
  base::Milliseconds time{};
};

// How long each stage of a conversation took that was passed. `connected_after` is nullopt when TCP
// never stood.
std::vector<StageTime> stage_times(const std::optional<base::Milliseconds>& connected_after,
                                   const std::vector<Moment>& moments, base::Milliseconds duration);

struct EndpointTraits {
  // Of the plain probe.
  struct Plain {
    std::string status;       // zgrab2's word
    std::string end;          // "completed", or "stage.end"
    bool broken_off = false;  // by us: it measured nothing
    bool connected = false;
    bool greeted = false;
    bool ehlo_accepted = false;
    bool starttls_offered = false;
    bool starttls_accepted = false;
    std::vector<StageTime> times;
  };

  std::string skipped;        // empty: it was visited
  std::string outcome;        // code; empty: none
  std::string measurability;  // of the outcome
  std::uint64_t connections = 0;
  std::uint64_t dirty_closes = 0;
  std::optional<Plain> plain;        // nullopt: nothing was said
  bool handshake_completed = false;  // in any conversation
  bool chain_valid = false;          // likewise
  bool name_matches = false;         // likewise, in one whose chain is valid
  std::string tls_version;  // of the last conversation; empty: it has no completed handshake
};

EndpointTraits traits_of(const EndpointRecord& record);

}  // namespace model
