// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using model::End;
using model::Stage;
using model::Stray;

namespace {

void not_offered(Visit& visit) {
  visit.unmeasured("starttls", Stage::ehlo, End::not_offered)
      .reply("ehlo-reply", "250-mx.test\r\n250 SIZE\r\n");
}

Visit& clear_text(Visit& visit, const std::string& text = "250 2.0.0 Ok\r\n") {
  return visit.stray(Stray::Kind::cleartext_after_220, text);
}

Visit& unasked(Visit& visit, const std::string& text = "250 2.0.0 Ok\r\n") {
  return visit.stray(Stray::Kind::after_reply, text);
}

// Our command of this step is answered so; the probe is played as far as that.
Visit& answered_with(Visit& visit, std::string_view probe, const std::string& command,
                     const std::string& reply) {
  return visit.answered(probe).says(command).reply(command + "-reply", reply);
}

Visit& cut_off_at(Visit& visit, std::string_view probe, const std::string& command) {
  return visit.unmeasured(probe, Stage::starttls, End::peer_closed).says(command);
}

Visit& parameter(Visit& visit, const std::string& reply, std::string_view probe) {
  return answered_with(visit, probe, "starttls-parameter", reply);
}

Visit& twice(Visit& visit, const std::string& reply, std::string_view probe = "starttls-twice") {
  return answered_with(visit, probe, "starttls-again", reply);
}

Visit& mail(Visit& visit, const std::string& reply, std::string_view probe = "tls-required") {
  return answered_with(visit, probe, "mail", reply).reply("rset-reply", "250 2.0.0 Ok\r\n");
}

// 454, and then QUIT with or without an answer.
Visit& put_off(Visit& visit, bool quit_answered, const std::string& reply = "454 4.7.0 later\r\n") {
  visit.unmeasured("starttls").reply("starttls-reply", reply).says("quit");
  return quit_answered ? visit.reply("quit-reply", "221 bye\r\n") : visit;
}

std::vector<Case> cleartext_cases() {
  return {
      {"cleartext_behind_220", "yes", "a reply to nothing",
       [](Visit& v) { clear_text(v.plain(), "250 injected\r\n"); }},
      {"cleartext_behind_220", "yes", "in one conversation of several",
       [](Visit& v) {
         v.plain();
         clear_text(v.refused("tls11"));
         v.plain();
       }},
      {"cleartext_behind_220", "yes", "instead of TLS",
       [](Visit& v) {
         clear_text(v.dropped("starttls", End::not_tls), "454 4.3.3 TLS not available\r\n");
       }},
      {"cleartext_behind_220", "yes", "octets without a line end",
       [](Visit& v) { clear_text(v.dropped("starttls", End::not_tls), "hello"); }},
      {"cleartext_behind_220", "no", "TLS at once", [](Visit& v) { v.plain(); }},
      {"cleartext_behind_220", "no", "an alert at once", [](Visit& v) { v.refused("starttls"); }},
      {"cleartext_behind_220", "no", "what answers our own command there",
       [](Visit& v) {
         v.plain();
         clear_text(v.answered("injection"));
         v.plain();
       }},
      {"cleartext_behind_220", "not_measured", "STARTTLS was refused",
       [](Visit& v) { v.unmeasured("starttls"); }},
      {"cleartext_behind_220", "not_measured", "nothing came behind the 220",
       [](Visit& v) { v.dropped("starttls"); }},
      {"cleartext_behind_220", "not_applicable", "STARTTLS is not offered", not_offered},
  };
}

std::vector<Case> injection_cases() {
  return {
      {"command_injection", "yes", "a reply before EHLO was said",
       [](Visit& v) { unasked(v.plain().answered("injection")); }},
      {"command_injection", "yes", "two replies to EHLO, the first is for the other command",
       [](Visit& v) {
         v.plain().answered("injection").reply("ehlo-again-reply", "250 2.0.0 Ok\r\n");
         unasked(v, "250-mx.test\r\n250 SIZE\r\n");
       }},
      {"command_injection", "yes", "a greeting, and a reply behind it",
       [](Visit& v) { unasked(v.plain().answered("injection"), "220 mx\r\n250 Ok\r\n"); }},
      {"command_injection", "yes",
       "the same, where the greeting seems to answer EHLO in the plain one",
       [](Visit& v) {
         v.plain().reply("ehlo-again-reply", "220 mx\r\n").reply("quit-reply", "250 mx\r\n");
         unasked(v.answered("injection"), "220 mx\r\n250 Ok\r\n");
       }},
      {"command_injection", "yes", "in one of two conversations",
       [](Visit& v) {
         v.plain().answered("injection");
         unasked(v.answered("injection")).plain();
       }},
      {"command_injection", "no", "thrown away",
       [](Visit& v) { v.plain().answered("injection").plain(); }},
      {"command_injection", "no", "thrown away by a server that greets inside TLS",
       [](Visit& v) {
         unasked(v.plain().answered("injection"), "220-mx.test\r\n220 again\r\n").plain();
       }},
      {"command_injection", "no", "answered in clear behind the 220",
       [](Visit& v) { clear_text(v.plain().answered("injection"), "250-a\r\n250 b\r\n").plain(); }},
      {"command_injection", "no", "refused in clear behind the 220, and TLS all the same",
       [](Visit& v) { clear_text(v.plain().answered("injection"), "500 what\r\n").plain(); }},
      {"command_injection", "no", "the 220 taken back",
       [](Visit& v) {
         clear_text(v.plain().dropped("injection", End::not_tls), "554 out of step\r\n").plain();
       }},
      {"command_injection", "no", "STARTTLS refused for good",
       [](Visit& v) {
         v.plain().unmeasured("injection").reply("starttls-reply", "554 5.5.0 out of step\r\n");
         v.plain();
       }},
      {"command_injection", "no", "STARTTLS put off twice",
       [](Visit& v) {
         v.plain().unmeasured("injection").reply("starttls-reply", "454 later\r\n");
         v.unmeasured("injection").reply("starttls-reply", "454 later\r\n").plain();
       }},
      {"command_injection", "no", "closed twice",
       [](Visit& v) {
         v.plain();
         for (int i = 0; i < 2; ++i) v.unmeasured("injection", Stage::starttls, End::peer_closed);
         v.plain();
       }},
      {"command_injection", "no", "closed twice inside TLS",
       [](Visit& v) {
         v.plain();
         for (int i = 0; i < 2; ++i) {
           v.answered("injection").ends(End::peer_closed, Stage::post_tls);
           v.last().events.pop_back();
         }
         v.plain();
       }},
      {"command_injection", "no", "taken for TLS: an alert",
       [](Visit& v) { v.plain().refused("injection", 10).plain(); }},
      {"command_injection", "no", "taken for TLS: closed twice",
       [](Visit& v) { v.plain().dropped("injection").dropped("injection").plain(); }},
      {"command_injection", "not_repeated", "taken for TLS: closed once",
       [](Visit& v) { v.plain().dropped("injection").plain(); }},
      {"command_injection", "not_repeated", "STARTTLS put off once",
       [](Visit& v) {
         v.plain().unmeasured("injection").reply("starttls-reply", "454 later\r\n").plain();
       }},
      {"command_injection", "no_control", "thrown away, and no plain conversation behind it",
       [](Visit& v) { v.plain().answered("injection"); }},
      {"command_injection", "farm", "thrown away by another server",
       [](Visit& v) {
         v.plain().answered("injection").reply("greeting", "220 mx2.test ESMTP\r\n").plain();
       }},
      {"command_injection", "not_measured", "the plain conversation has a reply too many as well",
       [](Visit& v) {
         unasked(v.plain());
         unasked(v.answered("injection")).plain();
       }},
      {"command_injection", "not_measured", "the plain conversation has clear text as well",
       [](Visit& v) {
         clear_text(v.plain());
         clear_text(v.answered("injection")).plain();
       }},
      {"command_injection", "not_measured", "the plain conversation has one for QUIT",
       [](Visit& v) {
         v.plain().reply("quit-reply", "250 2.0.0 Ok\r\n");
         unasked(v.answered("injection")).plain();
       }},
      {"command_injection", "not_measured", "a refusal of nobody knows what inside TLS",
       [](Visit& v) { unasked(v.plain().answered("injection"), "500 what\r\n").plain(); }},
      {"command_injection", "not_measured", "a reply to EHLO so late that it seems to answer QUIT",
       [](Visit& v) {
         v.plain().answered("injection").reply("ehlo-again-reply", "250 Ok\r\n");
         v.reply("quit-reply", "250-mx.test\r\n250 SIZE\r\n").plain();
       }},
      {"command_injection", "not_measured", "it never came to STARTTLS",
       [](Visit& v) { v.plain().unmeasured("injection", Stage::banner, End::timeout).plain(); }},
      {"command_injection", "not_measured", "nobody comes to the EHLO reply inside TLS",
       [](Visit& v) {
         for (const std::string_view probe : {"starttls", "injection", "injection", "starttls"}) {
           v.answered(probe).ends(End::tls_broken, Stage::post_tls).alert(116);
           v.last().events.pop_back();
         }
       }},
      {"command_injection", "not_asked", "the plain conversation alone",
       [](Visit& v) { v.plain(); }},
  };
}

std::vector<Case> parameter_cases() {
  return {
      {"starttls_accepts_parameter", "yes", "220",
       [](Visit& v) { parameter(v.plain(), "220 go\r\n", "starttls-parameter"); }},
      {"starttls_accepts_parameter", "yes", "220, asked among others",
       [](Visit& v) { parameter(v.plain(), "220 go\r\n", "starttls-rules"); }},
      {"starttls_accepts_parameter", "no", "501",
       [](Visit& v) { parameter(v.plain(), "501 5.5.4 no\r\n", "starttls-parameter").plain(); }},
      {"starttls_accepts_parameter", "no", "another refusal, asked among others",
       [](Visit& v) { parameter(v.plain(), "555 5.5.4 no\r\n", "starttls-rules").plain(); }},
      {"starttls_accepts_parameter", "no", "closed twice",
       [](Visit& v) {
         cut_off_at(v.plain(), "starttls-parameter", "starttls-parameter");
         cut_off_at(v, "starttls-parameter", "starttls-parameter").plain();
       }},
      {"starttls_accepts_parameter", "not_repeated", "closed once",
       [](Visit& v) { cut_off_at(v.plain(), "starttls-parameter", "starttls-parameter").plain(); }},
      {"starttls_accepts_parameter", "no_control", "501, and no plain conversation behind it",
       [](Visit& v) { parameter(v.plain(), "501 5.5.4 no\r\n", "starttls-parameter"); }},
      {"starttls_accepts_parameter", "farm", "501 by another server",
       [](Visit& v) {
         parameter(v.plain(), "501 5.5.4 no\r\n", "starttls-parameter")
             .reply("greeting", "220 mx2.test ESMTP\r\n")
             .plain();
       }},
      {"starttls_accepts_parameter", "not_measured", "454",
       [](Visit& v) { parameter(v.plain(), "454 later\r\n", "starttls-parameter").plain(); }},
      {"starttls_accepts_parameter", "not_measured", "a reply that is none of SMTP",
       [](Visit& v) { parameter(v.plain(), "354 go on\r\n", "starttls-parameter").plain(); }},
      {"starttls_accepts_parameter", "not_asked", "the conversation ended before it was said",
       [](Visit& v) {
         cut_off_at(v.plain(), "starttls-rules", "mail").plain();
         v.record.conversations[1].transcript.stage = Stage::ehlo;
       }},
  };
}

std::vector<Case> twice_cases() {
  return {
      {"starttls_accepted_inside_tls", "yes", "220",
       [](Visit& v) { twice(v.plain(), "220 go\r\n"); }},
      {"starttls_accepted_inside_tls", "no", "554",
       [](Visit& v) { twice(v.plain(), "554 5.5.1 TLS already active\r\n").plain(); }},
      {"starttls_accepted_inside_tls", "no", "503, asked among others",
       [](Visit& v) { twice(v.plain(), "503 no\r\n", "starttls-rules").plain(); }},
      {"starttls_accepted_inside_tls", "no", "454, as Sendmail has it",
       [](Visit& v) { twice(v.plain(), "454 4.3.3 TLS not available after start\r\n").plain(); }},
      {"starttls_accepted_inside_tls", "not_measured", "421",
       [](Visit& v) { twice(v.plain(), "421 4.7.0 too much\r\n").plain(); }},
      {"starttls_accepted_inside_tls", "no", "closed twice",
       [](Visit& v) {
         v.plain();
         for (int i = 0; i < 2; ++i)
           v.answered("starttls-twice")
               .says("starttls-again")
               .ends(End::peer_closed, Stage::post_tls);
         v.plain();
       }},
      {"starttls_accepted_inside_tls", "not_repeated", "an alert inside TLS, once",
       [](Visit& v) {
         v.plain().answered("starttls-twice").says("starttls-again");
         v.ends(End::tls_broken, Stage::post_tls).plain();
       }},
      {"starttls_accepted_inside_tls", "not_measured",
       "a greeting came first, and EHLO's reply last",
       [](Visit& v) {
         v.plain().answered("starttls-twice").reply("ehlo-again-reply", "220 mx.test\r\n");
         v.says("starttls-again").reply("starttls-again-reply", "250 mx.test\r\n").plain();
       }},
      {"starttls_accepted_inside_tls", "not_measured", "the handshake failed",
       [](Visit& v) { v.plain().refused("starttls-twice").plain(); }},
      {"starttls_accepted_inside_tls", "not_asked", "STARTTLS with a parameter was accepted",
       [](Visit& v) {
         v.plain().unmeasured("starttls-rules", Stage::starttls, End::unexpected_reply);
         v.says("starttls-parameter").reply("starttls-parameter-reply", "220 go\r\n").plain();
       }},
  };
}

std::vector<Case> greeting_cases() {
  return {
      {"greets_inside_tls", "yes", "the first answer to EHLO is a greeting",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "220 mx.test ESMTP\r\n"); }},
      {"greets_inside_tls", "yes", "it came before EHLO was said, in several lines",
       [](Visit& v) {
         v.plain().last().events.pop_back();
         unasked(v, "220-mx.test\r\n220 ESMTP\r\n").reply("ehlo-again-reply", "250 mx.test\r\n");
       }},
      {"greets_inside_tls", "yes", "it answers QUIT, where that is all we say",
       [](Visit& v) { v.answered("no-sni").reply("quit-reply", "220 mx.test ESMTP\r\n"); }},
      {"greets_inside_tls", "no", "the EHLO reply is the first thing said",
       [](Visit& v) { v.plain(); }},
      {"greets_inside_tls", "no", "a second STARTTLS is answered with 220",
       [](Visit& v) { twice(v.plain(), "220 go\r\n"); }},
      {"greets_inside_tls", "not_measured", "EHLO is refused",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "554 no\r\n"); }},
      {"greets_inside_tls", "not_measured", "the handshake failed",
       [](Visit& v) { v.refused("starttls"); }},
      {"greets_inside_tls", "not_applicable", "STARTTLS is not offered", not_offered},
  };
}

