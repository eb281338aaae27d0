// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/kept_servers.hpp"

#include <doctest/doctest.h>

#include "../senders/server_text.hpp"

TEST_CASE("a server comes back with all that senders ask for") {
  const auto facts = senders_test::facts_of("tls1_2=no certificate_key_sound=2048:RSA");
  cli::KeptServers kept;
  kept.keep("one", facts, senders_test::outcome_of("quit.completed"));
  const auto server = kept.find("one");
  REQUIRE(server != nullptr);
  CHECK(server->no("tls1_2"));
  CHECK(server->fact("certificate_key_sound").number == 2048);
  CHECK(server->lists("certificate_key_sound", "RSA"));
  CHECK(server->fact("certificate_key_sound").seen == "RSA");
  CHECK(server->outcome()->code == "quit.completed");
  CHECK(server->fact("tls1_3").doubt == model::Doubt::not_asked);
  CHECK(kept.find("another") == nullptr);
}

TEST_CASE("what differs in anything is another fact") {
  cli::KeptServers kept;
  const char* const words[] = {"tls1_2",     "tls1_2=no",  "tls1_2=unknown", "tls1_2=1",
                               "tls1_2=1:a", "tls1_2=1:b", "tls1_2=1:a,b"};
  for (const char* word : words) kept.keep(word, senders_test::facts_of(word), {});
  for (const char* word : words) {
    CAPTURE(word);
    const model::Fact wanted = senders_test::fact_of(word);
    const model::Fact found = kept.find(word)->fact("tls1_2");
    CHECK(found.value == wanted.value);
    CHECK(found.doubt == wanted.doubt);
    CHECK(found.number == wanted.number);
    CHECK(found.list == wanted.list);
  }
}

TEST_CASE("the later line of an endpoint counts") {
  cli::KeptServers kept;
  kept.keep("one", senders_test::facts_of("tls1_2"), senders_test::outcome_of("a.b"));
  kept.keep("one", senders_test::facts_of("tls1_2=no"), {});
  CHECK(kept.find("one")->no("tls1_2"));
  CHECK_FALSE(kept.find("one")->outcome().has_value());
}
