// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace support {

// A key with its certificate, made in the process.
struct Credential {
  std::string certificate_der;
  std::string certificate_pem;
  std::string key_pem;
};

// What the documents forbid, and servers present all the same.
enum class Oddity : std::uint8_t {
  none,
  version_1,  // and no extensions
  negative_serial,
  long_serial,  // 21 octets
  repeated_extension,
  unreadable_extension,      // basicConstraints that is no DER
  two_signature_algorithms,  // SHA-256 signed, SHA-384 named behind it
  authority,                 // basicConstraints with cA
  no_dns_name,               // the host is in the common name alone
  explicit_curve,            // of a P-256, P-384 or P-521 key
  unit_exponent,             // of an RSA key: 1
};

struct CertificateWish {
  std::string name = "mx.test";  // CN and DNS name; empty: neither
  std::string issuer_name = {};  // what the issuer is called, when it is not who it should be
  long not_before_days = -1;     // from now
  long not_after_days = 90;
  bool ca = false;
  long path_length = -1;           // of a CA; -1: none
  std::string key_usage = {};      // OpenSSL's words: "critical,keyEncipherment"
  std::string key_pem = {};        // a key that is there already (test_keys.hpp); empty: a new one
  unsigned rsa_bits = 0;           // a new RSA key, from 512 bits; 0: of `key_type`
  std::string key_type = "P-256";  // "P-256", "P-384", "P-521", "Ed25519", "Ed448"
  std::string extended_key_usage = {};       // OpenSSL's words: "serverAuth,clientAuth"
  std::string signature_digest = "SHA256";   // "SHA1", "MD5", ...; Ed25519 and Ed448 have their own
  std::vector<std::string> more_names = {};  // further DNS names
  Oddity odd = Oddity::none;
};

// Signed by `issuer`, or by itself without one. Throws std::runtime_error when OpenSSL cannot make
// it.
Credential make_certificate(const CertificateWish& wish, const Credential* issuer = nullptr);

}  // namespace support
