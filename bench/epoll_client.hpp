// SPDX-License-Identifier: GPL-3.0-or-later
//
// What waxseal is compared with: the least program that can hold the same dialogue. Straight on
// epoll, no timers, no limits, nothing kept of what was said; TLS by OpenSSL, straight on the
// socket. It is quick because it does nothing else, and would be of no use as a scanner.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "load.hpp"
#include "model/probe.hpp"

namespace bench {

struct Script {
  bool greeting = true;                       // false: it connects, and closes
  std::vector<std::string> lines = {};        // each said when the one before was answered with 2xx
  std::optional<std::size_t> tls_after = {};  // TLS begins behind the reply to this line
  std::string hello = {};     // records, said when the last line was answered; empty: none
  std::string farewell = {};  // records, said when the hello was answered by other than an alert
  std::function<void(std::size_t)> before_line =
      {};                         // what else is to be done before a line is said
  std::size_t most_reply = 1024;  // octets of the longest reply
};

// EHLO, STARTTLS, a handshake, EHLO, QUIT: what the probe `starttls` says.
Script starttls_script();
// The same number of turns in clear: NOOP where STARTTLS was and where the handshake was.
Script clear_script();
// Connect, greeting, EHLO, QUIT.
Script short_script();
// Connect, close.
Script connect_script();
// Connect, greeting, EHLO, STARTTLS, its 220, close.
Script bare_script();
// The same, and behind the 220 the octets that waxseal says for this probe's `hello` step, its
// farewell too. What the server says is taken from the socket and not read: mxlab sends a flight
// with one write.
Script hello_script(const model::Probe& probe, const std::string& host);

// A scan's part of the work included where the load has names: the lookups, MX first, then A and
// AAAA.
Tally play(const Script& script, const Load& load);

}  // namespace bench
