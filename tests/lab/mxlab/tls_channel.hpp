// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "openssl_ptr.hpp"

namespace mxlab {

// TLS of one conversation, server side, over two memory buffers: knows no socket.
class TlsChannel {
 public:
  enum class Progress { more, done, failed };
  enum class Heard { more, ended, failed };

  explicit TlsChannel(SslPtr ssl) : ssl_(std::move(ssl)) {}

  void feed(std::string_view ciphertext);
  Progress handshake();
  // Appends what the peer said; ended: it sent close_notify.
  Heard hear(std::string& plaintext);
  void say(std::string_view plaintext);
  void say_goodbye();

  // What is to be sent; the view lasts until drop_output().
  std::string_view output() const;
  void drop_output();

  bool shaken() const { return shaken_; }
  const char* version() const { return SSL_get_version(ssl_.get()); }
  const char* server_name() const;  // nullptr: none was asked for

  // After a failure: why, and whether it was the peer that gave up.
  const std::string& reason() const { return reason_; }
  bool peer_gave_up() const { return peer_gave_up_; }

 private:
  void note_failure(int result);

  SslPtr ssl_;
  std::string reason_;
  bool shaken_ = false;
  bool peer_gave_up_ = false;
};

// How much of a ClientHello stands in these bytes.
struct HelloShape {
  bool is_tls = false;    // the first byte is that of a handshake record
  bool complete = false;  // also true for bytes that can never be a ClientHello
  std::size_t size = 0;   // of the records that carry it
  std::size_t records = 0;
};
HelloShape shape_of_hello(std::string_view bytes);

}  // namespace mxlab
