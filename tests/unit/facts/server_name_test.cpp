// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using wire::kTls12;
using wire::kTls13;

namespace {

Choice other_certificate() {
  Choice choice;
  choice.chain = {a_certificate({.name = "fallback.test"})};
  return choice;
}

}  // namespace

std::vector<Case> server_name_cases() {
  return {
      {"sni_required", "no", "answered without",
       [](Visit& v) { v.plain().answered("no-sni", kTls13).plain(); }},
      {"sni_required", "no", "answered without it and without Extended Master Secret",
       [](Visit& v) { v.plain().answered("tls12-no-ems-no-sni", kTls12).plain(); }},
      {"sni_required", "yes", "refused without",
       [](Visit& v) { v.plain().refused("no-sni", 112).plain(); }},
      {"sni_required", "yes", "dropped without, twice",
       [](Visit& v) { v.plain().dropped("no-sni").dropped("no-sni").plain(); }},
      {"sni_required", "not_asked", "both habits together refused",
       [](Visit& v) { v.plain().refused("tls12-no-ems-no-sni").plain(); }},
      {"sni_required", "contradiction", "once this, once that",
       [](Visit& v) { v.plain().refused("no-sni").answered("no-sni", kTls13).plain(); }},
      {"sni_required", "farm", "refused by another server",
       [](Visit& v) {
         v.plain().refused("no-sni").reply("greeting", "220 mx2.test ESMTP\r\n").plain();
       }},

      {"unknown_sni_accepted", "yes", "answered",
       [](Visit& v) { v.plain().answered("unknown-sni", kTls13).plain(); }},
      {"unknown_sni_accepted", "yes", "completed with another protocol too",
       [](Visit& v) { v.plain().answered("unknown-sni-alpn", kTls13).plain(); }},
      {"unknown_sni_accepted", "not_asked", "refused, and nobody knows whether for the name",
       [](Visit& v) { v.plain().refused("unknown-sni-alpn", 112).plain(); }},
      {"unknown_sni_accepted", "no", "refused",
       [](Visit& v) { v.plain().refused("unknown-sni", 112).plain(); }},
      {"unknown_sni_accepted", "not_repeated", "dropped once",
       [](Visit& v) { v.plain().dropped("unknown-sni").plain(); }},

      {"certificate_depends_on_sni", "yes", "another without",
       [](Visit& v) { v.plain().answered("no-sni", kTls13, 0, other_certificate()).plain(); }},
      {"certificate_depends_on_sni", "no", "the same without",
       [](Visit& v) { v.plain().answered("no-sni", kTls13).plain(); }},
      {"certificate_depends_on_sni", "yes", "the same without, another under an unknown name",
       [](Visit& v) {
         v.plain().answered("no-sni", kTls13);
         v.answered("unknown-sni", kTls13, 0, other_certificate()).plain();
       }},
      {"certificate_depends_on_sni", "not_measured", "keys of two kinds cannot be compared",
       [](Visit& v) {
         Choice rsa;
         rsa.chain = {a_certificate({.rsa_bits = 1024})};
         v.plain().answered("no-sni", kTls13, 0, rsa).plain();
       }},
      {"certificate_depends_on_sni", "farm", "the plain one shows two",
       [](Visit& v) {
         v.plain().answered("no-sni", kTls13, 0, other_certificate());
         v.answered("starttls", kTls13, 0, other_certificate());
       }},
      {"certificate_depends_on_sni", "not_asked", "always named",
       [](Visit& v) { v.plain().plain(); }},
  };
}

TEST_CASE("server_name") { check(server_name_cases()); }

TEST_CASE("the certificates that differ are listed") {
  Visit visit;
  visit.plain().answered("no-sni", kTls13, 0, other_certificate()).plain();
  const auto list = visit.fact("certificate_depends_on_sni").list;
  REQUIRE(list.size() == 2);
  CHECK(list[0].size() == 64);
  CHECK(list[0] != list[1]);
}

TEST_CASE("an endpoint without a name cannot require one") {
  Visit visit;
  visit.plain().refused("no-sni").plain();
  for (model::Conversation& conversation : visit.record.conversations) {
    auto& hello = *conversation.transcript.tls->client_hello;
    hello.server_name.clear();
    std::erase_if(hello.extensions,
                  [](const wire::Extension& extension) { return extension.type == 0; });
  }
  CHECK(visit.fact("sni_required").value != model::Answer::yes);
}

}  // namespace test
