// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using model::End;
using model::Stage;

namespace {

Visit& in_clear(Visit& visit, const std::string& list) { return visit.reply("ehlo-reply", list); }

void not_offered(Visit& visit, const std::string& list = "250-mx.test\r\n250 SIZE\r\n") {
  in_clear(visit.unmeasured("starttls", Stage::ehlo, End::not_offered), list);
}

void ehlo_refused(Visit& visit) {
  in_clear(visit.unmeasured("starttls", Stage::ehlo, End::not_positive), "451 later\r\n");
}

std::vector<Case> starttls_cases() {
  return {
      {"starttls_keyword_bare", "yes", "alone on its line", [](Visit& v) { v.plain(); }},
      {"starttls_keyword_bare", "yes", "blanks behind it",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250 starttls  \r\n"); }},
      {"starttls_keyword_bare", "no", "a parameter",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-STARTTLS foo\r\n250 SIZE\r\n"); }},
      {"starttls_keyword_bare", "no", "in one of two",
       [](Visit& v) { in_clear(v.plain().plain(), "250-mx.test\r\n250 STARTTLS foo\r\n"); }},
      {"starttls_keyword_bare", "not_applicable", "not offered", [](Visit& v) { not_offered(v); }},
      {"starttls_keyword_bare", "not_measured", "EHLO is put off", ehlo_refused},

      {"starttls_offer_steady", "yes", "in both", [](Visit& v) { v.plain().plain(); }},
      {"starttls_offer_steady", "yes", "in neither",
       [](Visit& v) {
         not_offered(v);
         not_offered(v);
       }},
      {"starttls_offer_steady", "yes", "crossed out by a firewall in one",
       [](Visit& v) {
         v.plain().plain();
         not_offered(v, "250-mx.test\r\n250 XXXXXXXA\r\n");
       }},
      {"starttls_offer_steady", "no", "in one of two",
       [](Visit& v) {
         v.plain();
         not_offered(v);
       }},
      {"starttls_offer_steady", "farm", "one of two servers has it",
       [](Visit& v) {
         v.plain();
         not_offered(v, "250-mx2.test\r\n250 SIZE\r\n");
       }},
      {"starttls_offer_steady", "not_repeated", "one conversation", [](Visit& v) { v.plain(); }},
      {"starttls_offer_steady", "not_measured", "EHLO is put off", ehlo_refused},
  };
}

std::vector<Case> form_cases() {
  return {
      {"ehlo_keywords_well_formed", "yes", "they are",
       [](Visit& v) {
         in_clear(v.plain(),
                  "250-mx.test\r\n250-SIZE 10240000\r\n250-X-LINK2STATE\r\n250-8BITMIME \r\n"
                  "250-AUTH PLAIN  LOGIN\r\n250 STARTTLS\r\n");
       }},
      {"ehlo_keywords_well_formed", "yes", "no keywords",
       [](Visit& v) { not_offered(v, "250 mx.test\r\n"); }},
      {"ehlo_keywords_well_formed", "yes", "a firewall's stars",
       [](Visit& v) { not_offered(v, "250-mx.test\r\n250-XXXXXXXB\r\n250 *******A\r\n"); }},
      {"ehlo_keywords_well_formed", "no", "AUTH=LOGIN",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-AUTH=LOGIN\r\n250 STARTTLS\r\n"); }},
      {"ehlo_keywords_well_formed", "no", "inside TLS",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx.test\r\n250 8_BIT\r\n"); }},
      {"ehlo_keywords_well_formed", "no", "an empty line",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-\r\n250 STARTTLS\r\n"); }},
      {"ehlo_keywords_well_formed", "no", "a tab",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-SIZE\t1\r\n250 STARTTLS\r\n"); }},
      {"ehlo_keywords_well_formed", "no", "a blank before the keyword",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-  SIZE\r\n250 STARTTLS\r\n"); }},
      {"ehlo_keywords_well_formed", "no", "a parameter that is not ASCII",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250 STARTTLS \xc3\xbc\r\n"); }},
      {"ehlo_keywords_well_formed", "not_measured", "EHLO is put off", ehlo_refused},
  };
}

std::vector<Case> offer_cases() {
  return {
      {"auth_offered_in_clear", "yes", "AUTH",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-auth PLAIN\r\n250 STARTTLS\r\n"); }},
      {"auth_offered_in_clear", "yes", "AUTH= in one of two",
       [](Visit& v) {
         in_clear(v.plain().plain(), "250-mx.test\r\n250-AUTH=LOGIN\r\n250 STARTTLS\r\n");
       }},
      {"auth_offered_in_clear", "no", "inside TLS alone",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx.test\r\n250 AUTH PLAIN\r\n"); }},
      {"auth_offered_in_clear", "no", "another word",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-AUTHX A\r\n250 STARTTLS\r\n"); }},
      {"auth_offered_in_clear", "not_measured", "EHLO is put off", ehlo_refused},

      {"requiretls_offered", "yes", "inside TLS",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx.test\r\n250 REQUIRETLS\r\n"); }},
      {"requiretls_offered", "no", "in clear alone",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-REQUIRETLS\r\n250 STARTTLS\r\n"); }},
      {"requiretls_offered", "not_measured", "the handshake failed",
       [](Visit& v) { v.refused("starttls"); }},
      {"requiretls_offered", "not_applicable", "no STARTTLS", [](Visit& v) { not_offered(v); }},

      {"requiretls_offered_in_clear", "yes", "in clear",
       [](Visit& v) { in_clear(v.plain(), "250-mx.test\r\n250-REQUIRETLS\r\n250 STARTTLS\r\n"); }},
      {"requiretls_offered_in_clear", "no", "inside TLS alone",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx.test\r\n250 REQUIRETLS\r\n"); }},
      {"requiretls_offered_in_clear", "not_measured", "EHLO is put off", ehlo_refused},
  };
}

}  // namespace

std::vector<Case> ehlo_keyword_cases() {
  std::vector<Case> all = starttls_cases();
  for (const auto table : {form_cases, offer_cases}) {
    for (const Case& one : table()) all.push_back(one);
  }
  return all;
}

TEST_CASE("ehlo keywords") { check(ehlo_keyword_cases()); }

TEST_CASE("what is no keyword is listed once, up to a number and a length") {
  using Words = std::vector<std::string>;
  Visit visit;
  in_clear(visit.plain(), "250-mx.test\r\n250-AUTH=LOGIN PLAIN\r\n250-A_B\r\n250 STARTTLS\r\n");
  visit.reply("ehlo-again-reply", "250-mx.test\r\n250-A_B\r\n250 C_D x\r\n");
  CHECK(visit.fact("ehlo_keywords_well_formed").list == Words{"AUTH=LOGIN", "A_B", "C_D"});
  CHECK(visit.fact("ehlo_keywords_well_formed").seen == "250 AUTH=LOGIN PLAIN");

  std::string list = "250-mx.test\r\n250-" + std::string(300, '_') + "\r\n";
  for (int i = 0; i < 100; ++i) list += "250-_" + std::to_string(i) + "\r\n";
  Visit hostile;
  in_clear(hostile.plain(), list + "250 STARTTLS\r\n");
  const Words words = hostile.fact("ehlo_keywords_well_formed").list;
  CHECK(words.size() == 32);
  CHECK(words.front() == std::string(100, '_'));
}

TEST_CASE("mechanisms of both forms of AUTH are listed, each once") {
  Visit visit;
  in_clear(visit.plain(),
           "250-mx.test\r\n250-AUTH PLAIN  LOGIN\r\n250-AUTH=LOGIN CRAM-MD5\r\n250 STARTTLS\r\n");
  CHECK(visit.fact("auth_offered_in_clear").list ==
        std::vector<std::string>{"PLAIN", "LOGIN", "CRAM-MD5"});
  CHECK(visit.fact("auth_offered_in_clear").seen == "AUTH PLAIN  LOGIN");
}

TEST_CASE("how often STARTTLS was offered is told") {
  Visit visit;
  visit.plain().plain();
  CHECK(visit.fact("starttls_offer_steady").seen == "STARTTLS in 2 of 2 EHLO replies");
  not_offered(visit);
  CHECK(visit.fact("starttls_offer_steady").seen == "STARTTLS in 2 of 3 EHLO replies");
}

}  // namespace test
