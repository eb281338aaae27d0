// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that a server says in clear behind the record layer. The first three octets choose the
// version and the suite of the ServerKeyExchange.
#include "base/bytes.hpp"
#include "fuzz/octets.hpp"
#include "wire/ssl2.hpp"
#include "wire/tls_messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  base::ByteReader reader(octets(data, size));
  const auto version = static_cast<std::uint16_t>(0x0300 + reader.u8() % 5);
  const std::uint16_t suite = reader.u16();
  if (!reader.ok()) return 0;
  const std::string_view body = reader.rest();

  if (wire::begins_ssl2_server_hello(body)) require(body.size() >= 7);

  const wire::ServerHello hello = wire::parse_server_hello(body);
  require(hello.random.size() == 32 || (hello.malformed && hello.random.empty()));
  if (!hello.malformed && hello.extensions.size() > 1) {
    require(wire::parse_server_hello(body.substr(0, body.size() - 1)).malformed);
  }

  const wire::CertificateMessage certificates = wire::parse_certificate_message(body);
  std::size_t sum = 3;
  for (const auto& der : certificates.certificates) sum += 3 + der.size();
  if (!certificates.malformed) require(sum == body.size());
  require(certificates.certificates.size() <= 100);

  const wire::ServerKeyExchange exchange = wire::parse_server_key_exchange(body, version, suite);
  require(exchange.dh_prime.empty() || exchange.dh_prime[0] != '\0');
  require(exchange.dh_prime_bits <= exchange.dh_prime.size() * 8);
  const bool read =
      exchange.kind == wire::KeyExchange::dhe || exchange.kind == wire::KeyExchange::ecdhe;
  if (read && !exchange.malformed) {
    require(
        wire::parse_server_key_exchange(body.substr(0, body.size() - 1), version, suite).malformed);
  }

  const wire::CertificateRequest request = wire::parse_certificate_request(body, version);
  if (!request.malformed) {
    require(wire::parse_certificate_request(body.substr(0, body.size() - 1), version).malformed);
  }
  return 0;
}
