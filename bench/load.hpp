// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/endpoint.hpp"

namespace bench {

// Mail servers that are first to be found: the MX of each domain, its A and AAAA records.
struct Names {
  std::vector<std::string> domains;  // taken in turn
  std::string name_server;           // "127.0.0.1:5353"
  std::uint16_t port = 25;           // of the mail servers
};

// What a client is to do.
struct Load {
  std::vector<model::Endpoint> endpoints;  // taken in turn, around and around
  std::size_t count = 0;                   // conversations in all
  std::size_t in_flight = 0;               // of them at once

  // Conversations that never end by themselves are given up after so long; `held` is called before.
  std::optional<base::Milliseconds> hold_for = std::nullopt;
  std::function<void()> held = nullptr;

  std::optional<Names> names = std::nullopt;  // instead of endpoints
};

// What became of it.
struct Tally {
  std::size_t completed = 0;  // went to the last step, and as it should
  std::size_t failed = 0;
  std::size_t held = 0;             // still waiting when given up
  std::size_t held_inside_tls = 0;  // of them behind a handshake
};

}  // namespace bench
