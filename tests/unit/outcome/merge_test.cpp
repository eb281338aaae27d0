// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/merge.hpp"

#include <doctest/doctest.h>

namespace {

using model::End;
using model::Measurability;
using model::Stage;

struct Attempt {
  End end;
  Stage stage;
};

constexpr Attempt kThrough{End::completed, Stage::quit};
constexpr Attempt kNotOffered{End::not_offered, Stage::ehlo};
constexpr Attempt kSlow{End::timeout, Stage::banner};
constexpr Attempt kTurnedAway{End::peer_closed, Stage::banner};
constexpr Attempt kHandshake{End::peer_reset, Stage::handshake};

model::EndpointRecord visit(const std::vector<Attempt>& attempts) {
  model::EndpointRecord record;
  for (const Attempt& attempt : attempts) {
    model::Conversation conversation;
    conversation.transcript.probe = "starttls";
    conversation.transcript.end = attempt.end;
    conversation.transcript.stage = attempt.stage;
    record.conversations.push_back(conversation);
  }
  outcome::conclude(record);
  return record;
}

std::string merged(const std::vector<Attempt>& attempts) { return visit(attempts).outcome->code; }

TEST_CASE("what was measured counts before what was put off, and that before being turned away") {
  CHECK(merged({kSlow}) == "banner.timeout");
  CHECK(merged({kSlow, kThrough}) == "quit.completed");
  CHECK(merged({kThrough, kSlow}) == "quit.completed");
  CHECK(merged({kTurnedAway, kSlow}) == "banner.timeout");
  CHECK(merged({kSlow, kTurnedAway}) == "banner.timeout");
  CHECK(merged({kSlow, kNotOffered}) == "starttls.not_offered");
}

TEST_CASE("what was measured twice and differently has a name of its own") {
  CHECK(merged({kNotOffered, kThrough}) == "starttls.intermittent");
  CHECK(merged({kThrough, kNotOffered, kSlow}) == "starttls.intermittent");
  CHECK(merged({kNotOffered, kHandshake}) == "starttls.intermittent");
  CHECK(merged({kThrough, kHandshake}) == "handshake.intermittent");
  CHECK(merged({kNotOffered, kNotOffered}) == "starttls.not_offered");
}

TEST_CASE("how many of how many") {
  const auto record = visit({kNotOffered, kSlow, kNotOffered});
  CHECK(record.outcome->attempts == 3);
  CHECK(record.outcome->agreeing == 2);
  CHECK(record.outcome->measurability == Measurability::measured);
  CHECK(record.conversations[1].outcome->code == "banner.timeout");
}

TEST_CASE("other probes have outcomes of their own and do not speak for the endpoint") {
  auto record = visit({kThrough});
  record.conversations.push_back(record.conversations.front());
  record.conversations.back().transcript.probe = "tls11";
  record.conversations.back().transcript.end = End::peer_reset;
  record.conversations.back().transcript.stage = Stage::handshake;
  outcome::conclude(record);
  CHECK(record.outcome->code == "quit.completed");
  CHECK(record.outcome->attempts == 1);
  CHECK(record.conversations.back().outcome->code == "handshake.reset");
}

TEST_CASE("an endpoint that was not contacted was skipped") {
  model::EndpointRecord record;
  record.skipped = "blocklisted";
  outcome::conclude(record);
  CHECK(record.outcome->code == "connect.skipped");
  CHECK(record.outcome->measurability == Measurability::skipped);
  CHECK_FALSE(outcome::merged({}).has_value());
}

TEST_CASE("a domain has an outcome where its mail goes nowhere") {
  const auto code = [](const std::string& status, bool with_endpoint = false) {
    model::DomainRecord domain;
    domain.mx_status = status;
    if (with_endpoint) {
      domain.exchanges.emplace_back();
      domain.exchanges.back().endpoint_ids = {"mx.test/192.0.2.1:25"};
    }
    outcome::conclude(domain);
    return domain.outcome ? domain.outcome->code : std::string();
  };
  CHECK(code("null_mx") == "dns.null_mx");
  CHECK(code("nxdomain") == "dns.nxdomain");
  CHECK(code("no_mx") == "dns.no_mx");
  CHECK(code("unknown") == "dns.lookup_failed");
  CHECK(code("has_mx") == "dns.no_address");
  CHECK(code("has_mx", true).empty());
  CHECK(code("implicit_mx", true).empty());
}

TEST_CASE("a domain that was not looked up on purpose has no outcome") {
  model::DomainRecord domain;
  domain.skipped = "blocklisted";
  domain.mx_status = "unknown";
  outcome::conclude(domain);
  CHECK_FALSE(domain.outcome.has_value());
}

}  // namespace
