// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations that are many, where tests/dialogues has one of a kind.
#include <doctest/doctest.h>

#include "outcome/classify.hpp"
#include "support/certificate_maker.hpp"
#include "support/tls_peer.hpp"
#include "support/whole_conversation.hpp"

namespace {

using support::ConversationDriver;

const std::vector<std::string>& replies() {
  static const std::vector<std::string> all{
      "220-mx.test ESMTP\r\n220 ready\r\n",
      "250-mx.test\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 8BITMIME\r\n", "220 2.0.0 go\r\n"};
  return all;
}

// The conversation up to our ClientHello, which is refused; reply number `which` comes in two
// segments, cut at `at`, or octet by octet.
model::Outcome outcome_when_cut(std::size_t which, std::size_t at, bool in_octets = false) {
  ConversationDriver driver(support::builtin_probe("starttls"));
  driver.connect();
  for (std::size_t i = 0; i < replies().size(); ++i) {
    const std::string& reply = replies()[i];
    if (in_octets) {
      for (const char octet : reply) driver.say(std::string(1, octet));
    } else if (i == which) {
      driver.say(reply.substr(0, at));
      driver.pass_time(base::Milliseconds(1000));
      driver.say(reply.substr(at));
    } else {
      driver.say(reply);
    }
    (void)driver.heard();
  }
  driver.say(std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
  REQUIRE(driver.ended());
  return outcome::outcome_of({driver.transcript(), std::nullopt});
}

TEST_CASE("replies cut at every octet say what they say in one piece") {
  for (std::size_t which = 0; which < replies().size(); ++which) {
    for (std::size_t at = 1; at < replies()[which].size(); ++at) {
      CAPTURE(which);
      CAPTURE(at);
      CHECK(outcome_when_cut(which, at).code == "handshake.alert");
    }
  }
  CHECK(outcome_when_cut(0, 0, true).code == "handshake.alert");
}

TEST_CASE("a chain of a hundred certificates is an outcome, and no lack of STARTTLS") {
  for (const char* version : {"TLSv1.2", "TLSv1.3"}) {
    CAPTURE(version);
    support::PeerOptions options;
    options.credential = support::make_certificate({});
    options.chain.assign(100, options.credential);
    options.max_version = version;
    const auto transcript = support::whole_conversation(
        support::builtin_probe("starttls"), std::make_unique<support::TlsPeer>(options));
    const auto outcome = outcome::outcome_of({transcript, std::nullopt});
    CAPTURE(outcome.code);
    CHECK((outcome.code == "quit.completed" || outcome.code.starts_with("handshake.")));
    REQUIRE(transcript.tls.has_value());
    CHECK(transcript.tls->certificates.size() <= 101);
  }
}

}  // namespace
