// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "notes.hpp"
#include "records.hpp"
#include "row.hpp"
#include "smtp.hpp"
#include "support/tls_server.hpp"

namespace interop {

// One connection to a server of the table, without its socket. Times are milliseconds of any clock
// that does not go back.
class Conversation {
 public:
  // `row` must outlive it.
  Conversation(const Row& row, std::int64_t now);

  void received(std::string_view bytes, std::int64_t now);
  // For the sender, whatever the state.
  std::string take_output();

  enum class Then : unsigned char { stay, close, reset };
  // What to do with the connection once the output is sent.
  [[nodiscard]] Then then() const { return then_; }
  // The connection has ended. `why` counts when the server had no reason of its own.
  const Notes& ended(std::string_view why, std::int64_t now);
  Notes& notes() { return notes_; }

 private:
  void begin_tls();
  void misbehave();
  void received_tls(std::string_view bytes);
  void flush_smtp();
  void end(Then then, std::string_view why);

  const Row& row_;
  Notes notes_;
  Smtp smtp_;
  std::unique_ptr<support::TlsServer> tls_;
  Records from_sender_;
  Records from_server_;
  std::string output_;
  std::int64_t begun_ = 0;
  std::int64_t tls_begun_ = 0;
  std::int64_t now_ = 0;
  bool in_handshake_ = false;
  Then then_ = Then::stay;
};

}  // namespace interop
