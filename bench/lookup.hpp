// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

// The least that asks a name server: one UDP socket for many questions, no time limits, no repeats,
// nothing checked but the number of the question. A scanner could not afford any of that: a forged
// answer has to guess 16 bits and nothing else.
class Lookup {
 public:
  static constexpr std::uint16_t kA = 1;
  static constexpr std::uint16_t kMx = 15;
  static constexpr std::uint16_t kAaaa = 28;

  // `server`: "127.0.0.1:5353".
  explicit Lookup(const std::string& server);
  ~Lookup();
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

  [[nodiscard]] int socket() const { return socket_; }
  // `id` comes back with the answer.
  void ask(std::uint16_t id, std::string_view name, std::uint16_t type) const;

  struct Answer {
    std::uint16_t id = 0;
    std::string exchange;  // of the first MX record; else empty
    std::string address;   // of the first A record, four octets; else empty
    bool denied = false;   // no such record
  };
  // The next that has come; nothing when there is none. Ends the program when one cannot be used.
  [[nodiscard]] std::optional<Answer> take() const;

 private:
  int socket_;
};

}  // namespace bench