std::vector<Case> required_cases() {
  return {
      {"tls_required_inbound", "yes", "530, as the RFC has it",
       [](Visit& v) { mail(v.plain(), "530 5.7.0 Must issue a STARTTLS command first\r\n"); }},
      {"tls_required_inbound", "yes", "530 without a word, asked among others",
       [](Visit& v) { mail(v.plain(), "530 5.7.0 no\r\n", "starttls-rules"); }},
      {"tls_required_inbound", "yes", "530 to RSET alone",
       [](Visit& v) { mail(v.plain(), "451 later\r\n").reply("rset-reply", "530 no\r\n"); }},
      {"tls_required_inbound", "yes", "another code, and the reason",
       [](Visit& v) { mail(v.plain(), "451 5.7.3 STARTTLS is required to send mail\r\n"); }},
      {"tls_required_inbound", "yes", "another reason",
       [](Visit& v) { mail(v.plain(), "403 4.7.0 encryption too weak 0 less than 112\r\n"); }},
      {"tls_required_inbound", "yes", "the reason in brackets, in the second line",
       [](Visit& v) { mail(v.plain(), "550-Sorry.\r\n550 Please use (TLS).\r\n"); }},
      {"tls_required_inbound", "no", "MAIL is accepted",
       [](Visit& v) { mail(v.plain(), "250 2.1.0 Ok\r\n").plain(); }},
      {"tls_required_inbound", "no_control", "accepted, and no plain conversation behind it",
       [](Visit& v) { mail(v.plain(), "250 2.1.0 Ok\r\n"); }},
      {"tls_required_inbound", "not_measured", "530 for want of authentication",
       [](Visit& v) { mail(v.plain(), "530 5.7.0 Authentication required\r\n").plain(); }},
      {"tls_required_inbound", "not_measured", "refused by a host that is called tls",
       [](Visit& v) { mail(v.plain(), "450 4.7.1 tls.mx.test: try later\r\n").plain(); }},
      {"tls_required_inbound", "not_measured", "closed",
       [](Visit& v) { cut_off_at(v.plain(), "tls-required", "mail").plain(); }},
      {"tls_required_inbound", "farm", "accepted by another server",
       [](Visit& v) {
         mail(v.plain(), "250 Ok\r\n").reply("greeting", "220 mx2.test ESMTP\r\n").plain();
       }},
      {"tls_required_inbound", "not_asked", "the plain conversation alone",
       [](Visit& v) { v.plain(); }},
  };
}

