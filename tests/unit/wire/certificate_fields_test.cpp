// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "unit/wire/certificate_built.hpp"
#include "wire/certificate.hpp"

namespace wire {
namespace {

using namespace std::string_literals;
using built::Certificate;
using built::der;
using built::extension;
using built::general;
using built::sequence;
using built::utc;
using Names = std::vector<std::string>;

constexpr auto kKeyUsage = "551d0f";
constexpr auto kSubjectAltName = "551d11";
constexpr auto kBasicConstraints = "551d13";
constexpr auto kExtendedKeyUsage = "551d25";

CertificateFacts with_extension(const std::string& oid, const std::string& value) {
  Certificate certificate;
  certificate.extensions = extension(oid, value);
  return read_certificate(certificate.to_der());
}

TEST_CASE("certificate fields: the built one is well-formed") {
  const CertificateFacts facts = read_certificate(Certificate().to_der());
  CHECK_FALSE(facts.malformed);
  CHECK(facts.version == 3);
  CHECK_FALSE(facts.self_issued);
}

TEST_CASE("certificate fields: dates") {
  struct Row {
    std::string name;
    std::string time;
    std::string text;  // empty: malformed
  };
  const Row rows[] = {
      {"UTCTime 49 is 2049", utc("491231235959Z"), "2049-12-31T23:59:59.000Z"},
      {"UTCTime 50 is 1950", utc("500101000000Z"), "1950-01-01T00:00:00.000Z"},
      {"UTCTime 99", utc("991231235959Z"), "1999-12-31T23:59:59.000Z"},
      {"UTCTime 00", utc("000229000000Z"), "2000-02-29T00:00:00.000Z"},
      {"GeneralizedTime 2050", general("20500101000000Z"), "2050-01-01T00:00:00.000Z"},
      {"no expiry (RFC 5280 section 4.1.2.5)", general("99991231235959Z"),
       "9999-12-31T23:59:59.000Z"},
      {"GeneralizedTime before 2050", general("20260101000000Z"), "2026-01-01T00:00:00.000Z"},
      {"no seconds", utc("2601010000Z"), ""},
      {"an offset", utc("260101000000+0100"), ""},
      {"no Z", utc("260101000000"), ""},
      {"fractions", general("20260101000000.5Z"), ""},
      {"13th month", utc("261301000000Z"), ""},
      {"30 February", utc("260230000000Z"), ""},
      {"a leap second", utc("161231235960Z"), ""},
      {"hour 24", utc("260101240000Z"), ""},
      {"a blank for a digit", utc("26 101000000Z"), ""},
      {"a sign for a digit", utc("-60101000000Z"), ""},
      {"empty", utc(""), ""},
      {"four-digit year in UTCTime", utc("20260101000000Z"), ""},
      {"text", der(kDerUtf8String, "260101000000Z"), ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Certificate certificate;
    certificate.not_after = row.time;
    const CertificateFacts facts = read_certificate(certificate.to_der());
    CHECK(facts.malformed == row.text.empty());
    CHECK(facts.not_after.has_value() != row.text.empty());
    if (facts.not_after) CHECK(base::rfc3339(*facts.not_after) == row.text);
    // One bad field does not hide the others.
    CHECK(facts.not_before.has_value());
    CHECK(facts.common_names == Names{"mx.example.org"});
    CHECK(facts.public_key.algorithm == "Ed25519");
  }
}

TEST_CASE("certificate fields: version") {
  const std::pair<std::string, int> rows[] = {{"\x00"s, 1}, {"\x01", 2}, {"\x02", 3}};
  for (const auto& row : rows) {
    const auto& octets = row.first;
    const auto& version = row.second;
    Certificate certificate;
    certificate.version = der(0xa0, der(kDerInteger, octets));
    const CertificateFacts facts = read_certificate(certificate.to_der());
    CHECK(facts.version == version);
    CHECK_FALSE(facts.malformed);
  }
  for (const std::string& octets : {"\x03"s, "\xff"s, "\x80"s, "\x01\x00"s, ""s}) {
    CAPTURE(base::hex(octets));
    Certificate certificate;
    certificate.version = der(0xa0, der(kDerInteger, octets));
    const CertificateFacts facts = read_certificate(certificate.to_der());
    CHECK(facts.malformed);
    CHECK(facts.version >= 1);
    CHECK(facts.version <= 3);
  }
  Certificate absent;
  absent.version.clear();
  CHECK(read_certificate(absent.to_der()).version == 1);
}

TEST_CASE("certificate fields: serial numbers, and how long they are") {
  struct Row {
    std::string octets;
    std::string text;
  };
  const Row rows[] = {
      {"\x07", "7"},
      {"\0"s, "0"},
      {"\x80", "-128"},
      {"\0\x80"s, "128"},
      {"\x01" + std::string(20, '\0'), "1461501637330902918203684832716283019655932542976"},
      {std::string(100, '\x01'), ""},
      {"", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    Certificate certificate;
    certificate.serial = der(kDerInteger, row.octets);
    const CertificateFacts facts = read_certificate(certificate.to_der());
    CHECK(facts.serial_number == row.text);
    CHECK(facts.serial_octets == row.octets.size());
  }
}

TEST_CASE("certificate fields: the signature's algorithm, inside and outside") {
  const std::string with_null = sequence(built::oid("2b6570") + "\x05\x00"s);
  Certificate certificate;
  CHECK(read_certificate(certificate.to_der()).signature_algorithms_agree);
  certificate.signed_algorithm = with_null;  // the same, with parameters
  CHECK_FALSE(read_certificate(certificate.to_der()).signature_algorithms_agree);
  CHECK_FALSE(read_certificate(certificate.to_der()).malformed);
  certificate.algorithm = with_null;
  CHECK(read_certificate(certificate.to_der()).signature_algorithms_agree);
  CHECK_FALSE(read_certificate("").signature_algorithms_agree);
}

TEST_CASE("certificate fields: extensions are counted, and one that is repeated is named") {
  Certificate certificate;
  CHECK(read_certificate(certificate.to_der()).extension_count == 0);
  const std::string unknown = extension("2a0304", "unknown");
  certificate.extensions = unknown + extension(kBasicConstraints, sequence(""));
  CHECK(read_certificate(certificate.to_der()).extension_count == 2);
  CHECK(read_certificate(certificate.to_der()).repeated_extension.empty());
  certificate.extensions += extension(kBasicConstraints, sequence("")) + unknown;
  const CertificateFacts facts = read_certificate(certificate.to_der());
  CHECK(facts.extension_count == 4);
  CHECK(facts.repeated_extension == "2.5.29.19");
  CHECK_FALSE(facts.malformed);
}

TEST_CASE("certificate fields: more extensions than we look at are not passed over in silence") {
  Certificate certificate;
  for (unsigned i = 0; i < 257; ++i)
    certificate.extensions +=
        sequence(der(kDerOid, "\x2a\x83" + recorded::u8(i / 2)) + der(kDerOctetString, ""));
  const CertificateFacts facts = read_certificate(certificate.to_der());
  CHECK(facts.malformed);
  CHECK(facts.extension_count == 256);
}

TEST_CASE("certificate fields: each bit of keyUsage, the ninth in the second octet") {
  for (unsigned bit = 0; bit < 9; ++bit) {
    CAPTURE(bit);
    std::string octets(bit / 8 + 1, '\0');
    octets[bit / 8] = static_cast<char>(0x80 >> bit % 8);
    const unsigned unused = 7 - bit % 8;
    const CertificateFacts facts =
        with_extension(kKeyUsage, der(kDerBitString, recorded::u8(unused) + octets));
    CHECK_FALSE(facts.malformed);
    REQUIRE(facts.key_usage.has_value());
    CHECK(*facts.key_usage == 1U << bit);
    for (unsigned other = 0; other < 9; ++other) {
      CHECK(facts.allows(static_cast<KeyUsage>(other)) == (other == bit));
    }
  }
}

TEST_CASE("certificate fields: keyUsage without a bit, and what is no keyUsage") {
  const CertificateFacts none = with_extension(kKeyUsage, der(kDerBitString, "\0"s));
  CHECK_FALSE(none.malformed);
  CHECK(none.key_usage == 0);
  CHECK_FALSE(none.allows(KeyUsage::digital_signature));
  for (const std::string& value :
       {der(kDerBitString, ""), der(kDerBitString, "\x08\x80"), der(kDerBitString, "\x05"),
        der(kDerOctetString, "\x05\xa0"), ""s, der(kDerBitString, "\x05\xa0") + "x"}) {
    CAPTURE(base::hex(value));
    const CertificateFacts facts = with_extension(kKeyUsage, value);
    CHECK(facts.malformed);
    CHECK_FALSE(facts.key_usage.has_value());
  }
}

TEST_CASE("certificate fields: basicConstraints") {
  const auto constraints = [](const std::string& content) {
    return with_extension(kBasicConstraints, sequence(content));
  };
  const std::string is_ca = der(kDerBoolean, "\xff");
  CHECK_FALSE(constraints("").basic_constraints->is_ca);
  CHECK(constraints(is_ca).basic_constraints->is_ca);
  CHECK_FALSE(constraints(is_ca).basic_constraints->path_length.has_value());
  CHECK(constraints(is_ca + der(kDerInteger, "\0"s)).basic_constraints->path_length == 0);
  // Above 127 an INTEGER needs a second octet: it is not "no limit".
  CHECK(constraints(is_ca + der(kDerInteger, "\0\xc8"s)).basic_constraints->path_length == 200);
  for (const std::string& bad : {is_ca + der(kDerInteger, "\xff"), is_ca + der(kDerInteger, ""),
                                 der(kDerBoolean, ""), is_ca + der(kDerUtf8String, "x")}) {
    CAPTURE(base::hex(bad));
    const CertificateFacts facts = constraints(bad);
    CHECK(facts.malformed);
    CHECK_FALSE(facts.basic_constraints->path_length.has_value());
  }
}

TEST_CASE("certificate fields: subjectAltName, every kind of name and bad addresses") {
  const std::string good = der(0x82, "a.example") + der(0x81, "x@a.example") +
                           der(0x87, "\xc0\x00\x02\x01"s) + der(0x86, "https://a.example") +
                           der(0xa4, "?") + der(0x82, "nul\0.example"s);
  const CertificateFacts facts = with_extension(kSubjectAltName, sequence(good));
  CHECK_FALSE(facts.malformed);
  CHECK(facts.dns_names == Names{"a.example", "nul\0.example"s});
  CHECK(facts.ip_addresses == std::vector{*base::IpAddress::parse("192.0.2.1")});
  CHECK_FALSE(certificate_matches(facts, "nul"));

  for (const std::string& address :
       {""s, "\x01\x02\x03"s, "\xc0\x00\x02\x00\xff\xff\xff\x00"s, std::string(17, 'x')}) {
    const CertificateFacts bad =
        with_extension(kSubjectAltName, sequence(der(0x82, "a.example") + der(0x87, address)));
    CHECK(bad.malformed);
    CHECK(bad.ip_addresses.empty());
    CHECK(bad.dns_names == Names{"a.example"});
  }
}

TEST_CASE("certificate fields: more names than we keep are not passed over in silence") {
  std::string names;
  for (int i = 0; i < 8192; ++i) names += der(0x82, "a");
  CHECK_FALSE(with_extension(kSubjectAltName, sequence(names)).malformed);
  const CertificateFacts facts = with_extension(kSubjectAltName, sequence(names + der(0x82, "b")));
  CHECK(facts.malformed);
  CHECK(facts.dns_names.size() == 8192);
}

TEST_CASE("certificate fields: a malformed extension does not hide the next") {
  Certificate certificate;
  certificate.extensions = extension(kKeyUsage, "bad") + extension("2a0304", "unknown") +
                           extension(kSubjectAltName, sequence(der(0x82, "a.example"))) +
                           extension(kExtendedKeyUsage, sequence(built::oid("2b06010505070301")));
  const CertificateFacts facts = read_certificate(certificate.to_der());
  CHECK(facts.malformed);
  CHECK(facts.dns_names == Names{"a.example"});
  CHECK(facts.extended_key_usage == Names{"1.3.6.1.5.5.7.3.1"});
}

TEST_CASE("certificate fields: names in the strings that X.520 has") {
  Certificate certificate;
  certificate.subject =
      sequence(built::attribute(6, 0x13, "DE") +
               built::attribute(10, kDerBmpString, "\x00M\x00\xfc\x20\xac"s) +
               built::attribute(11, 0x14, "caf\xe9") + built::attribute(99, kDerUtf8String, "?") +
               built::attribute(3, kDerUtf8String, "one") + built::attribute(3, 0x16, "two"));
  const CertificateFacts facts = read_certificate(certificate.to_der());
  CHECK_FALSE(facts.malformed);
  CHECK(facts.subject_dn == "C=DE, O=M\u00fc\u20ac, OU=caf\xe9, 2.5.4.99=?, CN=one, CN=two");
  CHECK(facts.common_names == Names{"one", "two"});
}

TEST_CASE("certificate fields: an empty subject, and subject equal to issuer octet by octet") {
  Certificate certificate;
  certificate.subject = sequence("");
  CHECK_FALSE(read_certificate(certificate.to_der()).malformed);
  CHECK(read_certificate(certificate.to_der()).subject_dn.empty());
  certificate.subject = certificate.issuer;
  CHECK(read_certificate(certificate.to_der()).self_issued);
  certificate.subject =
      sequence(built::attribute(3, 0x13, "issuer"));  // the same text, another string
  CHECK_FALSE(read_certificate(certificate.to_der()).self_issued);
}

TEST_CASE("certificate fields: an RSA key that is none") {
  const std::string rsa = sequence(built::oid("2a864886f70d010101") + "\x05\x00"s);
  const std::string key =
      sequence(der(kDerInteger, "\x00\xff\xff"s) + der(kDerInteger, std::string(9, 'e')));
  Certificate certificate;
  certificate.public_key = sequence(rsa + built::bit_string(key));
  CHECK_FALSE(read_certificate(certificate.to_der()).malformed);
  CHECK(read_certificate(certificate.to_der()).public_key.bits == 16);
  CHECK(read_certificate(certificate.to_der()).public_key.exponent == 0);  // over 64 bits
  for (const std::string& bad : {""s, "key"s, key.substr(0, key.size() - 1), key + "x",
                                 sequence(der(kDerInteger, "\x03"))}) {
    CAPTURE(base::hex(bad));
    certificate.public_key = sequence(rsa + built::bit_string(bad));
    const CertificateFacts facts = read_certificate(certificate.to_der());
    CHECK(facts.malformed);
    CHECK(facts.public_key.algorithm == "RSA");
  }
}

}  // namespace
}  // namespace wire
