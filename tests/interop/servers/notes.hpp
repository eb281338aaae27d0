// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interop {

// What is told of one connection (README.md says how it is written). Times are milliseconds; of all
// lists there are kMostEntries at most, the first ones.
struct Notes {
  static constexpr std::size_t kMostEntries = 100;

  struct Transaction {
    std::string from;
    std::vector<std::string> to;
    bool inside_tls = false;
    bool accepted = false;  // the whole message was taken
  };

  std::string row;
  std::string peer;          // "127.0.0.1:40000"
  std::int64_t started = 0;  // since 1970
  std::int64_t duration = 0;
  std::vector<std::string> commands;     // "EHLO", in their order; inside TLS with a leading "tls:"
  std::string ehlo;                      // what the sender last called itself
  std::string starttls = "not-asked";    // "accepted", "refused", "closed"
  std::string handshake = "not-begun";   // "begun", "complete", "failed"
  std::int64_t handshake_duration = 0;   // until it was complete or had failed
  std::optional<unsigned> client_alert;  // sent in clear during the handshake
  std::optional<unsigned> server_alert;
  std::string client_hello;  // the TLS records that carry the first one, as they came
  std::vector<Transaction> transactions;
  std::string end;  // "quit", "peer-closed", "closed", "reset", "timed-out", "stopped"
};

// One line of JSON, with its line feed.
std::string json_line(const Notes& notes);

}  // namespace interop
