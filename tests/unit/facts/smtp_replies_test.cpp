// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using model::End;
using model::Stage;
using model::Stray;

namespace {

// Some other service on the port: what greets without a code.
void no_smtp(Visit& visit, const std::string& greeting = "SSH-2.0-OpenSSH_9.2\n") {
  visit.unmeasured("starttls", Stage::banner, End::not_smtp);
  visit.last().events.clear();
  visit.reply("greeting", greeting);
}

void ssh(Visit& visit) { no_smtp(visit); }

Visit& unasked(Visit& visit, const std::string& text) {
  return visit.stray(Stray::Kind::after_reply, text);
}

std::vector<Case> form_cases() {
  return {
      {"replies_end_in_crlf", "yes", "all do", [](Visit& v) { v.plain(); }},
      {"replies_end_in_crlf", "no", "the greeting ends in LF",
       [](Visit& v) { v.plain().reply("greeting", "220 mx.test ESMTP\n"); }},
      {"replies_end_in_crlf", "no", "one line of a list does, in one conversation of two",
       [](Visit& v) {
         v.plain().plain().reply("ehlo-again-reply", "250-mx.test\r\n250-SIZE\n250 HELP\r\n");
       }},
      {"replies_end_in_crlf", "not_measured", "lines of LF from something else", ssh},
      {"replies_end_in_crlf", "not_measured", "nothing came",
       [](Visit& v) {
         v.unmeasured("starttls", Stage::banner, End::timeout);
         v.last().events.clear();
       }},

      {"reply_lines_fit", "yes", "512 octets",
       [](Visit& v) { v.plain().reply("greeting", "220 " + std::string(506, 'x') + "\r\n"); }},
      {"reply_lines_fit", "no", "513 octets",
       [](Visit& v) { v.plain().reply("greeting", "220 " + std::string(507, 'x') + "\r\n"); }},
      {"reply_lines_fit", "not_measured", "a long line from something else",
       [](Visit& v) { no_smtp(v, std::string(600, 'x') + "\r\n"); }},

      {"reply_codes_agree", "yes", "they do", [](Visit& v) { v.plain(); }},
      {"reply_codes_agree", "no", "a list breaks off",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "250-mx.test\r\n421 bye\r\n"); }},
      {"reply_codes_agree", "not_measured", "no SMTP", ssh},

      {"replies_in_ascii", "yes", "they are", [](Visit& v) { v.plain(); }},
      {"replies_in_ascii", "no", "a greeting in UTF-8",
       [](Visit& v) { v.plain().reply("greeting", "220 mx.test gr\xc3\xbc\xc3\x9f dich\r\n"); }},
      {"replies_in_ascii", "no", "a NUL",
       [](Visit& v) { v.plain().reply("greeting", std::string("220 mx.test\0\r\n", 14)); }},
      {"replies_in_ascii", "not_measured", "no SMTP",
       [](Visit& v) { no_smtp(v, "\x15\x03\x01\xff\n"); }},

      {"reply_lines_well_formed", "yes", "they are", [](Visit& v) { v.plain(); }},
      {"reply_lines_well_formed", "yes", "the code alone",
       [](Visit& v) { v.plain().reply("starttls-reply", "220\r\n"); }},
      {"reply_lines_well_formed", "no", "an underscore behind the code",
       [](Visit& v) { v.plain().reply("greeting", "220_mx.test\r\n"); }},
      {"reply_lines_well_formed", "no", "a line of a greeting has no code",
       [](Visit& v) { v.plain().reply("greeting", "220-mx.test\r\nwelcome\r\n220 hi\r\n"); }},
      {"reply_lines_well_formed", "no", "EHLO is answered without a code",
       [](Visit& v) {
         v.unmeasured("starttls", Stage::ehlo, End::not_smtp).reply("ehlo-reply", "hello\r\n");
       }},
      {"reply_lines_well_formed", "no", "CR CR LF",
       [](Visit& v) { v.plain().reply("greeting", "220 mx.test\r\r\n"); }},
      {"reply_lines_well_formed", "yes", "what answers octets that are no SMTP",
       [](Visit& v) { v.plain().dropped("starttls-legacy").reply("any-reply", "\x15\x03\n"); }},
      {"reply_lines_well_formed", "not_measured", "HTTP",
       [](Visit& v) { no_smtp(v, "HTTP/1.1 400 Bad Request\r\n"); }},
      {"reply_lines_well_formed", "not_measured", "NNTP, which does not know EHLO",
       [](Visit& v) {
         v.unmeasured("starttls", Stage::ehlo, End::not_positive)
             .reply("greeting", "200 news.test ready\r\n");
         v.reply("ehlo-reply", "500_What?\r\n");
       }},
  };
}

