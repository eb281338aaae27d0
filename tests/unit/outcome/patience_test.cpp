// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/patience.hpp"

#include <doctest/doctest.h>

namespace {

bool asks(const std::string& code, model::Measurability measurability, int smtp_code) {
  model::EndpointRecord visit;
  visit.conversations.resize(2);
  model::Outcome fine;
  fine.code = "quit.completed";
  visit.conversations[0].outcome = fine;
  model::Outcome outcome;
  outcome.code = code;
  outcome.measurability = measurability;
  outcome.smtp_code = smtp_code;
  visit.conversations[1].outcome = outcome;
  return outcome::asks_patience(visit);
}

}  // namespace

TEST_CASE("who asks for patience") {
  using enum model::Measurability;
  CHECK(asks("banner.temporary", transient, 421));
  CHECK(asks("starttls.tls_unavailable", transient, 454));
  CHECK(asks("banner.rate_limited", transient, 450));
  CHECK(asks("ehlo.overloaded", transient, 452));
  CHECK_FALSE(asks("banner.greylisted", transient, 450));
  CHECK_FALSE(asks("banner.timeout", transient, 0));
  CHECK_FALSE(asks("banner.blocked", blocked, 421));
  CHECK_FALSE(asks("starttls.not_offered", measured, 250));
  CHECK_FALSE(outcome::asks_patience({}));
}
