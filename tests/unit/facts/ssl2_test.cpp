// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"

namespace test {

using model::End;
using model::Stage;

namespace {

const std::string kServerHello("\x80\x0e\x04\x00\x01\x00\x02\x00\x00\x00\x03\x00\x00\x07\x00\xc0",
                               16);
const std::string kSslError("\x80\x03\x00\x00\x01", 5);
const std::string kAlert("\x15\x03\x01\x00\x02\x02\x46", 7);
const std::string kWarning("\x15\x03\x01\x00\x02\x01\x00", 7);

// The CLIENT-HELLO was said, and that came of it.
Visit& asked(Visit& visit, const std::string& answer, End end = End::not_silent) {
  visit.unmeasured("ssl2", Stage::starttls, end).reply("starttls-reply", "220 go\r\n");
  visit.says("client-hello");
  return answer.empty() ? visit : visit.stray(model::Stray::Kind::in_silence, answer);
}

Visit& silent(Visit& visit) {
  asked(visit, "", End::completed);
  return visit.ends(End::completed, Stage::quit);
}

}  // namespace

std::vector<Case> ssl2_cases() {
  return {
      {"ssl2", "yes", "answered", [](Visit& v) { asked(v.plain(), kServerHello); }},
      {"ssl2", "yes", "answered where nothing else is",
       [](Visit& v) { asked(v.refused("starttls"), kServerHello); }},
      {"ssl2", "no", "an alert", [](Visit& v) { asked(v.plain(), kAlert).plain(); }},
      {"ssl2", "no", "closed twice",
       [](Visit& v) {
         asked(asked(v.plain(), "", End::peer_closed), "", End::peer_closed).plain();
       }},
      {"ssl2", "no", "reset once and no answer once",
       [](Visit& v) { silent(asked(v.plain(), "", End::peer_reset)).plain(); }},
      {"ssl2", "not_repeated", "no answer", [](Visit& v) { silent(v.plain()).plain(); }},
      {"ssl2", "no_control", "an alert, and no plain conversation behind it",
       [](Visit& v) { asked(v.plain(), kAlert); }},
      {"ssl2", "yes", "answered once, refused once",
       [](Visit& v) { asked(asked(v.plain(), kServerHello), kAlert).plain(); }},
      {"ssl2", "not_measured", "words of SMTP",
       [](Visit& v) { asked(v.plain(), "500 5.5.1 unrecognized\r\n").plain(); }},
      {"ssl2", "not_measured", "an error of SSL 2.0",
       [](Visit& v) { asked(v.plain(), kSslError).plain(); }},
      {"ssl2", "not_measured", "a warning", [](Visit& v) { asked(v.plain(), kWarning).plain(); }},
      {"ssl2", "not_measured", "STARTTLS was refused",
       [](Visit& v) { v.plain().unmeasured("ssl2").unmeasured("ssl2").plain(); }},
      {"ssl2", "not_asked", "only newer ones were asked for",
       [](Visit& v) { v.plain().refused("ssl3").plain(); }},
  };
}

TEST_CASE("SSL 2.0") { check(ssl2_cases()); }

TEST_CASE("what was answered to SSL 2.0 is told") {
  Visit visit;
  asked(visit.plain(), kAlert).plain();
  CHECK(visit.fact("ssl2").seen == "alert protocol_version(70)");
  CHECK(visit.fact("ssl2").probe == "ssl2");
  Visit mute;
  CHECK(silent(mute.plain()).plain().fact("ssl2").seen == "no answer");
}

}  // namespace test
