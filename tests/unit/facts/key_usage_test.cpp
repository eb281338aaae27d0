// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using wire::kTls10;
using wire::kTls11;
using wire::kTls12;
using wire::kTls13;

namespace {

Visit& for_signature(Visit& visit) {
  return visit.certificate({.key_usage = "critical,digitalSignature"});
}
Visit& for_encipherment(Visit& visit) {
  return visit.certificate({.key_usage = "critical,keyEncipherment"});
}

void complain(Visit& visit, int code) { visit.tls().certificate_code = code; }

}  // namespace

std::vector<Case> key_usage_cases() {
  return {
      {"key_usage_present", "yes", "present", [](Visit& v) { for_signature(v).plain(); }},
      {"key_usage_present", "no", "absent", [](Visit& v) { v.plain(); }},
      {"key_usage_present", "not_measured", "no certificate was seen",
       [](Visit& v) { v.refused("starttls"); }},
      {"key_usage_allows_signature", "yes", "allowed", [](Visit& v) { for_signature(v).plain(); }},
      {"key_usage_allows_signature", "yes", "no keyUsage", [](Visit& v) { v.plain(); }},
      {"key_usage_allows_signature", "no", "not among them",
       [](Visit& v) { for_encipherment(v).plain(); }},
      {"key_usage_allows_signature", "not_measured", "no certificate was seen",
       [](Visit& v) { v.refused("starttls"); }},
      {"key_usage_allows_encipherment", "yes", "allowed",
       [](Visit& v) { for_encipherment(v).plain(); }},
      {"key_usage_allows_encipherment", "no", "not among them",
       [](Visit& v) { for_signature(v).plain(); }},
      {"key_usage_allows_encipherment", "not_measured", "no certificate was seen",
       [](Visit& v) { v.refused("starttls"); }},
      {"extended_key_usage_fits", "yes", "absent", [](Visit& v) { v.plain(); }},
      {"extended_key_usage_fits", "yes", "serverAuth among them",
       [](Visit& v) { v.certificate({.extended_key_usage = "clientAuth,serverAuth"}).plain(); }},
      {"extended_key_usage_fits", "yes", "any",
       [](Visit& v) { v.certificate({.extended_key_usage = "anyExtendedKeyUsage"}).plain(); }},
      {"extended_key_usage_fits", "no", "clientAuth alone",
       [](Visit& v) { v.certificate({.extended_key_usage = "clientAuth"}).plain(); }},
      {"extended_key_usage_fits", "not_measured", "no certificate was seen",
       [](Visit& v) { v.refused("starttls"); }},

      {"key_usage_fits_tls1_0", "yes", "enciphers, and may",
       [](Visit& v) { for_encipherment(v).plain().answered("tls10", kTls10, kRsa).plain(); }},
      {"key_usage_fits_tls1_0", "no", "enciphers, and may only sign",
       [](Visit& v) { for_signature(v).plain().answered("tls10", kTls10, kRsa).plain(); }},
      {"key_usage_fits_tls1_0", "not_asked", "not spoken of", [](Visit& v) { v.plain(); }},
      {"key_usage_fits_tls1_0", "not_applicable", "anonymous",
       [](Visit& v) {
         v.refused("starttls").answered("starttls-legacy", kTls10, kAnonymous).refused("starttls");
       }},
      {"key_usage_fits_tls1_1", "yes", "no keyUsage",
       [](Visit& v) { v.answered("tls11", kTls11); }},
      {"key_usage_fits_tls1_1", "no", "signs, and may only encipher",
       [](Visit& v) { for_encipherment(v).plain().answered("tls11", kTls11).plain(); }},
      {"key_usage_fits_tls1_1", "not_applicable", "not spoken",
       [](Visit& v) { v.plain().refused("tls11").plain(); }},
      {"key_usage_fits_tls1_2", "yes", "signs, and may",
       [](Visit& v) { for_signature(v).plain12(); }},
      {"key_usage_fits_tls1_2", "no", "signs, and may only encipher",
       [](Visit& v) { for_encipherment(v).plain12(); }},
      {"key_usage_fits_tls1_2", "yes", "enciphers only where there is nothing else to do",
       [](Visit& v) { for_signature(v).plain12().answered("static-rsa", kTls12, kRsa).plain12(); }},
      {"key_usage_fits_tls1_2", "no_control", "not the plain one, and nothing behind it",
       [](Visit& v) { for_encipherment(v).plain().answered("tls12", kTls12); }},
      {"key_usage_fits_tls1_3", "yes", "signs, and may",
       [](Visit& v) { for_signature(v).plain(); }},
      {"key_usage_fits_tls1_3", "no", "signs, and may only encipher",
       [](Visit& v) { for_encipherment(v).plain(); }},
      {"key_usage_fits_tls1_3", "not_applicable", "not spoken",
       [](Visit& v) { v.plain12().refused("tls13").plain12(); }},

      {"key_usage_fits_static_rsa", "yes", "may encipher",
       [](Visit& v) { for_encipherment(v).plain().answered("static-rsa", kTls12, kRsa).plain(); }},
      {"key_usage_fits_static_rsa", "no", "may only sign",
       [](Visit& v) { for_signature(v).plain().answered("static-rsa", kTls12, kRsa).plain(); }},
      {"key_usage_fits_static_rsa", "not_applicable", "there is no static RSA",
       [](Visit& v) { for_signature(v).plain12().refused("static-rsa").plain12(); }},

      {"wolfssl_accepts_key_usage", "yes", "it did not object", [](Visit& v) { v.plain12(); }},
      {"wolfssl_accepts_key_usage", "yes", "it objected to something else",
       [](Visit& v) {
         v.plain12();
         complain(v, -188);
       }},
      {"wolfssl_accepts_key_usage", "no", "it objected",
       [](Visit& v) {
         v.plain12();
         complain(v, -383);
       }},
      {"wolfssl_accepts_key_usage", "no", "it objected in one of two",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12);
         complain(v, -386);
       }},
      {"wolfssl_accepts_key_usage", "not_asked", "in TLS 1.3 it does not look",
       [](Visit& v) { v.plain(); }},
      {"wolfssl_accepts_key_usage", "not_asked", "it was made to use static RSA",
       [](Visit& v) {
         v.plain().answered("static-rsa", kTls12, kRsa);
         complain(v, -385);
       }},
      {"wolfssl_accepts_key_usage", "not_applicable", "TLS 1.3 alone",
       [](Visit& v) { v.plain().refused("tls12", 70).plain(); }},
  };
}

TEST_CASE("key usage") { check(key_usage_cases()); }

TEST_CASE("usages are told by RFC 5280's names") {
  Visit visit;
  visit.certificate({.key_usage = "digitalSignature,keyEncipherment,keyAgreement"}).plain();
  CHECK(visit.fact("key_usage_present").list ==
        std::vector<std::string>{"digitalSignature", "keyEncipherment", "keyAgreement"});
}

}  // namespace test
