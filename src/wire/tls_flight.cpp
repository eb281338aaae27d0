// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/tls_flight.hpp"

#include <utility>

#include "base/bytes.hpp"

namespace wire {

void TlsFlight::feed(std::string_view bytes) {
  // Nothing behind the beginning of encryption can be read, and what is broken stays so: keep none
  // of it.
  if (encrypted_ || broken_) return;
  reader_.feed(bytes);
  read_on();
  if (encrypted_ || broken_) {
    static_cast<void>(std::exchange(reader_, {}));
    std::string().swap(handshake_);
  } else {
    reader_.shrink();
  }
}

void TlsFlight::read_on() {
  while (auto record = reader_.next()) {
    ++records_;
    take_record(*record);
    if (encrypted_ || broken_) return;
  }
  broken_ = reader_.broken();
}

void TlsFlight::take_record(const TlsRecord& record) {
  switch (record.type) {
    case ContentType::handshake:
      handshake_ += record.fragment;
      take_messages();
      if (handshake_.empty()) std::string().swap(handshake_);
      break;
    case ContentType::alert: {
      base::ByteReader reader(record.fragment);
      while (reader.remaining() >= 2 && alerts.size() < kMaxAlerts) {
        const std::uint8_t level = reader.u8();
        alerts.push_back({level, reader.u8()});
      }
      break;
    }
    case ContentType::change_cipher_spec:
      // From a TLS 1.3 server it only pleases middleboxes (RFC 8446 appendix D.4).
      encrypted_ = !hello_retry_request && !(server_hello && server_hello->version() >= kTls13);
      break;
    case ContentType::application_data:
      encrypted_ = true;
      break;
    case ContentType::heartbeat:
      break;
  }
}

void TlsFlight::take_messages() {
  while (!broken_) {
    base::ByteReader reader(handshake_);
    const auto type = static_cast<HandshakeType>(reader.u8());
    const std::size_t length = reader.u24();
    if (!reader.ok()) return;
    if (length > kMaxMessage || messages_ >= kMaxMessages) {
      broken_ = true;
      return;
    }
    const std::string_view body = reader.take(length);
    if (!reader.ok()) return;
    ++messages_;
    take_message(type, body);
    handshake_.erase(0, 4 + length);
  }
}

void TlsFlight::take_message(HandshakeType type, std::string_view body) {
  const std::uint16_t version = server_hello ? server_hello->version() : std::uint16_t{0};
  switch (type) {
    case HandshakeType::client_hello:
      client_hello = parse_client_hello(body);
      break;
    case HandshakeType::server_hello: {
      ServerHello hello = parse_server_hello(body);
      auto& place = hello.is_hello_retry_request() ? hello_retry_request : server_hello;
      place = std::move(hello);
      break;
    }
    case HandshakeType::certificate:
      certificate = parse_certificate_message(body);
      break;
    case HandshakeType::certificate_status: {
      base::ByteReader reader(body);
      reader.u8();  // status_type, 1: ocsp
      certificate_status = std::string(reader.vector24());
      break;
    }
    case HandshakeType::server_key_exchange:
      server_key_exchange = parse_server_key_exchange(
          body, version, server_hello ? server_hello->cipher_suite : std::uint16_t{0});
      break;
    case HandshakeType::certificate_request:
      certificate_request = parse_certificate_request(body, version);
      break;
    case HandshakeType::server_hello_done:
      server_hello_done = true;
      break;
    case HandshakeType::new_session_ticket:
      session_ticket = true;
      break;
    default:
      break;
  }
}

}  // namespace wire
