// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/implicit_tls.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "model/endpoint_traits.hpp"
#include "model/probe_json.hpp"
#include "support/conversation_driver.hpp"

namespace {

using model::implicit_form;
using model::Stage;

std::vector<std::string> names(const model::Probe& probe) {
  std::vector<std::string> steps;
  for (const model::Step& step : probe.steps) steps.push_back(step.name);
  return steps;
}

model::Probe read(const std::string& steps) {
  const auto probe = model::read_probe(
      R"({"id": "own", "purpose": "p", "tier": "audit", "steps": [)" + steps + "]}", "own.json");
  REQUIRE_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
  return *probe;
}

TEST_CASE("the implicit form of a handshake: TLS, the greeting, what stands inside TLS") {
  const auto form = implicit_form(support::builtin_probe("starttls"));
  REQUIRE(form.has_value());
  CHECK(form->id == "starttls");
  CHECK(names(*form) ==
        std::vector<std::string>{"tls", "greeting", "ehlo-again", "ehlo-again-reply"});
  CHECK(form->steps[0].stage == Stage::handshake);
  CHECK(form->steps[1].stage == Stage::banner);
  CHECK(form->steps[2].stage == Stage::post_tls);
  CHECK(form->steps[1].within == std::chrono::minutes(1));
  const auto short_form = implicit_form(support::builtin_probe("tls12"));
  REQUIRE(short_form.has_value());
  CHECK(names(*short_form).at(1) == "greeting");
}

TEST_CASE("the implicit form of a hello is the hello: nothing is said inside it") {
  const model::Probe& probe = support::builtin_probe("tls11");
  const auto form = implicit_form(probe);
  REQUIRE(form.has_value());
  CHECK(names(*form) == std::vector<std::string>{"tls"});
  CHECK(form->steps.front().tls == model::tls_step(probe)->tls);
}

TEST_CASE("what asks about the time before TLS has no implicit form") {
  for (const char* id :
       {"injection", "starttls-rules", "starttls-parameter", "tls-required", "ssl2"})
    CHECK_FALSE_MESSAGE(implicit_form(support::builtin_probe(id)).has_value(), id);
  CHECK_FALSE(implicit_form(read(R"({"reply": "greeting"})")).has_value());
  CHECK_FALSE(implicit_form(read(R"({"reply": "greeting"}, {"silence": "wait", "for_ms": 5},
                                    {"send": "ehlo", "text": "EHLO {client_name}\r\n"},
                                    {"reply": "ehlo-reply"},
                                    {"send": "starttls", "text": "STARTTLS\r\n"},
                                    {"reply": "starttls-reply"}, {"handshake": "tls"})"))
                  .has_value());
}

TEST_CASE("a probe that begins with TLS stays as it is") {
  const model::Probe probe = read(R"({"handshake": "tls"}, {"reply": "greeting"},
                                     {"send": "ehlo", "text": "EHLO {client_name}\r\n"})");
  CHECK(probe.steps[1].stage == Stage::banner);
  CHECK(probe.steps[2].stage == Stage::post_tls);
  const auto form = implicit_form(probe);
  REQUIRE(form.has_value());
  CHECK(names(*form) == names(probe));
}

TEST_CASE("where TLS comes first its time counts from the connection, the greeting's from there") {
  using Kind = model::Moment::Kind;
  const auto ms = [](int count) { return base::Milliseconds(count); };
  const auto times = model::stage_times(ms(10),
                                        {{Kind::handshake_done, "tls", ms(40)},
                                         {Kind::reply, "greeting", ms(45)},
                                         {Kind::sent, "ehlo-again", ms(45)},
                                         {Kind::reply, "ehlo-again-reply", ms(52)}},
                                        ms(60));
  std::vector<std::string> told;
  told.reserve(times.size());
  for (const model::StageTime& time : times)
    told.push_back(std::string(time.stage) + " " + std::to_string(time.time.count()));
  CHECK(told == std::vector<std::string>{"connect 10", "greeting 5", "ehlo 7", "handshake 30",
                                         "conversation 60"});
}

TEST_CASE("port 465 alone wants the implicit form") {
  const model::Probe& plain = support::builtin_probe("starttls");
  const auto address = *base::IpAddress::parse("192.0.2.1");
  for (const std::uint16_t port : std::vector<std::uint16_t>{25, 587, 2525})
    CHECK(model::form_for({"mx.test", address, port}, plain)->steps.size() == plain.steps.size());
  CHECK(model::form_for({"mx.test", address, model::kSubmissionsPort}, plain)->steps.size() == 4);
  CHECK_FALSE(model::form_for({"mx.test", address, model::kSubmissionsPort},
                              support::builtin_probe("injection"))
                  .has_value());
}

}  // namespace
