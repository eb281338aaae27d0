// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using model::End;
using model::Stage;
using model::Stray;
using wire::kTls12;

namespace {

// It ends behind the greeting.
void greeted_with(Visit& visit, const std::string& greeting) {
  visit.unmeasured("starttls", Stage::banner, End::not_positive);
  visit.last().events.clear();
  visit.reply("greeting", greeting);
}

void ehlo_refused(Visit& visit, const std::string& reply) {
  visit.unmeasured("starttls", Stage::ehlo, End::not_positive).reply("ehlo-reply", reply);
}

void starttls_refused(Visit& visit, const std::string& reply, std::string_view probe = "starttls") {
  visit.unmeasured(probe).reply("starttls-reply", reply);
}

void not_offered(Visit& visit) {
  visit.unmeasured("starttls", Stage::ehlo, End::not_offered)
      .reply("ehlo-reply", "250-mx.test\r\n250 SIZE\r\n");
}

// QUIT went out, and the connection was over that much later.
void hung_up(Visit& visit, base::Milliseconds after = {}) {
  visit.plain().says("quit").last().duration = after;
}

std::vector<Case> greeting_cases() {
  return {
      {"greeting_code_fits", "yes", "220", [](Visit& v) { v.plain(); }},
      {"greeting_code_fits", "yes", "554", [](Visit& v) { greeted_with(v, "554 no mail\r\n"); }},
      {"greeting_code_fits", "yes", "521", [](Visit& v) { greeted_with(v, "521 no mail\r\n"); }},
      {"greeting_code_fits", "yes", "421", [](Visit& v) { greeted_with(v, "421 later\r\n"); }},
      {"greeting_code_fits", "yes", "450", [](Visit& v) { greeted_with(v, "450 later\r\n"); }},
      {"greeting_code_fits", "no", "250, and SMTP all the same",
       [](Visit& v) { v.plain().reply("greeting", "250 mx.test ESMTP\r\n"); }},
      {"greeting_code_fits", "no", "354", [](Visit& v) { greeted_with(v, "354 go\r\n"); }},
      {"greeting_code_fits", "no", "500 in one of two",
       [](Visit& v) {
         v.plain();
         greeted_with(v, "500 what\r\n");
       }},
      {"greeting_code_fits", "not_measured", "NNTP",
       [](Visit& v) {
         ehlo_refused(v, "500 What?\r\n");
         v.reply("greeting", "200 news.test ready\r\n");
       }},
      {"greeting_code_fits", "not_measured", "IMAP",
       [](Visit& v) { greeted_with(v, "* OK ready\r\n"); }},

      {"greeting_names_host", "yes", "a domain name", [](Visit& v) { v.plain(); }},
      {"greeting_names_host", "yes", "alone in the first of several lines",
       [](Visit& v) { v.plain().reply("greeting", "220-mx.test\r\n220 wait\r\n"); }},
      {"greeting_names_host", "yes", "an address literal",
       [](Visit& v) { v.plain().reply("greeting", "220 [192.0.2.1] ESMTP\r\n"); }},
      {"greeting_names_host", "no", "a word that is no name",
       [](Visit& v) { v.plain().reply("greeting", "220 ESMTP ready\r\n"); }},
      {"greeting_names_host", "no", "a name that is not fully qualified",
       [](Visit& v) { v.plain().reply("greeting", "220 localhost ESMTP\r\n"); }},
      {"greeting_names_host", "no", "no word",
       [](Visit& v) { v.plain().reply("greeting", "220\r\n"); }},
      {"greeting_names_host", "not_measured", "a firewall starred it out",
       [](Visit& v) { v.plain().reply("greeting", "220 ****************0*2******0***\r\n"); }},
      {"greeting_names_host", "not_measured", "turned away",
       [](Visit& v) { greeted_with(v, "554 go away\r\n"); }},
  };
}

std::vector<Case> ehlo_cases() {
  return {
      {"ehlo_accepted", "yes", "250", [](Visit& v) { v.plain(); }},
      {"ehlo_accepted", "yes", "once, and refused once",
       [](Visit& v) {
         ehlo_refused(v, "500 what\r\n");
         v.plain();
       }},
      {"ehlo_accepted", "no", "500",
       [](Visit& v) { ehlo_refused(v, "500 5.5.1 Command unrecognized\r\n"); }},
      {"ehlo_accepted", "no", "502", [](Visit& v) { ehlo_refused(v, "502 not here\r\n"); }},
      {"ehlo_accepted", "not_measured", "our name",
       [](Visit& v) { ehlo_refused(v, "504 5.5.2 <x>: need fully-qualified hostname\r\n"); }},
      {"ehlo_accepted", "not_measured", "a block",
       [](Visit& v) { ehlo_refused(v, "550 5.7.1 blocked\r\n"); }},
      {"ehlo_accepted", "not_measured", "policy under the code for what is unknown",
       [](Visit& v) { ehlo_refused(v, "502 5.7.0 go away\r\n"); }},
      {"ehlo_accepted", "not_measured", "later",
       [](Visit& v) { ehlo_refused(v, "451 later\r\n"); }},
      {"ehlo_accepted", "not_measured", "a firewall has taken EHLO out",
       [](Visit& v) { ehlo_refused(v, "500 5.5.1 Command unrecognized: \"XXXX probe\"\r\n"); }},
      {"ehlo_accepted", "not_measured", "a firewall is there that may have",
       [](Visit& v) {
         ehlo_refused(v, "500 what\r\n");
         v.reply("greeting", "220 ****************0*2******0***\r\n");
       }},

      {"ehlo_reply_names_host", "yes", "a domain name", [](Visit& v) { v.plain(); }},
      {"ehlo_reply_names_host", "no", "a greeting without a name",
       [](Visit& v) { v.plain().reply("ehlo-reply", "250-Hello you\r\n250 STARTTLS\r\n"); }},
      {"ehlo_reply_names_host", "no", "inside TLS",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx\r\n250 SIZE\r\n"); }},
      {"ehlo_reply_names_host", "yes", "what answers an injected command does not count",
       [](Visit& v) { v.plain().answered("injection").reply("ehlo-again-reply", "250 Ok\r\n"); }},
      {"ehlo_reply_names_host", "not_measured", "a list that breaks off",
       [](Visit& v) { ehlo_refused(v, "250-Hello\r\n421 bye\r\n"); }},

      {"ehlo_answered_inside_tls", "yes", "250", [](Visit& v) { v.plain(); }},
      {"ehlo_answered_inside_tls", "no", "this TLS is not good enough",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "554 5.7.0 Encryption too weak\r\n"); }},
      {"ehlo_answered_inside_tls", "no", "unknown there",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "503 5.5.1 what\r\n"); }},
      {"ehlo_answered_inside_tls", "not_measured", "a block",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "554 5.7.1 blocked\r\n"); }},
      {"ehlo_answered_inside_tls", "not_measured", "later",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "421 later\r\n"); }},
      {"ehlo_answered_inside_tls", "not_measured", "refused after what deviates",
       [](Visit& v) {
         v.refused("starttls").answered("starttls-twice").reply("ehlo-again-reply", "500 no\r\n");
       }},
      {"ehlo_answered_inside_tls", "not_applicable", "no STARTTLS", not_offered},
  };
}