std::vector<Case> put_off_cases() {
  return {
      {"usable_after_454", "yes", "QUIT is answered", [](Visit& v) { put_off(v, true); }},
      {"usable_after_454", "yes", "it is in one of two",
       [](Visit& v) {
         put_off(v, false);
         put_off(v, true);
       }},
      {"usable_after_454", "no", "QUIT is not answered, twice",
       [](Visit& v) {
         put_off(v, false);
         put_off(v, false);
       }},
      {"usable_after_454", "not_repeated", "QUIT is not answered, once",
       [](Visit& v) { put_off(v, false); }},
      {"usable_after_454", "farm", "and different servers answer here",
       [](Visit& v) {
         put_off(v, false);
         put_off(v, false).reply("greeting", "220 mx2.test ESMTP\r\n");
       }},
      {"usable_after_454", "not_measured", "QUIT is never answered",
       [](Visit& v) {
         put_off(v.plain().says("quit"), false);
         put_off(v, false);
       }},
      {"usable_after_454", "not_measured", "421: the server closes, and says so",
       [](Visit& v) { put_off(v, false, "421 4.7.0 busy\r\n"); }},
      {"usable_after_454", "not_applicable", "STARTTLS was never put off",
       [](Visit& v) { v.plain(); }},
      {"usable_after_454", "not_applicable", "STARTTLS is not offered", not_offered},
  };
}

}  // namespace

