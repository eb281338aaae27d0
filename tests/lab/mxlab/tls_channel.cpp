// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls_channel.hpp"

#include <array>

#include <openssl/err.h>

namespace mxlab {
namespace {

constexpr std::size_t record_header = 5;
constexpr std::size_t handshake_header = 4;
constexpr unsigned char handshake_record = 22;

constexpr std::size_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

}  // namespace

void TlsChannel::feed(std::string_view ciphertext) {
  BIO_write(SSL_get_rbio(ssl_.get()), ciphertext.data(), static_cast<int>(ciphertext.size()));
}

TlsChannel::Progress TlsChannel::handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    shaken_ = true;
    return Progress::done;
  }
  if (SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ) return Progress::more;
  note_failure(result);
  return Progress::failed;
}

TlsChannel::Heard TlsChannel::hear(std::string& plaintext) {
  thread_local std::array<char, 16384> buffer;
  // Ends: each turn takes bytes out of what was fed.
  while (true) {
    ERR_clear_error();
    const int n = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (n > 0) {
      plaintext.append(buffer.data(), static_cast<std::size_t>(n));
      continue;
    }
    const int error = SSL_get_error(ssl_.get(), n);
    if (error == SSL_ERROR_WANT_READ) return Heard::more;
    if (error == SSL_ERROR_ZERO_RETURN) return Heard::ended;
    note_failure(n);
    return Heard::failed;
  }
}

void TlsChannel::say(std::string_view plaintext) {
  if (plaintext.empty()) return;
  ERR_clear_error();
  SSL_write(ssl_.get(), plaintext.data(), static_cast<int>(plaintext.size()));
}

void TlsChannel::say_goodbye() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
}

std::string_view TlsChannel::output() const {
  char* data = nullptr;
  const long size = BIO_get_mem_data(SSL_get_wbio(ssl_.get()), &data);
  return size > 0 ? std::string_view(data, static_cast<std::size_t>(size)) : std::string_view{};
}

void TlsChannel::drop_output() { static_cast<void>(BIO_reset(SSL_get_wbio(ssl_.get()))); }

const char* TlsChannel::server_name() const {
  return SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
}

void TlsChannel::note_failure(int result) {
  const bool closed = SSL_get_error(ssl_.get(), result) == SSL_ERROR_ZERO_RETURN ||
                      (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  const unsigned long code = ERR_peek_error();
  // OpenSSL numbers the alerts it received from here on.
  const bool alert = code != 0 && ERR_GET_REASON(code) >= SSL_AD_REASON_OFFSET;
  peer_gave_up_ = closed || alert;
  reason_ = code == 0 ? "closed by the peer" : openssl_error();
}

HelloShape shape_of_hello(std::string_view bytes) {
  HelloShape out;
  if (bytes.empty()) return out;
  out.is_tls = byte_at(bytes, 0) == handshake_record;
  std::string message;
  std::size_t wanted = handshake_header;
  // Ends: each record takes at least its header out of bytes, which the caller limits.
  while (out.is_tls && bytes.size() >= record_header) {
    const std::size_t length = byte_at(bytes, 3) * 256 + byte_at(bytes, 4);
    if (byte_at(bytes, 0) != handshake_record) break;
    if (bytes.size() < record_header + length) return out;
    message += bytes.substr(record_header, length);
    bytes.remove_prefix(record_header + length);
    out.size += record_header + length;
    ++out.records;
    if (message.size() >= handshake_header) {
      wanted = handshake_header + byte_at(message, 1) * 65536 + byte_at(message, 2) * 256 +
               byte_at(message, 3);
    }
    out.complete = message.size() >= handshake_header && message.size() >= wanted;
    if (out.complete) return out;
  }
  // Not TLS at all, or a record of another kind inside the hello: nothing more to wait for.
  out.complete = !out.is_tls || (!bytes.empty() && byte_at(bytes, 0) != handshake_record);
  return out;
}

}  // namespace mxlab
