// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an X.509 certificate says (RFC 5280), without believing it: no signature is checked here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.hpp"
#include "base/time.hpp"

namespace wire {

// RFC 5280 section 4.2.1.3. The value is the bit's number.
enum class KeyUsage : std::uint8_t {
  digital_signature = 0,
  content_commitment = 1,
  key_encipherment = 2,
  data_encipherment = 3,
  key_agreement = 4,
  certificate_sign = 5,
  crl_sign = 6,
  encipher_only = 7,
  decipher_only = 8,
};

struct PublicKey {
  std::string algorithm;  // "RSA", "RSA-PSS", "ECDSA", "DSA", "Ed25519", "Ed448", "X25519", "X448",
                          // else the OID
  unsigned bits = 0;      // RSA modulus, DSA prime, size of the curve; 0: unknown
  std::string curve;      // "secp256r1", ... or its OID; empty unless ECDSA
  std::uint64_t exponent = 0;  // RSA; 0 when over 64 bits
};

struct BasicConstraints {
  bool is_ca = false;
  std::optional<unsigned> path_length;
};

struct CertificateFacts {
  int version = 0;                  // 1 to 3
  std::string serial_number;        // decimal
  std::size_t serial_octets = 0;    // of the INTEGER's content
  std::string signature_algorithm;  // "SHA256-RSA", "ECDSA-SHA256", ... or the OID
  // That, parameters included, is what the signed part says (RFC 5280 section 4.1.1.2).
  bool signature_algorithms_agree = false;
  std::string subject_dn;  // in the order encoded: "C=DE, O=Example, CN=mx.example.org"
  std::string issuer_dn;
  std::vector<std::string> common_names;  // of the subject
  std::optional<base::WallTime> not_before;
  std::optional<base::WallTime> not_after;
  PublicKey public_key;
  std::string subject_public_key_info;  // DER: what a TLSA record with selector 1 hashes
  std::vector<std::string> dns_names;   // subjectAltName, as written
  std::vector<base::IpAddress> ip_addresses;
  std::optional<std::uint16_t> key_usage;  // bit n is KeyUsage n; nullopt: no such extension
  std::optional<std::vector<std::string>> extended_key_usage;  // OIDs
  std::optional<BasicConstraints> basic_constraints;
  std::size_t extension_count = 0;
  std::string repeated_extension;  // OID of the first that was there already; empty: none
  bool self_issued = false;        // subject and issuer are the same octets
  bool malformed = false;          // some part could not be read; the rest stands

  [[nodiscard]] bool allows(KeyUsage usage) const;  // true without the extension
};

// Never fails: see `malformed`. `der` beyond one certificate makes it malformed.
CertificateFacts read_certificate(std::string_view der);

// Does a certificate's DNS name stand for this host? Without case, whole names; a wildcard is the
// whole left-most label and stands for exactly one label (RFC 9525 section 6.3; for the
// patterns of an MTA-STS policy RFC 8461 section 4.1).
bool dns_name_matches(std::string_view pattern, std::string_view host);
// By subjectAltName only: the common name is not looked at (RFC 8461 section 4.2).
bool certificate_matches(const CertificateFacts& certificate, std::string_view host);

}  // namespace wire