std::vector<Case> starttls_hygiene_cases() {
  std::vector<Case> all;
  for (const auto table : {cleartext_cases, injection_cases, parameter_cases, twice_cases,
                           greeting_cases, required_cases, put_off_cases}) {
    for (const Case& one : table()) all.push_back(one);
  }
  return all;
}

TEST_CASE("starttls_hygiene") { check(starttls_hygiene_cases()); }

TEST_CASE("which of five ways a server has with an injected command is listed and said") {
  Visit visit;
  visit.plain().answered("injection").plain();
  CHECK(visit.fact("command_injection").list == std::vector<std::string>{"discarded"});
  CHECK(visit.fact("command_injection").seen == "discarded: one reply to EHLO inside TLS");
  visit = Visit();
  unasked(visit.plain().answered("injection"));
  CHECK(visit.fact("command_injection").list == std::vector<std::string>{"injected"});
  CHECK(visit.fact("command_injection").seen == "injected: 250 2.0.0 Ok");
  visit = Visit();
  clear_text(visit.plain().answered("injection")).plain();
  CHECK(visit.fact("command_injection").list == std::vector<std::string>{"plaintext_reply"});
  CHECK(visit.fact("command_injection").seen == "plaintext_reply: 250 2.0.0 Ok");
  visit = Visit();
  visit.plain().unmeasured("injection").reply("starttls-reply", "554 5.5.0 out of step\r\n");
  visit.plain();
  CHECK(visit.fact("command_injection").list == std::vector<std::string>{"rejected"});
  CHECK(visit.fact("command_injection").seen == "rejected: 554 5.5.0 out of step");
  visit = Visit();
  visit.plain()
      .dropped("injection", End::peer_reset)
      .dropped("injection", End::peer_closed)
      .plain();
  CHECK(visit.fact("command_injection").list == std::vector<std::string>{"fed_to_tls"});
  CHECK(visit.fact("command_injection").seen == "fed_to_tls: connection reset");
}

TEST_CASE("what an injected command is answered with is no EHLO list") {
  Visit visit;
  visit.answered("injection").reply("ehlo-again-reply", "250 2.0.0 Ok\r\n");
  CHECK(visit.fact("capabilities_removed_by_tls").value == model::Answer::unknown);
  CHECK(visit.fact("starttls_offered_inside_tls").value == model::Answer::unknown);
}

TEST_CASE("a server's words are quoted up to a length") {
  Visit visit;
  mail(visit.plain(), "550 TLS " + std::string(400, 'x') + "\r\n");
  CHECK(visit.fact("tls_required_inbound").seen.size() == 100);
}

}  // namespace test
