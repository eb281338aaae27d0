// SPDX-License-Identifier: GPL-3.0-or-later
//
// Certificates that OpenSSL made (tests/data/certificates/make).
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"
#include "wire/certificate.hpp"

namespace wire {
namespace {

using Names = std::vector<std::string>;

TEST_CASE("certificate: every kind of key") {
  struct Row {
    std::string name;
    std::string algorithm;
    unsigned bits;
    std::string curve;
    std::uint64_t exponent;
    std::string signature;
  };
  const Row rows[] = {
      {"rsa512", "RSA", 512, "", 65537, "SHA256-RSA"},
      {"rsa1024", "RSA", 1024, "", 65537, "SHA256-RSA"},
      {"rsa1024-exponent3", "RSA", 1024, "", 3, "SHA1-RSA"},
      {"rsa1536", "RSA", 1536, "", 65537, "SHA256-RSA"},
      {"rsa2047", "RSA", 2047, "", 65537, "SHA256-RSA"},
      {"rsa2048", "RSA", 2048, "", 65537, "SHA256-RSA"},
      {"rsa3072", "RSA", 3072, "", 65537, "SHA256-RSA"},
      {"rsa4096", "RSA", 4096, "", 65537, "SHA256-RSA"},
      {"rsa-pss", "RSA-PSS", 2048, "", 65537, "RSA-PSS"},
      {"ec-P-256", "ECDSA", 256, "secp256r1", 0, "ECDSA-SHA384"},
      {"ec-P-384", "ECDSA", 384, "secp384r1", 0, "ECDSA-SHA384"},
      {"ec-P-521", "ECDSA", 521, "secp521r1", 0, "ECDSA-SHA384"},
      {"ec-secp256k1", "ECDSA", 256, "secp256k1", 0, "ECDSA-SHA384"},
      {"ec-brainpoolP256r1", "ECDSA", 256, "brainpoolP256r1", 0, "ECDSA-SHA384"},
      {"ec-brainpoolP384r1", "ECDSA", 384, "brainpoolP384r1", 0, "ECDSA-SHA384"},
      {"ec-brainpoolP512r1", "ECDSA", 512, "brainpoolP512r1", 0, "ECDSA-SHA384"},
      {"ec-explicit", "ECDSA", 0, "", 0, "ECDSA-SHA256"},
      {"ed25519", "Ed25519", 256, "", 0, "Ed25519"},
      {"ed448", "Ed448", 456, "", 0, "Ed448"},
      {"x25519", "X25519", 256, "", 0, "SHA256-RSA"},
      {"x448", "X448", 448, "", 0, "SHA256-RSA"},
      {"dsa1024", "DSA", 1024, "", 0, "DSA-SHA256"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CertificateFacts facts = read_certificate(recorded::certificate(row.name));
    CHECK_FALSE(facts.malformed);
    CHECK(facts.public_key.algorithm == row.algorithm);
    CHECK(facts.public_key.bits == row.bits);
    CHECK(facts.public_key.curve == row.curve);
    CHECK(facts.public_key.exponent == row.exponent);
    CHECK(facts.signature_algorithm == row.signature);
    CHECK(facts.common_names == Names{row.name + ".example.org"});
    CHECK(facts.self_issued);
    REQUIRE((facts.not_before && facts.not_after));
    CHECK(*facts.not_after - *facts.not_before == std::chrono::days(3650));
  }
}

TEST_CASE("certificate: a mail server's") {
  const std::string der = recorded::certificate("server");
  const CertificateFacts facts = read_certificate(der);
  CHECK_FALSE(facts.malformed);
  CHECK(facts.version == 3);
  CHECK(facts.serial_number == "730750818665451459101842416358141509827966271487");
  CHECK(facts.subject_dn == "C=DE, O=M\u00fcller & S\u00f6hne, OU=Postamt, CN=mx.example.org");
  CHECK(facts.issuer_dn == facts.subject_dn);
  CHECK(facts.common_names == Names{"mx.example.org"});
  CHECK(facts.dns_names == Names{"mx.example.org", "*.mail.example.org", "MX2.Example.ORG"});
  CHECK(facts.ip_addresses ==
        std::vector{*base::IpAddress::parse("192.0.2.1"), *base::IpAddress::parse("2001:db8::25")});
  REQUIRE(facts.key_usage.has_value());
  CHECK(*facts.key_usage == 0b101);
  CHECK(facts.allows(KeyUsage::digital_signature));
  CHECK(facts.allows(KeyUsage::key_encipherment));
  CHECK_FALSE(facts.allows(KeyUsage::key_agreement));
  CHECK(facts.extended_key_usage == Names{"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.2.3.4.5"});
  REQUIRE(facts.basic_constraints.has_value());
  CHECK_FALSE(facts.basic_constraints->is_ca);
  CHECK_FALSE(facts.basic_constraints->path_length.has_value());
  CHECK(der.find(facts.subject_public_key_info) != std::string::npos);
  CHECK(facts.subject_public_key_info.size() == 294);  // of any RSA key of 2048 bits
}

TEST_CASE("certificate: an authority's, and what it signed") {
  const CertificateFacts ca = read_certificate(recorded::certificate("ca"));
  CHECK(ca.basic_constraints->is_ca);
  CHECK(ca.basic_constraints->path_length == 3);
  CHECK(ca.allows(KeyUsage::certificate_sign));
  CHECK(ca.allows(KeyUsage::crl_sign));
  CHECK_FALSE(ca.allows(KeyUsage::digital_signature));
  CHECK(ca.signature_algorithm == "SHA512-RSA");
  CHECK(ca.serial_number == "1");

  const CertificateFacts leaf = read_certificate(recorded::certificate("many-names"));
  CHECK_FALSE(leaf.malformed);
  CHECK_FALSE(leaf.self_issued);
  CHECK(leaf.issuer_dn == "CN=Test CA");
  CHECK(leaf.serial_number == "128");
  REQUIRE(leaf.dns_names.size() == 300);
  CHECK(leaf.dns_names.back() == "mx299.example.org");
  CHECK(certificate_matches(leaf, "mx299.example.org"));
  CHECK_FALSE(certificate_matches(leaf, "mx300.example.org"));
  CHECK_FALSE(certificate_matches(leaf, "many.example.org"));  // only its common name
}

TEST_CASE(
    "certificate: version 1 has no extensions, and a negative serial number is shown as such") {
  const CertificateFacts facts = read_certificate(recorded::certificate("v1-negative-serial"));
  CHECK_FALSE(facts.malformed);
  CHECK(facts.version == 1);
  CHECK(facts.serial_number == "-129");
  CHECK_FALSE(facts.key_usage.has_value());
  CHECK_FALSE(facts.extended_key_usage.has_value());
  CHECK_FALSE(facts.basic_constraints.has_value());
  CHECK(facts.dns_names.empty());
  CHECK(facts.allows(KeyUsage::decipher_only));
}

TEST_CASE("certificate: cut off at every length, and with one octet more") {
  for (const std::string name : {"server", "ca", "ec-explicit", "dsa1024", "v1-negative-serial"}) {
    CAPTURE(name);
    const std::string der = recorded::certificate(name);
    for (std::size_t size = 0; size < der.size(); ++size) {
      REQUIRE(read_certificate(der.substr(0, size)).malformed);
    }
    CHECK(read_certificate(der + '\0').malformed);
  }
}

TEST_CASE("certificate: any octet replaced crashes nothing") {
  const std::string der = recorded::certificate("server");
  std::size_t malformed = 0;
  for (std::size_t at = 0; at < der.size(); ++at) {
    for (const int value : {0x00, 0x7f, 0x80, 0xff}) {
      std::string changed = der;
      changed[at] = static_cast<char>(value);
      malformed += read_certificate(changed).malformed ? 1 : 0;
    }
  }
  CHECK(malformed > 200);
}

}  // namespace
}  // namespace wire