std::vector<Case> number_cases() {
  return {
      {"one_reply_per_command", "yes", "one to each", [](Visit& v) { v.plain(); }},
      {"one_reply_per_command", "yes", "421 behind a reply, at any time",
       [](Visit& v) { unasked(v.plain(), "421 4.4.2 timeout\r\n"); }},
      {"one_reply_per_command", "yes", "the beginning of it",
       [](Visit& v) { unasked(v.plain(), "42"); }},
      {"one_reply_per_command", "yes", "words behind 421",
       [](Visit& v) { unasked(v.plain().reply("ehlo-again-reply", "421 bye\r\n"), "bye\r\n"); }},
      {"one_reply_per_command", "yes", "words behind 221",
       [](Visit& v) { unasked(v.plain().reply("quit-reply", "221 bye\r\n"), "221 bye\r\n"); }},
      {"one_reply_per_command", "yes", "the rest of a reply that was too long",
       [](Visit& v) {
         v.plain().reply("ehlo-again-reply", "250-" + std::string(9000, 'x') + "\r\n");
         unasked(v, "250 SIZE\r\n");
       }},
      {"one_reply_per_command", "yes", "the beginning of a reply that was late",
       [](Visit& v) { v.plain().stray(Stray::Kind::partial_reply, "250-mx"); }},
      {"one_reply_per_command", "yes", "what answers an injected command",
       [](Visit& v) {
         v.plain();
         unasked(v.answered("injection"), "250 2.0.0 Ok\r\n").plain();
       }},
      {"one_reply_per_command", "yes", "what answers octets that are no SMTP",
       [](Visit& v) {
         v.plain().unmeasured("ssl2", Stage::starttls, End::not_silent);
         v.reply("starttls-reply", "220 go\r\n");
         v.stray(Stray::Kind::in_silence, "\x15\x03\x01").plain();
       }},
      {"one_reply_per_command", "no", "a second reply",
       [](Visit& v) { unasked(v.plain(), "250 2.0.0 Ok\r\n"); }},
      {"one_reply_per_command", "no", "an empty line behind the greeting",
       [](Visit& v) { unasked(v.unmeasured("starttls"), "\r\n"); }},
      {"one_reply_per_command", "no", "octets without an end",
       [](Visit& v) { unasked(v.plain(), "x"); }},
      {"one_reply_per_command", "no", "words into our silence",
       [](Visit& v) { v.plain().stray(Stray::Kind::in_silence, "220 hello?\r\n"); }},
      {"one_reply_per_command", "no", "EHLO inside TLS is answered by a greeting",
       [](Visit& v) { v.plain().reply("ehlo-again-reply", "220 mx.test ESMTP\r\n"); }},
      {"one_reply_per_command", "not_measured", "no SMTP",
       [](Visit& v) {
         no_smtp(v, "HTTP/1.1 400 Bad Request\r\n");
         unasked(v, "Server: x\r\n");
       }},
      {"one_reply_per_command", "not_measured", "EHLO was never answered",
       [](Visit& v) {
         v.unmeasured("starttls", Stage::ehlo, End::timeout);
         v.last().events.pop_back();
       }},
  };
}

}  // namespace

std::vector<Case> smtp_reply_cases() {
  std::vector<Case> all = form_cases();
  for (const Case& one : number_cases()) all.push_back(one);
  return all;
}

TEST_CASE("smtp replies") { check(smtp_reply_cases()); }

TEST_CASE("the reply that breaks a rule is quoted") {
  Visit visit;
  visit.plain().reply("ehlo-again-reply", "250-mx.test\r\n250 SIZE\n");
  CHECK(visit.fact("replies_end_in_crlf").seen == "bare_lf in ehlo-again-reply: 250 mx.test");
  CHECK(visit.fact("reply_lines_fit").seen == "4 replies");
}

}  // namespace test
