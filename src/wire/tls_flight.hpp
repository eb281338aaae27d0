// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls_messages.hpp"
#include "wire/tls_record.hpp"

namespace wire {

// Everything one side of a TLS connection says before it encrypts, read off the wire. Both TLS
// engines of session, and both directions, go through this one reader.
//
// It follows the connection until encryption begins: at ChangeCipherSpec up to TLS 1.2, at the
// first application_data record in TLS 1.3. Alerts in clear are kept wherever they stand.
class TlsFlight {
 public:
  static constexpr std::size_t kMaxMessage = 256 * 1024;  // octets of one handshake message
  static constexpr std::size_t kMaxAlerts = 16;
  static constexpr std::size_t kMaxMessages = 64;

  void feed(std::string_view bytes);

  std::optional<ClientHello> client_hello;
  std::optional<ServerHello> server_hello;         // the last one that is no HelloRetryRequest
  std::optional<ServerHello> hello_retry_request;  // TLS 1.3
  std::optional<CertificateMessage> certificate;   // TLS 1.2 and older
  std::optional<std::string> certificate_status;   // the OCSP response in it (RFC 6066 section 8)
  std::optional<ServerKeyExchange> server_key_exchange;
  std::optional<CertificateRequest> certificate_request;  // TLS 1.2 and older
  bool server_hello_done = false;
  bool session_ticket = false;
  std::vector<Alert> alerts;

  // What must not be: a record that is none, a message over kMaxMessage, messages without end.
  [[nodiscard]] bool broken() const { return broken_; }
  // True from the first octet that we cannot read because it is encrypted.
  [[nodiscard]] bool encrypted() const { return encrypted_; }
  [[nodiscard]] std::size_t records() const { return records_; }

 private:
  void read_on();
  void take_record(const TlsRecord& record);
  void take_messages();
  void take_message(HandshakeType type, std::string_view body);

  TlsRecordReader reader_;
  std::string handshake_;  // handshake octets that make no whole message yet
  std::size_t records_ = 0;
  std::size_t messages_ = 0;
  bool encrypted_ = false;
  bool broken_ = false;
};

}  // namespace wire
