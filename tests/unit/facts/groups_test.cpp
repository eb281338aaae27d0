// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"
#include "support/test_keys.hpp"

namespace test {

using wire::kTls10;
using wire::kTls11;
using wire::kTls12;
using wire::kTls13;

namespace {

Choice group(std::uint16_t number) {
  Choice choice;
  choice.group = number;
  return choice;
}

}  // namespace

std::vector<Case> group_cases() {
  return {
      {"group_x25519", "yes", "TLS 1.3", [](Visit& v) { v.plain(); }},
      {"group_x25519", "yes", "TLS 1.2", [](Visit& v) { v.plain12(); }},
      {"group_x25519", "no", "refused",
       [](Visit& v) {
         v.answered("starttls", kTls13, 0, group(kSecp256r1)).refused("x25519");
         v.answered("starttls", kTls13, 0, group(kSecp256r1));
       }},
      {"group_x25519", "not_asked", "another was chosen",
       [](Visit& v) { v.answered("starttls", kTls13, 0, group(kSecp256r1)); }},
      {"group_secp256r1", "yes", "asked for",
       [](Visit& v) { v.retried("hello-retry", kSecp256r1); }},
      {"group_secp256r1", "no", "refused", [](Visit& v) { v.plain().refused("p256").plain(); }},
      {"group_secp256r1", "not_measured", "answered with a key exchange that has none",
       [](Visit& v) { v.plain12().answered("p256", kTls12, kRsa).plain12(); }},
      {"group_secp384r1", "yes", "TLS 1.2",
       [](Visit& v) { v.answered("p384", kTls12, kEcdheRsa, group(kSecp384r1)); }},
      {"group_secp384r1", "no", "refused", [](Visit& v) { v.plain().refused("p384").plain(); }},
      {"group_secp384r1", "no", "refused by a server of TLS 1.2 with an RSA key",
       [](Visit& v) {
         v.certificate({.key_pem = support::test_rsa_key(2048)});
         v.plain12().refused("p384").plain12();
       }},
      {"group_secp384r1", "not_measured", "refused in TLS 1.2, perhaps for the certificate's curve",
       [](Visit& v) { v.plain12().refused("p384").plain12(); }},

      {"group_secp384r1", "not_measured", "refused for want of an old version",
       [](Visit& v) {
         v.certificate({.key_pem = support::test_rsa_key(2048)});
         v.refused("starttls").answered("starttls-legacy", kTls10);
         v.refused("p384", 70).answered("starttls-legacy", kTls10);
       }},

      {"group_x25519mlkem768", "yes", "asked for", [](Visit& v) { v.retried("pq", kMlkem); }},
      {"group_x25519mlkem768", "no", "refused", [](Visit& v) { v.plain().refused("pq").plain(); }},
      {"group_x25519mlkem768", "not_measured", "the hello could not be read",
       [](Visit& v) { v.plain().refused("pq", 50).plain(); }},
      {"group_x25519mlkem768", "not_measured", "the server asks for no share of any group",
       [](Visit& v) { v.plain().refused("hello-retry").refused("pq").plain(); }},
      {"group_x25519mlkem768", "not_applicable", "there is no TLS 1.3",
       [](Visit& v) { v.plain12().refused("tls13").refused("pq").plain12(); }},

      {"x25519mlkem768_preferred", "yes", "asked for though there was a share of another",
       [](Visit& v) { v.retried("pq-preferred", kMlkem); }},
      {"x25519mlkem768_preferred", "no", "the share is taken",
       [](Visit& v) { v.plain().retried("pq", kMlkem).answered("pq-preferred", kTls13).plain(); }},
      {"x25519mlkem768_preferred", "not_applicable", "the server does not have it",
       [](Visit& v) { v.plain().refused("pq").answered("pq-preferred", kTls13).plain(); }},

      {"hello_retry_request", "yes", "asked for a share",
       [](Visit& v) { v.retried("hello-retry", kX25519); }},
      {"hello_retry_request", "no", "refused",
       [](Visit& v) { v.plain().refused("hello-retry").plain(); }},
      {"hello_retry_request", "not_measured", "an empty list is not understood",
       [](Visit& v) { v.plain().refused("hello-retry", 50).plain(); }},
      {"hello_retry_request", "not_asked", "a group that the server lacks proves nothing",
       [](Visit& v) { v.plain().refused("pq").plain(); }},

      {"answers_within_offer", "yes", "all as offered",
       [](Visit& v) { v.plain().answered("tls12", kTls12).answered("tls11", kTls11); }},
      {"answers_within_offer", "yes", "an older version than the newest offered",
       [](Visit& v) { v.answered("tls12", kTls10).answered("starttls", kTls10); }},
      {"answers_within_offer", "no", "a newer version",
       [](Visit& v) { v.answered("tls11", kTls12); }},
      {"answers_within_offer", "no", "TLS 1.3, which was not offered",
       [](Visit& v) { v.answered("tls12", kTls13); }},
      {"answers_within_offer", "no", "a suite",
       [](Visit& v) { v.answered("dhe", kTls12, kEcdheRsa); }},
      {"answers_within_offer", "no", "a curve",
       [](Visit& v) { v.answered("p256", kTls12, kEcdheRsa, group(kX25519)); }},
      {"answers_within_offer", "no", "a group",
       [](Visit& v) { v.answered("p256", kTls13, 0, group(kX25519)); }},
      {"answers_within_offer", "no", "a signature",
       [](Visit& v) {
         v.answered("tls12", kTls12, kEcdheRsa);
         v.tls().signature_scheme = 0x0101;  // MD5 with RSA
       }},
      {"answers_within_offer", "no", "a group asked for",
       [](Visit& v) { v.retried("pq", kX25519); }},
      {"answers_within_offer", "not_measured", "refused", [](Visit& v) { v.refused("starttls"); }},
  };
}

TEST_CASE("groups") { check(group_cases()); }

}  // namespace test