std::vector<Case> starttls_cases() {
  return {
      {"starttls_accepted", "yes", "220", [](Visit& v) { v.plain(); }},
      {"starttls_accepted", "yes", "220, and no TLS behind it",
       [](Visit& v) { v.dropped("starttls"); }},
      {"starttls_accepted", "yes", "refused once",
       [](Visit& v) {
         starttls_refused(v, "500 what\r\n");
         v.plain();
       }},
      {"starttls_accepted", "no", "502",
       [](Visit& v) { starttls_refused(v, "502 5.5.1 not implemented\r\n"); }},
      {"starttls_accepted", "no", "554 about TLS",
       [](Visit& v) { starttls_refused(v, "554 5.7.3 TLS not available.\r\n"); }},
      {"starttls_accepted", "no", "554 by its enhanced code",
       [](Visit& v) { starttls_refused(v, "554 5.5.1 Error\r\n"); }},
      {"starttls_accepted", "not_measured", "put off",
       [](Visit& v) { starttls_refused(v, "454 4.7.0 TLS not available\r\n"); }},
      {"starttls_accepted", "not_measured", "554 about us",
       [](Visit& v) { starttls_refused(v, "554 go away\r\n"); }},
      {"starttls_accepted", "not_measured", "a host named after it",
       [](Visit& v) { starttls_refused(v, "554 tls.mx.test does not like you\r\n"); }},
      {"starttls_accepted", "not_measured", "another 2xx",
       [](Visit& v) { starttls_refused(v, "250 go\r\n"); }},
      {"starttls_accepted", "not_measured", "with a command behind",
       [](Visit& v) {
         v.unmeasured("starttls");
         starttls_refused(v, "554 5.5.0 out of step\r\n", "injection");
       }},
      {"starttls_accepted", "not_applicable", "not offered", not_offered},
  };
}

