// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"
#include "support/test_keys.hpp"
#include "unit/wire/certificate_built.hpp"

namespace test {

namespace {

using namespace std::string_literals;
using built::Certificate;
using built::der;
using built::extension;
using built::sequence;

constexpr auto kKeyUsage = "551d0f";
constexpr auto kSubjectAltName = "551d11";

support::Credential credential(std::string certificate_der) {
  support::Credential made;
  made.certificate_der = std::move(certificate_der);
  return made;
}

// The plain conversation shows a certificate put together so.
Visit& shown(Visit& visit, const Certificate& certificate) {
  return visit.chain({credential(certificate.to_der())}).plain();
}

// One of tests/data.
Visit& recorded_one(Visit& visit, const std::string& name) {
  return visit.chain({credential(recorded::certificate(name))}).plain();
}

Visit& garbage(Visit& visit) { return visit.chain({credential("none")}).plain(); }

Certificate with_serial(const std::string& octets) {
  Certificate certificate;
  certificate.serial = der(wire::kDerInteger, octets);
  return certificate;
}

Certificate with_names(const std::string& names) {
  Certificate certificate;
  certificate.extensions = extension(kSubjectAltName, sequence(names));
  return certificate;
}

Certificate with_dates(const std::string& begin, const std::string& end) {
  Certificate certificate;
  certificate.not_before = built::utc(begin);
  certificate.not_after = built::utc(end);
  return certificate;
}

Certificate with_exponent(const std::string& octets) {
  Certificate certificate;
  certificate.public_key =
      sequence(sequence(built::oid("2a864886f70d010101") + "\x05\x00"s) +
               built::bit_string(sequence(der(wire::kDerInteger, "\x00\xff\xff"s) +
                                          der(wire::kDerInteger, octets))));
  return certificate;
}

Certificate twice(const std::string& value) {
  Certificate certificate;
  certificate.extensions = extension("2a0304", value) + extension("2a0304", value);
  return certificate;
}

// With a keyUsage that cannot be read.
Certificate half_readable() {
  Certificate certificate;
  certificate.extensions = extension(kKeyUsage, "bad");
  return certificate;
}

// The plain conversation of a day, with a certificate until noon of 2027-01-01.
Visit& on_day(Visit& visit, int year, unsigned month, unsigned day) {
  shown(visit, with_dates("260101000000Z", "270101120000Z"));
  base::CivilTime civil;
  civil.year = year;
  civil.month = month;
  civil.day = day;
  civil.hour = 12;
  visit.last().started = base::to_wall_time(civil);
  return visit;
}

std::vector<Case> encoding_cases() {
  return {
      {"certificate_well_formed", "yes", "OpenSSL's", [](Visit& v) { v.plain(); }},
      {"certificate_well_formed", "no", "none at all", [](Visit& v) { garbage(v); }},
      {"certificate_well_formed", "no", "an extension",
       [](Visit& v) { shown(v, half_readable()); }},
      {"certificate_well_formed", "no", "the second",
       [](Visit& v) {
         v.chain({a_certificate({}), credential("none")}).plain();
       }},
      {"certificate_well_formed", "not_measured", "none was seen",
       [](Visit& v) { v.refused("starttls"); }},
      {"certificate_version_fits", "yes", "version 3", [](Visit& v) { v.plain(); }},
      {"certificate_version_fits", "no", "version 1",
       [](Visit& v) { recorded_one(v, "v1-negative-serial"); }},
      {"certificate_version_fits", "no", "extensions in version 2",
       [](Visit& v) {
         Certificate certificate = with_names(der(0x82, "mx.test"));
         certificate.version = der(0xa0, der(wire::kDerInteger, "\1"));
         shown(v, certificate);
       }},
      {"certificate_version_fits", "not_measured", "none that could be read",
       [](Visit& v) { garbage(v); }},
      {"certificate_serial_fits", "yes", "7", [](Visit& v) { shown(v, with_serial("\7")); }},
      {"certificate_serial_fits", "yes", "20 octets",
       [](Visit& v) { shown(v, with_serial(std::string(20, '\1'))); }},
      {"certificate_serial_fits", "no", "21 octets",
       [](Visit& v) { shown(v, with_serial('\0' + std::string(20, '\xff'))); }},
      {"certificate_serial_fits", "no", "100 octets",
       [](Visit& v) { shown(v, with_serial(std::string(100, '\1'))); }},
      {"certificate_serial_fits", "no", "zero", [](Visit& v) { shown(v, with_serial("\0"s)); }},
      {"certificate_serial_fits", "no", "negative",
       [](Visit& v) { recorded_one(v, "v1-negative-serial"); }},
      {"certificate_serial_fits", "no", "an issuer's is negative",
       [](Visit& v) {
         Certificate issuer = with_serial("\x80");
         issuer.subject = issuer.issuer;
         issuer.issuer = sequence("");
         v.chain({credential(Certificate().to_der()), credential(issuer.to_der())}).plain();
       }},
      {"certificate_serial_fits", "yes", "a root's is zero",
       [](Visit& v) {
         Certificate root = with_serial("\0"s);
         root.subject = root.issuer;
         v.chain({credential(Certificate().to_der()), credential(root.to_der())}).plain();
       }},
      {"certificate_serial_fits", "not_measured", "none that could be read",
       [](Visit& v) { garbage(v); }},
      {"certificate_extensions_unique", "yes", "each once", [](Visit& v) { v.plain(); }},
      {"certificate_extensions_unique", "no", "one twice",
       [](Visit& v) { shown(v, twice("value")); }},
      {"certificate_extensions_unique", "no", "twice in the second",
       [](Visit& v) {
         v.chain({a_certificate({}), credential(twice("value").to_der())}).plain();
       }},
      {"certificate_extensions_unique", "not_measured", "one could not be read",
       [](Visit& v) {
         v.chain({a_certificate({}), credential("none")}).plain();
       }},
      {"certificate_signature_algorithms_agree", "yes", "they do", [](Visit& v) { v.plain(); }},
      {"certificate_signature_algorithms_agree", "no", "parameters in one of them",
       [](Visit& v) {
         Certificate certificate;
         certificate.signed_algorithm = sequence(built::oid("2b6570") + "\x05\x00"s);
         shown(v, certificate);
       }},
      {"certificate_signature_algorithms_agree", "not_measured", "none that could be read",
       [](Visit& v) { garbage(v); }},
  };
}

std::vector<Case> field_cases() {
  return {
      {"certificate_has_dns_names", "yes", "one", [](Visit& v) { v.plain(); }},
      {"certificate_has_dns_names", "no", "a common name alone",
       [](Visit& v) { shown(v, Certificate()); }},
      {"certificate_has_dns_names", "no", "an address",
       [](Visit& v) { shown(v, with_names(der(0x87, "\xc0\x00\x02\x01"s))); }},
      {"certificate_has_dns_names", "not_measured", "an extension could not be read",
       [](Visit& v) { shown(v, half_readable()); }},
      {"certificate_dates_ordered", "yes", "a year",
       [](Visit& v) { shown(v, with_dates("260101000000Z", "270101000000Z")); }},
      {"certificate_dates_ordered", "yes", "a moment",
       [](Visit& v) { shown(v, with_dates("260101000000Z", "260101000000Z")); }},
      {"certificate_dates_ordered", "no", "from the end to the beginning",
       [](Visit& v) { shown(v, with_dates("270101000000Z", "260101000000Z")); }},
      {"certificate_dates_ordered", "not_measured", "one is none",
       [](Visit& v) { shown(v, with_dates("260101000000Z", "never")); }},
      {"certificate_days_left", "yes", "14", [](Visit& v) { on_day(v, 2026, 12, 18); }},
      {"certificate_days_left", "no", "13", [](Visit& v) { on_day(v, 2026, 12, 19); }},
      {"certificate_days_left", "no", "expired", [](Visit& v) { on_day(v, 2027, 1, 2); }},
      {"certificate_days_left", "not_measured", "no date",
       [](Visit& v) { shown(v, with_dates("260101000000Z", "never")); }},
      {"certificate_exponent_sound", "yes", "65537",
       [](Visit& v) { v.certificate({.key_pem = support::test_rsa_key(2048)}).plain(); }},
      {"certificate_exponent_sound", "yes", "3",
       [](Visit& v) { recorded_one(v, "rsa1024-exponent3"); }},
      {"certificate_exponent_sound", "no", "1", [](Visit& v) { shown(v, with_exponent("\1")); }},
      {"certificate_exponent_sound", "no", "even", [](Visit& v) { shown(v, with_exponent("\6")); }},
      {"certificate_exponent_sound", "not_measured", "over 64 bits",
       [](Visit& v) { shown(v, with_exponent(std::string(9, '\1'))); }},
      {"certificate_exponent_sound", "not_applicable", "P-256", [](Visit& v) { v.plain(); }},
      {"certificate_exponent_sound", "not_measured", "none that could be read",
       [](Visit& v) { garbage(v); }},
      {"certificate_curve_named", "yes", "P-256", [](Visit& v) { v.plain(); }},
      {"certificate_curve_named", "no", "spelled out",
       [](Visit& v) { recorded_one(v, "ec-explicit"); }},
      {"certificate_curve_named", "not_applicable", "RSA",
       [](Visit& v) { recorded_one(v, "rsa2048"); }},
      {"certificate_curve_named", "not_measured", "none that could be read",
       [](Visit& v) { garbage(v); }},
  };
}

}  // namespace

std::vector<Case> certificate_form_cases() {
  std::vector<Case> all = encoding_cases();
  for (const Case& one : field_cases()) all.push_back(one);
  return all;
}

TEST_CASE("certificate: encoding") { check(encoding_cases()); }
TEST_CASE("certificate: fields") { check(field_cases()); }

TEST_CASE("days, names, exponent, version and what is wrong are told") {
  Visit visit;
  CHECK(on_day(visit, 2026, 12, 19).fact("certificate_days_left").number == 13);
  CHECK(visit.fact("certificate_days_left").seen == "until 2027-01-01T12:00:00.000Z");
  Visit expired;
  CHECK(on_day(expired, 2028, 1, 1).fact("certificate_days_left").number == 0);
  Visit names;
  CHECK(names.plain().fact("certificate_has_dns_names").list ==
        std::vector<std::string>{"mx.test"});
  Visit odd;
  recorded_one(odd, "v1-negative-serial");
  CHECK(odd.fact("certificate_version_fits").number == 1);
  CHECK(odd.fact("certificate_serial_fits").seen ==
        "certificate 1: serial number of 2 octets, negative");
  Visit small;
  CHECK(recorded_one(small, "rsa1024-exponent3").fact("certificate_exponent_sound").number == 3);
  Visit repeated;
  CHECK(shown(repeated, twice("v")).fact("certificate_extensions_unique").seen ==
        "certificate 1: extension 1.2.3.4 twice");
}

}  // namespace test
