// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/tls_messages.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "wire/big_endian.hpp"
#include "wire/tls_record.hpp"

namespace wire {
namespace {

using base::ByteReader;

// What a peer may make us keep. Every list below is bounded by the message that holds it (at most
// 2^24 octets, and TlsFlight allows far less), and these by what can make sense.
constexpr std::size_t kMaxExtensions = 256;
constexpr std::size_t kMaxCertificates = 100;

constexpr std::size_t kMessageHeader = 4;  // type and length

constexpr std::string_view kHelloRetryRandom(
    "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91"
    "\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E\x09\xE2\xC8\xA8\x33\x9C",
    32);

bool has_extension(const std::vector<Extension>& extensions, std::uint16_t type) {
  return std::any_of(extensions.begin(), extensions.end(),
                     [type](const Extension& extension) { return extension.type == type; });
}

// False for half a number at the end.
bool read_u16_list(std::string_view bytes, std::vector<std::uint16_t>& values) {
  ByteReader reader(bytes);
  while (reader.remaining() >= 2) values.push_back(reader.u16());
  return reader.finished();
}

// The extension block at the end of a hello; absent altogether in old ones.
bool read_extensions(ByteReader& reader, std::vector<Extension>& extensions) {
  if (reader.empty()) return reader.ok();
  ByteReader block(reader.vector16());
  while (!block.empty() && block.ok() && extensions.size() < kMaxExtensions) {
    Extension extension;
    extension.type = block.u16();
    extension.data = block.vector16();
    if (block.ok()) extensions.push_back(std::move(extension));
  }
  return reader.finished() && block.finished();
}

// Each of these is false when the extension's data are not what they should be.
bool read_server_name(ByteReader& reader, std::string& server_name) {
  constexpr std::uint8_t kHostName = 0;
  ByteReader list(reader.vector16());
  const std::uint8_t type = list.u8();
  const std::string_view name = list.vector16();
  if (list.ok() && type == kHostName) server_name = name;
  return list.ok();
}

bool read_alpn(ByteReader& reader, std::vector<std::string>& protocols) {
  ByteReader list(reader.vector16());
  while (!list.empty() && list.ok() && protocols.size() < kMaxExtensions) {
    const std::string_view protocol = list.vector8();
    if (list.ok()) protocols.emplace_back(protocol);
  }
  return list.finished();
}

bool read_client_shares(ByteReader& reader, std::vector<std::uint16_t>& groups) {
  ByteReader shares(reader.vector16());
  while (!shares.empty() && shares.ok() && groups.size() < kMaxExtensions) {
    const std::uint16_t group = shares.u16();
    shares.vector16();
    if (shares.ok()) groups.push_back(group);
  }
  return shares.finished();
}

bool read_client_extension(ClientHello& hello, const Extension& extension) {
  ByteReader reader(extension.data);
  bool well_formed = false;
  switch (extension.type) {
    case kServerName:
      well_formed = read_server_name(reader, hello.server_name);
      break;
    case kSupportedVersions:
      well_formed = read_u16_list(reader.vector8(), hello.supported_versions);
      break;
    case kSupportedGroups:
      well_formed = read_u16_list(reader.vector16(), hello.supported_groups);
      break;
    case kSignatureAlgorithms:
      well_formed = read_u16_list(reader.vector16(), hello.signature_algorithms);
      break;
    case kKeyShare:
      well_formed = read_client_shares(reader, hello.key_share_groups);
      break;
    case kAlpn:
      well_formed = read_alpn(reader, hello.alpn_protocols);
      break;
    default:
      return true;
  }
  return well_formed && reader.finished();
}

bool read_server_extension(ServerHello& hello, const Extension& extension) {
  ByteReader reader(extension.data);
  if (extension.type == kSupportedVersions) {
    const std::uint16_t version = reader.u16();
    if (reader.ok()) hello.selected_version = version;
  } else if (extension.type == kKeyShare) {
    const std::uint16_t group = reader.u16();
    if (reader.ok()) hello.key_share_group = group;
    if (!hello.is_hello_retry_request()) reader.vector16();  // the share itself
  } else if (extension.type == kAlpn) {
    std::vector<std::string> protocols;
    if (!read_alpn(reader, protocols) || protocols.size() != 1) return false;
    hello.alpn_protocol = protocols.front();
  } else {
    return true;
  }
  return reader.finished();
}

void read_dh_parameters(ByteReader& reader, ServerKeyExchange& message) {
  const std::string_view prime = without_leading_zeros(reader.vector16());
  message.dh_prime = prime;
  message.dh_prime_bits = bit_length(prime);
  reader.vector16();  // generator
  reader.vector16();  // public value
}

void read_ecdh_parameters(ByteReader& reader, ServerKeyExchange& message) {
  constexpr std::uint8_t kNamedCurve = 3;
  message.curve_type = reader.u8();
  if (message.curve_type != kNamedCurve) {
    message.malformed = true;  // explicit curves: RFC 8422 section 5.4 deprecates them
    return;
  }
  message.named_curve = reader.u16();
  reader.vector8();  // public point
}

}  // namespace

bool ClientHello::has(std::uint16_t extension) const {
  return has_extension(extensions, extension);
}
bool ServerHello::has(std::uint16_t extension) const {
  return has_extension(extensions, extension);
}
bool ServerHello::is_hello_retry_request() const { return random == kHelloRetryRandom; }

ClientHello parse_client_hello(std::string_view body) {
  ClientHello hello;
  hello.length = kMessageHeader + body.size();
  ByteReader reader(body);
  hello.legacy_version = reader.u16();
  hello.random = reader.take(32);
  hello.session_id = reader.vector8();
  const bool suites = read_u16_list(reader.vector16(), hello.cipher_suites);
  hello.compression_methods = reader.vector8();
  hello.malformed = !suites || !reader.ok() || !read_extensions(reader, hello.extensions);
  for (const Extension& extension : hello.extensions) {
    if (!read_client_extension(hello, extension)) hello.malformed = true;
  }
  return hello;
}

std::string write_alert(std::uint16_t version, Alert alert) {
  const std::string body = base::ByteWriter().u8(alert.level).u8(alert.description).bytes();
  return write_records(ContentType::alert, version, body);
}

std::string write_client_hello(const ClientHello& hello) {
  base::ByteWriter suites;
  for (const std::uint16_t suite : hello.cipher_suites) suites.u16(suite);
  base::ByteWriter body;
  body.u16(hello.legacy_version).append(hello.random).vector8(hello.session_id);
  body.vector16(suites.bytes()).vector8(hello.compression_methods);
  if (!hello.extensions.empty()) {
    base::ByteWriter extensions;
    for (const Extension& extension : hello.extensions)
      extensions.u16(extension.type).vector16(extension.data);
    body.vector16(extensions.bytes());
  }
  base::ByteWriter message;
  message.u8(static_cast<std::uint8_t>(HandshakeType::client_hello)).vector24(body.bytes());
  return message.bytes();
}

ServerHello parse_server_hello(std::string_view body) {
  ServerHello hello;
  ByteReader reader(body);
  hello.legacy_version = reader.u16();
  hello.random = reader.take(32);
  hello.session_id = reader.vector8();
  hello.cipher_suite = reader.u16();
  hello.compression_method = reader.u8();
  hello.malformed = !reader.ok() || !read_extensions(reader, hello.extensions);
  for (const Extension& extension : hello.extensions) {
    if (!read_server_extension(hello, extension)) hello.malformed = true;
  }
  return hello;
}

CertificateMessage parse_certificate_message(std::string_view body) {
  CertificateMessage message;
  ByteReader reader(body);
  ByteReader list(reader.vector24());
  while (!list.empty() && list.ok() && message.certificates.size() < kMaxCertificates) {
    const std::string_view certificate = list.vector24();
    if (list.ok()) message.certificates.emplace_back(certificate);
  }
  message.malformed = !reader.finished() || !list.finished();
  return message;
}

KeyExchange key_exchange_of(std::uint16_t cipher_suite) {
  const std::string_view name = cipher_suite_name(cipher_suite);
  const auto begins = [name](std::string_view prefix) {
    return name.substr(0, prefix.size()) == prefix;
  };
  // Longer prefixes first: ECDHE_PSK sends its own ServerKeyExchange, which is not read here.
  if (name.find("PSK") != std::string_view::npos) return KeyExchange::psk;
  if (begins("TLS_ECDHE_") || begins("TLS_ECDH_anon_")) return KeyExchange::ecdhe;
  if (begins("TLS_ECDH_")) return KeyExchange::ecdh;
  if (begins("TLS_DHE_") || begins("TLS_DH_anon_")) return KeyExchange::dhe;
  if (begins("TLS_DH_")) return KeyExchange::dh;
  if (begins("TLS_RSA_")) return KeyExchange::rsa;
  if (begins("TLS_SRP_")) return KeyExchange::srp;
  if (begins("TLS_GOST")) return KeyExchange::gost;
  return KeyExchange::unknown;
}

bool is_anonymous(std::uint16_t cipher_suite) {
  return cipher_suite_name(cipher_suite).find("_anon_") != std::string_view::npos;
}

std::string_view to_string(KeyExchange kind) {
  switch (kind) {
    case KeyExchange::unknown:
      return "unknown";
    case KeyExchange::rsa:
      return "rsa";
    case KeyExchange::dhe:
      return "dhe";
    case KeyExchange::ecdhe:
      return "ecdhe";
    case KeyExchange::ecdh:
      return "ecdh";
    case KeyExchange::dh:
      return "dh";
    case KeyExchange::psk:
      return "psk";
    case KeyExchange::srp:
      return "srp";
    case KeyExchange::gost:
      return "gost";
  }
  return "";
}

ServerKeyExchange parse_server_key_exchange(std::string_view body, std::uint16_t version,
                                            std::uint16_t cipher_suite) {
  ServerKeyExchange message;
  message.kind = key_exchange_of(cipher_suite);
  ByteReader reader(body);
  if (message.kind == KeyExchange::dhe) {
    read_dh_parameters(reader, message);
  } else if (message.kind == KeyExchange::ecdhe) {
    read_ecdh_parameters(reader, message);
  } else {
    return message;
  }
  if (message.malformed) return message;
  if (!is_anonymous(cipher_suite)) {
    if (version >= kTls12) message.signature_scheme = reader.u16();
    reader.vector16();  // signature
  }
  message.malformed = !reader.finished();
  return message;
}

CertificateRequest parse_certificate_request(std::string_view body, std::uint16_t version) {
  CertificateRequest request;
  request.length = kMessageHeader + body.size();
  ByteReader reader(body);
  request.certificate_types = reader.vector8();
  const bool algorithms =
      version < kTls12 || read_u16_list(reader.vector16(), request.signature_algorithms);
  ByteReader authorities(reader.vector16());
  while (!authorities.empty() && authorities.ok()) {
    authorities.vector16();
    request.authority_count += authorities.ok() ? 1 : 0;
  }
  request.malformed = !algorithms || !reader.finished() || !authorities.finished();
  return request;
}

}  // namespace wire
