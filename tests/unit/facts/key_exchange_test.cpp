// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using wire::kTls10;
using wire::kTls12;

namespace {

constexpr std::uint16_t kEcdheChacha = 0xcca8;  // TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
constexpr std::uint16_t kRsa3des = 0x000a;
constexpr std::uint16_t kRsaRc4 = 0x0005;
constexpr std::uint16_t kRsaNull = 0x003b;    // TLS_RSA_WITH_NULL_SHA256
constexpr std::uint16_t kDheExport = 0x0014;  // TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA

void only_tls13(Visit& visit) { visit.plain().refused("tls12", 70).plain(); }

Choice prime(unsigned bits) {
  Choice choice;
  choice.prime_bits = bits;
  return choice;
}

Choice signed_by(std::uint16_t scheme) {
  Choice choice;
  choice.signature = scheme;
  return choice;
}

}  // namespace

std::vector<Case> key_exchange_cases() {
  return {
      {"kx_static_rsa", "yes", "negotiated",
       [](Visit& v) { v.answered("static-rsa", kTls12, kRsa); }},
      {"kx_static_rsa", "yes", "negotiated with Triple DES",
       [](Visit& v) {
         v.plain12().refused("static-rsa").answered("weak", kTls12, kRsa3des).plain();
       }},
      {"kx_static_rsa", "no", "refused",
       [](Visit& v) { v.plain12().refused("static-rsa").plain(); }},
      {"kx_static_rsa", "not_asked", "it may be the version that is refused",
       [](Visit& v) { v.plain().refused("static-rsa").plain(); }},
      {"kx_static_rsa", "not_asked", "another was chosen", [](Visit& v) { v.plain12(); }},
      {"kx_static_rsa", "not_applicable", "TLS 1.3 alone",
       [](Visit& v) { v.plain().refused("tls12").refused("static-rsa").plain(); }},
      {"kx_dhe", "yes", "negotiated", [](Visit& v) { v.answered("dhe", kTls12, kDheRsa); }},
      {"kx_dhe", "no", "refused", [](Visit& v) { v.plain12().refused("dhe").plain(); }},
      {"kx_dhe", "not_repeated", "dropped once",
       [](Visit& v) { v.plain12().dropped("dhe").plain(); }},
      {"kx_ecdhe_rsa", "yes", "negotiated", [](Visit& v) { v.plain12(); }},
      {"kx_ecdhe_rsa", "no", "refused",
       [](Visit& v) {
         v.answered("starttls", kTls12, kRsa)
             .refused("ecdhe-rsa")
             .answered("starttls", kTls12, kRsa);
       }},
      {"kx_ecdhe_rsa", "not_asked", "ECDSA was chosen",
       [](Visit& v) { v.answered("starttls", kTls12, kEcdheEcdsa); }},
      {"kx_ecdhe_ecdsa", "yes", "negotiated",
       [](Visit& v) { v.answered("ecdhe-ecdsa", kTls12, kEcdheEcdsa); }},
      {"kx_ecdhe_ecdsa", "no", "refused",
       [](Visit& v) { v.plain12().refused("ecdhe-ecdsa").plain(); }},
      {"kx_ecdhe_ecdsa", "no_control", "refused, and then everything",
       [](Visit& v) { v.plain12().refused("ecdhe-ecdsa").refused("starttls"); }},
      {"kx_anonymous", "yes", "negotiated",
       [](Visit& v) { v.answered("anonymous", kTls12, kAnonymous); }},
      {"kx_anonymous", "no", "refused", [](Visit& v) { v.plain12().refused("anonymous").plain(); }},
      {"kx_anonymous", "not_applicable", "TLS 1.3 alone", only_tls13},

      {"cipher_3des", "yes", "negotiated", [](Visit& v) { v.answered("3des", kTls12, kRsa3des); }},
      {"cipher_3des", "no", "all weak ones refused",
       [](Visit& v) { v.plain12().refused("weak").plain(); }},
      {"cipher_3des", "not_asked", "another weak one chosen",
       [](Visit& v) { v.plain().answered("weak", kTls12, kRsaNull).plain(); }},
      {"cipher_3des", "no", "another weak one chosen, alone refused",
       [](Visit& v) { v.plain().answered("weak", kTls12, kRsaNull).refused("3des").plain(); }},
      {"cipher_rc4", "yes", "negotiated", [](Visit& v) { v.answered("weak", kTls12, kRsaRc4); }},
      {"cipher_rc4", "no", "refused", [](Visit& v) { v.plain12().refused("rc4").plain(); }},
      {"cipher_rc4", "farm", "refused by another server",
       [](Visit& v) {
         v.plain12().refused("rc4").reply("ehlo-reply", "250-mx2.test\r\n250 STARTTLS\r\n").plain();
       }},
      {"cipher_null", "yes", "negotiated", [](Visit& v) { v.answered("weak", kTls12, kRsaNull); }},
      {"cipher_null", "no", "refused", [](Visit& v) { v.plain12().refused("null").plain(); }},
      {"cipher_null", "not_measured", "the server says 454",
       [](Visit& v) { v.plain().unmeasured("null").plain(); }},
      {"cipher_export", "yes", "negotiated",
       [](Visit& v) { v.answered("export", kTls10, kDheExport, prime(512)); }},
      {"cipher_export", "no", "refused, be it for the version",
       [](Visit& v) { v.plain12().refused("export").plain(); }},
      {"cipher_export", "not_asked", "other weak suites refused",
       [](Visit& v) { v.plain12().refused("weak").plain(); }},

      {"dhe_at_least_2048", "yes", "2,048 bits",
       [](Visit& v) { v.answered("dhe", kTls12, kDheRsa, prime(2048)); }},
      {"dhe_at_least_2048", "no", "1,024 bits in one of two",
       [](Visit& v) {
         v.plain().answered("dhe", kTls12, kDheRsa, prime(2048));
         v.answered("dhe", kTls12, kDheRsa, prime(1024)).plain();
       }},
      {"dhe_at_least_2048", "yes", "an export suite has its own",
       [](Visit& v) {
         v.plain()
             .answered("dhe", kTls12, kDheRsa)
             .answered("export", kTls12, kDheExport, prime(512))
             .plain();
       }},
      {"dhe_at_least_2048", "not_asked", "so has an anonymous one",
       [](Visit& v) { v.plain().answered("anonymous", kTls12, kAnonymous, prime(1024)).plain(); }},
      {"dhe_at_least_2048", "not_applicable", "no DHE",
       [](Visit& v) { v.plain12().refused("dhe").plain(); }},
      {"dhe_at_least_2048", "not_asked", "not asked", [](Visit& v) { v.plain(); }},

      {"sha1_signatures", "yes", "signed",
       [](Visit& v) { v.answered("sha1-only", kTls12, kEcdheRsa, signed_by(0x0201)); }},
      {"sha1_signatures", "no", "refused",
       [](Visit& v) { v.plain().answered("tls12", kTls12).refused("sha1-only").plain(); }},
      {"sha1_signatures", "not_measured", "static RSA needs none",
       [](Visit& v) { v.plain12().answered("sha1-only", kTls12, kRsa).plain12(); }},
      {"sha1_signatures", "not_asked", "it may be the version that is refused",
       [](Visit& v) { v.plain().refused("sha1-only").plain(); }},

      {"recommended_suite_tls1_2", "yes", "ECDHE and AES-GCM", [](Visit& v) { v.plain12(); }},
      {"recommended_suite_tls1_2", "yes", "chosen by one that is asked for it alone",
       [](Visit& v) {
         v.plain().answered("tls12", kTls12, kRsa).answered("ecdhe-rsa", kTls12, kEcdheRsa).plain();
       }},
      {"recommended_suite_tls1_2", "no", "CBC",
       [](Visit& v) { v.plain().answered("tls12", kTls12, kEcdheRsaOld).plain(); }},
      {"recommended_suite_tls1_2", "no", "DHE",
       [](Visit& v) { v.answered("starttls", kTls12, kDheRsa); }},
      {"recommended_suite_tls1_2", "not_measured", "ECDHE and ChaCha20",
       [](Visit& v) { v.plain().answered("tls12", kTls12, kEcdheChacha).plain(); }},
      {"recommended_suite_tls1_2", "not_asked", "TLS 1.3 was chosen", [](Visit& v) { v.plain(); }},
      {"recommended_suite_tls1_2", "not_applicable", "TLS 1.3 alone", only_tls13},

      {"forward_secrecy", "yes", "ECDHE", [](Visit& v) { v.plain12(); }},
      {"forward_secrecy", "yes", "DHE in TLS 1.0",
       [](Visit& v) { v.plain12().answered("tls10", kTls10, 0x0033).plain12(); }},
      {"forward_secrecy", "yes", "static RSA where nothing else was asked for",
       [](Visit& v) { v.plain12().answered("static-rsa", kTls12, kRsa).plain12(); }},
      {"forward_secrecy", "no", "static RSA",
       [](Visit& v) { v.answered("starttls", kTls12, kRsa); }},
      {"forward_secrecy", "no", "static RSA in one version",
       [](Visit& v) { v.plain12().answered("tls10", kTls10, kRsa).plain12(); }},
      {"forward_secrecy", "no_control", "static RSA, and no plain conversation behind it",
       [](Visit& v) { v.plain().answered("tls12", kTls12, kRsa); }},
      {"forward_secrecy", "yes", "static RSA for want of a group",
       [](Visit& v) { v.plain12().answered("p384", kTls12, kRsa).plain12(); }},
      {"forward_secrecy", "not_asked", "TLS 1.3 was chosen", [](Visit& v) { v.plain(); }},
      {"forward_secrecy", "not_measured", "refused",
       [](Visit& v) { v.plain().refused("tls12").answered("static-rsa", kTls12, kRsa).plain(); }},
      {"forward_secrecy", "not_applicable", "TLS 1.3 alone", only_tls13},
  };
}

TEST_CASE("key exchange") { check(key_exchange_cases()); }

TEST_CASE("the smallest prime is measured") {
  Visit visit;
  visit.plain().answered("dhe", kTls12, kDheRsa, prime(1024)).plain();
  CHECK(visit.fact("dhe_at_least_2048").number == 1024);
}

}  // namespace test
