// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using wire::kTls13;

std::vector<Case> identity_cases() {
  return {
      {"one_identity", "yes", "the same name twice", [](Visit& v) { v.plain().plain(); }},
      {"one_identity", "yes", "in another case",
       [](Visit& v) { v.plain().plain().reply("greeting", "220 MX.Test ready\r\n"); }},
      {"one_identity", "no", "another name in the greeting",
       [](Visit& v) { v.plain().plain().reply("greeting", "220 mx2.test ESMTP\r\n"); }},
      {"one_identity", "no", "another name in the EHLO reply",
       [](Visit& v) {
         v.plain().refused("tls11").reply("ehlo-reply", "250-mx2.test\r\n250 STARTTLS\r\n");
       }},
      {"one_identity", "no", "another certificate for the same hello",
       [](Visit& v) {
         Choice other;
         other.chain = {a_certificate({.name = "other.test"})};
         v.plain().answered("starttls", kTls13, 0, other);
       }},
      {"one_identity", "yes", "another certificate for another hello",
       [](Visit& v) {
         Choice other;
         other.chain = {a_certificate({.name = "other.test"})};
         v.plain().answered("no-sni", kTls13, 0, other);
       }},
      {"one_identity", "yes", "a refusal is no name",
       [](Visit& v) {
         v.plain().plain();
         v.unmeasured("tls12", model::Stage::banner, model::End::not_positive);
         v.reply("greeting", "421 4.7.0 too many connections\r\n");
       }},
      {"one_identity", "not_asked", "one conversation", [](Visit& v) { v.plain(); }},
      {"one_identity", "not_measured", "only one of two came to a greeting",
       [](Visit& v) {
         v.plain().unmeasured("starttls", model::Stage::banner, model::End::timeout);
         v.last().events.clear();
       }},
  };
}

TEST_CASE("identity") { check(identity_cases()); }

}  // namespace test
