// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "verb.hpp"

namespace mxlab {

// Counts a few distinct texts; what is beyond the limit is counted as "(others)".
class Tally {
 public:
  void add(std::string_view text);
  void add(const Tally& other);
  const std::map<std::string, std::uint64_t, std::less<>>& counts() const { return counts_; }

 private:
  void add(std::string_view text, std::uint64_t count);

  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

// What one listening address saw. Plain numbers: counting must cost nothing.
struct Statistics {
  std::uint64_t connections = 0;
  std::uint64_t concurrent = 0;
  std::uint64_t max_concurrent = 0;
  std::uint64_t refused_by_limit = 0;
  std::uint64_t client_hellos = 0;
  std::uint64_t handshakes_ok = 0;
  std::uint64_t handshakes_failed = 0;
  std::uint64_t quit_in_clear = 0;
  std::uint64_t quit_in_tls = 0;
  std::uint64_t dirty_closes = 0;  // the peer left without QUIT
  std::uint64_t peer_resets = 0;   // those of them that were a reset
  std::uint64_t ended_by_lab = 0;
  std::uint64_t early_before_greeting = 0;
  std::uint64_t early_before_tls = 0;
  std::uint64_t pipelined = 0;
  std::array<std::uint64_t, verb_count> commands{};
  std::uint64_t first_connection_ms = 0;  // on the loop's clock; 0: none yet
  std::uint64_t last_connection_ms = 0;
  std::uint64_t min_interval_ms = UINT64_MAX;  // between two connections
  Tally ehlo_names, server_names, tls_versions, handshake_failures;

  void connected(std::uint64_t now_ms);
  void add(const Statistics& other);
};

// By "address:port" and the name of its behaviour.
struct StatisticsEntry {
  std::string behaviour;
  Statistics statistics;
};
using StatisticsByAddress = std::map<std::string, StatisticsEntry>;

// The stats file: totals, and each address that saw a connection.
std::string statistics_json(const StatisticsByAddress& by_address, std::size_t listening);

}  // namespace mxlab
