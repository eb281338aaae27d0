// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "notes.hpp"
#include "row.hpp"

namespace interop {

// The SMTP of a mail server that takes every message (RFC 5321), without sockets and TLS.
class Smtp {
 public:
  // Both must outlive it. The greeting waits in take_output().
  Smtp(const Row& row, Notes& notes);

  // Plaintext from the sender.
  void received(std::string_view text);
  std::string take_output();

  // STARTTLS was answered with 220: TLS begins behind what take_output() has. What the sender sent
  // along with STARTTLS is gone (RFC 3207 section 6).
  [[nodiscard]] bool wants_tls() const { return wants_tls_; }
  // The state is that of a new connection, and nothing is said (RFC 3207 section 4.2).
  void inside_tls();
  // The connection ends behind what take_output() has.
  [[nodiscard]] bool closes() const { return closes_; }
  // The connection has ended: what was begun is noted as not accepted.
  void ended() { drop_transaction(); }

 private:
  static constexpr std::size_t kLongestLine = 4096;         // octets
  static constexpr std::size_t kLongestMessage = 10 << 20;  // octets

  void line(std::string_view line);
  void command(const std::string& verb, std::string_view argument);
  void hello(bool extended, std::string_view name);
  void start_tls();
  void mail(std::string_view argument);
  void recipient(std::string_view argument);
  void data();
  void message_line(std::string_view line);
  void reply(std::string_view text);
  void close(std::string_view why);
  void drop_transaction();

  const Row& row_;
  Notes& notes_;
  std::string input_;
  std::string output_;
  Notes::Transaction transaction_;
  bool rejects_all_ = false;  // the greeting was a 5xx or 4xx
  bool greeted_ = false;      // EHLO or HELO was said
  bool has_sender_ = false;
  bool in_data_ = false;
  bool inside_ = false;
  bool wants_tls_ = false;
  bool closes_ = false;
  std::size_t message_octets_ = 0;
};

}  // namespace interop
