// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/facts_text.hpp"

#include <doctest/doctest.h>

namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

model::EndpointRecord visit_with(std::vector<Fact> facts) {
  model::EndpointRecord visit;
  visit.endpoint = {"mx.test", *base::IpAddress::parse("192.0.2.1"), 25};
  visit.facts = std::move(facts);
  return visit;
}

std::string line(const std::string& text, std::size_t number) {
  std::size_t begin = 0;
  while (number-- > 0) begin = text.find('\n', begin) + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

TEST_CASE("a fact is a line: name, value, probe and what was seen") {
  Fact bits{"dhe_at_least_2048", Answer::no, Doubt::none, "dhe", "prime of 1024 bits"};
  bits.number = 1024;
  const std::string text = cli::facts_text(visit_with({bits}));
  CHECK(line(text, 0) == "mx.test/192.0.2.1:25: 0 connections, 0 dirty closes");
  CHECK(line(text, 1) ==
        "  dhe_at_least_2048               no       dhe: prime of 1024 bits (1024)");
}

TEST_CASE("what is unknown says why, and what nobody asked is left out") {
  const std::string text = cli::facts_text(
      visit_with({{"ssl3", Answer::unknown, Doubt::not_asked, "", ""},
                  {"kx_dhe", Answer::unknown, Doubt::no_control, "dhe", "no answer"}}));
  CHECK(line(text, 1) == "  kx_dhe                          unknown  no_control, dhe: no answer");
  CHECK(text.find("ssl3") == std::string::npos);
}

TEST_CASE("a list stands below its fact, unless the reason has said it") {
  Fact groups{"groups_tls1_3", Answer::yes, Doubt::none, "enumerate-tls13", "all others refused"};
  groups.list = {"x25519", "secp256r1"};
  CHECK(line(cli::facts_text(visit_with({groups})), 2) ==
        std::string(43, ' ') + "x25519 secp256r1");
  Fact key{"certificate_key_sound", Answer::yes, Doubt::none, "starttls", "RSA of 2048 bits"};
  key.list = {"RSA"};
  CHECK(line(cli::facts_text(visit_with({key})), 2).empty());
}

TEST_CASE("a visit that was cut short says so, and what a server says cannot move the cursor") {
  auto visit = visit_with({{"kx_dhe", Answer::yes, Doubt::none, "dhe", "a\x1b[2Jb"}});
  visit.cut_short = "dirty_closes";
  const std::string text = cli::facts_text(visit);
  CHECK(line(text, 0).ends_with(", cut short: dirty_closes"));
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a conversation in a line") {
  model::Conversation conversation;
  conversation.transcript.probe = "tls11";
  conversation.transcript.end = model::End::handshake_failed;
  conversation.transcript.stage = model::Stage::handshake;
  conversation.transcript.tls.emplace();
  conversation.transcript.tls->client_hello.emplace();
  conversation.transcript.tls->alerts.push_back({{2, 70}, true});
  CHECK(cli::conversation_line(conversation) == "tls11: alert protocol_version(70)");
}

}  // namespace