std::vector<Case> quit_cases() {
  return {
      {"quit_answered", "yes", "221",
       [](Visit& v) { v.plain().says("quit").reply("quit-reply", "221 bye\r\n"); }},
      {"quit_answered", "yes", "in one of three",
       [](Visit& v) {
         hung_up(v);
         hung_up(v);
         v.plain().reply("quit-reply", "221 bye\r\n");
       }},
      {"quit_answered", "no", "250",
       [](Visit& v) { v.plain().says("quit").reply("quit-reply", "250 bye\r\n"); }},
      {"quit_answered", "no", "unknown",
       [](Visit& v) { v.plain().says("quit").reply("quit-reply", "502 what\r\n"); }},
      {"rset_accepted", "yes", "250",
       [](Visit& v) {
         v.answered("tls-required", kTls12).says("rset").reply("rset-reply", "250 Ok\r\n");
       }},
      {"rset_accepted", "no", "unknown",
       [](Visit& v) {
         v.answered("tls-required", kTls12).says("rset").reply("rset-reply", "502 5.5.1 what\r\n");
       }},
      {"rset_accepted", "not_measured", "TLS is wanted first",
       [](Visit& v) {
         v.answered("tls-required", kTls12)
             .says("rset")
             .reply("rset-reply", "530 5.7.0 STARTTLS first\r\n");
       }},
      {"rset_accepted", "not_asked", "said by no other probe", [](Visit& v) { v.plain(); }},
      {"quit_answered", "no", "closed at once, twice",
       [](Visit& v) {
         hung_up(v);
         hung_up(v, base::Milliseconds(999));
       }},
      {"quit_answered", "not_repeated", "closed at once, once", [](Visit& v) { hung_up(v); }},
      {"quit_answered", "not_measured", "slow, twice",
       [](Visit& v) {
         hung_up(v, base::Milliseconds(5000));
         hung_up(v, base::Milliseconds(5000));
       }},
      {"quit_answered", "not_measured", "421",
       [](Visit& v) { v.plain().says("quit").reply("quit-reply", "421 bye\r\n"); }},
      {"quit_answered", "not_measured", "the answer to EHLO, pushed there by a greeting",
       [](Visit& v) {
         v.plain().reply("ehlo-again-reply", "220 mx.test\r\n").says("quit");
         v.reply("quit-reply", "250 mx.test\r\n");
       }},
      {"quit_answered", "not_measured", "behind a refusal, twice",
       [](Visit& v) {
         for (int i = 0; i < 2; ++i) {
           starttls_refused(v, "454 later\r\n");
           v.says("quit");
         }
       }},
      {"quit_answered", "not_measured", "an alert came, twice",
       [](Visit& v) {
         for (int i = 0; i < 2; ++i) {
           hung_up(v);
           v.alert(116);
         }
       }},
      {"quit_answered", "not_measured", "turned away",
       [](Visit& v) {
         greeted_with(v, "554 go away\r\n");
         v.says("quit").reply("quit-reply", "502 what\r\n");
       }},
      {"quit_answered", "not_measured", "not said", [](Visit& v) { v.plain(); }},
  };
}

}  // namespace

std::vector<Case> smtp_command_cases() {
  std::vector<Case> all = greeting_cases();
  for (const auto table : {ehlo_cases, starttls_cases, quit_cases}) {
    for (const Case& one : table()) all.push_back(one);
  }
  return all;
}

TEST_CASE("smtp commands") { check(smtp_command_cases()); }

TEST_CASE("the name is what was seen, or what stands in its place") {
  Visit visit;
  visit.plain();
  CHECK(visit.fact("greeting_names_host").seen == "mx.test");
  visit.plain().reply("greeting", "220 " + std::string(300, 'x') + " ESMTP\r\n");
  CHECK(visit.fact("greeting_names_host").seen == std::string(100, 'x'));
  CHECK(visit.fact("ehlo_reply_names_host").seen == "mx.test");
}

}  // namespace test
