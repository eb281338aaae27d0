// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using model::End;
using model::Stage;

namespace {

void not_offered(Visit& visit, std::string_view probe) {
  visit.unmeasured(probe, Stage::ehlo, End::not_offered)
      .reply("ehlo-reply", "250-mx.test\r\n250 SIZE\r\n");
}

}  // namespace

std::vector<Case> smtp_cases() {
  return {
      {"starttls_offered", "yes", "the keyword stands in the reply", [](Visit& v) { v.plain(); }},
      {"starttls_offered", "yes", "it does, and the handshake fails",
       [](Visit& v) { v.dropped("starttls"); }},
      {"starttls_offered", "no", "a well-formed reply without it",
       [](Visit& v) { not_offered(v, "starttls"); }},
      {"starttls_offered", "yes", "it stands in one of two",
       [](Visit& v) {
         not_offered(v, "starttls");
         v.plain();
       }},
      {"starttls_offered", "not_measured", "the greeting never came",
       [](Visit& v) {
         v.unmeasured("starttls", Stage::banner, End::timeout);
         v.last().events.clear();
       }},
      {"starttls_offered", "not_measured", "the reply is broken",
       [](Visit& v) {
         not_offered(v, "starttls");
         v.reply("ehlo-reply", "250-mx.test\r\n421 bye\r\n");
       }},

      {"starttls_works", "yes", "a handshake is completed", [](Visit& v) { v.plain(); }},
      {"starttls_works", "yes", "that of an old sender",
       [](Visit& v) {
         v.refused("starttls").answered("starttls-legacy", wire::kTls10).refused("starttls");
       }},
      {"starttls_works", "no", "both are refused",
       [](Visit& v) { v.refused("starttls").refused("starttls-legacy").refused("starttls"); }},
      {"starttls_works", "no", "both are dropped, each twice",
       [](Visit& v) {
         v.dropped("starttls").dropped("starttls-legacy").dropped("starttls-legacy");
         v.dropped("starttls", End::timeout);
       }},
      {"starttls_works", "no", "the server wants a certificate from everybody",
       [](Visit& v) {
         v.plain().ends(End::tls_broken, Stage::post_tls).alert(116);
         Choice unfinished;
         unfinished.completed = false;
         v.answered("starttls-legacy", wire::kTls12, kEcdheRsa, unfinished).alert(40);
       }},
      {"starttls_works", "not_repeated", "both are dropped once",
       [](Visit& v) { v.dropped("starttls").dropped("starttls-legacy"); }},
      {"starttls_works", "not_repeated", "one of them only once",
       [](Visit& v) { v.dropped("starttls").dropped("starttls-legacy").dropped("starttls"); }},
      {"starttls_works", "not_measured", "both are refused for the name they give",
       [](Visit& v) { v.refused("starttls", 112).refused("starttls-legacy", 112); }},
      {"starttls_works", "not_asked", "the old sender was not played",
       [](Visit& v) { v.refused("starttls").refused("starttls"); }},
      {"starttls_works", "not_measured", "the server says 454",
       [](Visit& v) { v.unmeasured("starttls"); }},
      {"starttls_works", "not_measured", "our own library objects",
       [](Visit& v) {
         Choice unfinished;
         unfinished.completed = false;
         v.answered("starttls", wire::kTls12, kEcdheRsa, unfinished)
             .ends(End::handshake_failed, Stage::handshake);
         v.refused("starttls-legacy");
       }},
      {"starttls_works", "contradiction", "a hello was answered",
       [](Visit& v) {
         v.refused("starttls").refused("starttls-legacy").answered("ssl3", wire::kSsl30, kRsa);
       }},
      {"starttls_works", "not_applicable", "it is not offered",
       [](Visit& v) { not_offered(v, "starttls"); }},

      {"starttls_offered_inside_tls", "yes", "the keyword stands in the second reply",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx.test\r\n250 STARTTLS\r\n"); }},
      {"starttls_offered_inside_tls", "no", "it does not", [](Visit& v) { v.plain(); }},
      {"starttls_offered_inside_tls", "not_measured", "the second reply is a refusal",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "554 no\r\n"); }},
      {"starttls_offered_inside_tls", "not_measured", "the handshake failed",
       [](Visit& v) { v.refused("starttls"); }},

      {"capabilities_added_by_tls", "yes", "AUTH comes with TLS",
       [](Visit& v) {
         v.plain().reply("ehlo-reply", "250-mx.test\r\n250-SIZE\r\n250 STARTTLS\r\n");
         v.reply("ehlo-again-reply", "250-mx.test\r\n250-size 1000\r\n250 AUTH PLAIN\r\n");
       }},
      {"capabilities_added_by_tls", "no", "the same keywords in another case",
       [](Visit& v) {
         v.plain().reply("ehlo-reply", "250-mx.test\r\n250-SIZE\r\n250 STARTTLS\r\n");
         v.reply("ehlo-again-reply", "250-mx.test\r\n250 size 1000\r\n");
       }},
      {"capabilities_added_by_tls", "not_measured", "no second reply",
       [](Visit& v) { v.refused("starttls"); }},
      {"capabilities_removed_by_tls", "yes", "PIPELINING goes with TLS",
       [](Visit& v) {
         v.plain().reply("ehlo-reply", "250-mx.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n");
       }},
      {"capabilities_removed_by_tls", "no", "STARTTLS alone goes", [](Visit& v) { v.plain(); }},
      {"capabilities_removed_by_tls", "not_measured", "the second list breaks off",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx.test\r\n421 bye\r\n"); }},
  };
}

TEST_CASE("smtp") { check(smtp_cases()); }

TEST_CASE("the keywords that TLS adds are listed, in capitals") {
  Visit visit;
  visit.plain().reply("ehlo-again-reply", "250-mx.test\r\n250-auth PLAIN\r\n250 XCLIENT\r\n");
  CHECK(visit.fact("capabilities_added_by_tls").list ==
        std::vector<std::string>{"AUTH", "XCLIENT"});
}

}  // namespace test
