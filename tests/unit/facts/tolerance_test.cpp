// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using wire::kTls12;
using wire::kTls13;

std::vector<Case> tolerance_cases() {
  return {
      {"large_hello_tolerated", "yes", "answered", [](Visit& v) { v.answered("large", kTls13); }},
      {"large_hello_tolerated", "yes", "answered among other shapes",
       [](Visit& v) { v.plain().answered("shapes", kTls13).plain(); }},
      {"large_hello_tolerated", "no", "dropped twice",
       [](Visit& v) { v.plain().dropped("large").dropped("large").plain(); }},
      {"large_hello_tolerated", "contradiction", "dropped in one segment, answered in several",
       [](Visit& v) {
         v.plain().dropped("large").dropped("large").answered("large-split", kTls13).plain();
       }},
      {"large_hello_tolerated", "not_asked", "large and split dropped",
       [](Visit& v) { v.plain().dropped("large-split").dropped("large-split").plain(); }},
      {"split_segments_tolerated", "yes", "answered",
       [](Visit& v) { v.answered("large-split", kTls13); }},
      {"split_segments_tolerated", "no", "dropped twice",
       [](Visit& v) { v.plain().dropped("split-segments").dropped("split-segments").plain(); }},
      {"split_segments_tolerated", "not_repeated", "dropped once",
       [](Visit& v) { v.plain().dropped("split-segments").plain(); }},
      {"split_segments_tolerated", "contradiction", "once this, once that",
       [](Visit& v) {
         v.plain().dropped("split-segments").answered("split-segments", kTls13).plain();
       }},
      {"split_records_tolerated", "yes", "answered",
       [](Visit& v) { v.answered("split-records", kTls13); }},
      {"split_records_tolerated", "no", "refused",
       [](Visit& v) { v.plain().refused("split-records", 10).plain(); }},
      {"split_records_tolerated", "no_control", "refused, and nothing behind it",
       [](Visit& v) { v.plain().refused("split-records", 10); }},
      {"grease_tolerated", "yes", "answered", [](Visit& v) { v.answered("grease", kTls13); }},
      {"grease_tolerated", "no", "refused", [](Visit& v) { v.plain().refused("grease").plain(); }},
      {"grease_tolerated", "not_asked", "all shapes together refused",
       [](Visit& v) { v.plain().refused("shapes").plain(); }},
      {"grease_tolerated", "not_measured", "refused for want of an old version",
       [](Visit& v) {
         v.refused("starttls").answered("starttls-legacy", wire::kTls10);
         v.refused("grease", 70).answered("starttls-legacy", wire::kTls10);
       }},
      {"grease_tolerated", "not_measured", "refused for want of a signature for Ed25519",
       [](Visit& v) {
         v.certificate({.key_type = "Ed25519"});
         v.plain().refused("grease");
         v.tls().client_hello->signature_algorithms = {0x0804};
         v.plain();
       }},
      {"grease_tolerated", "not_measured", "refused for want of the group in use",
       [](Visit& v) {
         Choice x448;
         x448.group = 30;
         v.answered("starttls", kTls13, 0, x448).refused("grease");
         v.tls().client_hello->supported_groups = {kX25519};
         v.answered("starttls", kTls13, 0, x448);
       }},
      {"grease_tolerated", "not_measured", "refused for want of the signature in use",
       [](Visit& v) {
         Choice sha512;
         sha512.signature = 0x0601;
         v.answered("starttls", kTls12, 0, sha512).refused("grease");
         v.tls().client_hello->signature_algorithms = {0x0804};
         v.answered("starttls", kTls12, 0, sha512);
       }},
  };
}

TEST_CASE("tolerance") { check(tolerance_cases()); }

}  // namespace test
