// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/audit_progress.hpp"

#include <doctest/doctest.h>

#include "report/text_columns.hpp"
#include "support/printed.hpp"

using Kind = cli::AuditProgress::Kind;

namespace {

constexpr std::string_view kId = "mx.example.org/192.0.2.1:25";

// An audit of one domain with two servers, as it tells of itself. The loop never runs: nothing is
// drawn but what happens.
struct Shown {
  explicit Shown(Kind kind)
      : progress(loop, kind, base::Milliseconds(10'000),
                 [this](std::string_view said) { text += said; }) {}

  void resolve() {
    model::DomainRecord domain;
    domain.domain = "example.org";
    domain.exchanges.resize(1);
    domain.exchanges[0].endpoint_ids = {std::string(kId), "mx.example.org/192.0.2.2:25"};
    progress.resolved(domain);
  }
  void converse(model::End end) {
    model::Transcript transcript;
    transcript.probe = "starttls";
    transcript.end = end;
    progress.conversation_ended(server, transcript);
  }
  void finish() {
    model::EndpointRecord record;
    record.endpoint = server;
    record.conversations.resize(2);
    record.duration = base::Milliseconds(3'000);
    record.outcome.emplace().code = "quit.completed";
    progress.visit_ended(record);
  }
  void skip() {
    model::EndpointRecord record;
    record.endpoint = {"mx.example.org", *base::IpAddress::parse("192.0.2.2"), 25};
    record.skipped = "special_purpose_address";
    progress.visit_ended(record);
  }
  void whole() {
    resolve();
    progress.visit_began(server);
    converse(model::End::connect_timeout);
    converse(model::End::completed);
    finish();
    skip();
    progress.end();
  }

  net::Loop loop;
  std::string text;
  model::Endpoint server{"mx.example.org", *base::IpAddress::parse("192.0.2.1"), 25};
  cli::AuditProgress progress;
};

}  // namespace

TEST_CASE("audit progress: quiet says nothing") {
  Shown shown(Kind::quiet);
  shown.whole();
  CHECK(shown.text.empty());
}

TEST_CASE("audit progress: elsewhere than on a terminal a line when something begins and ends") {
  Shown shown(Kind::lines);
  shown.whole();
  const std::string id(kId);
  CHECK(shown.text == "example.org: 1 mail server, 2 addresses\n" + id + ": connecting\n" + id +
                          ": no answer within 10 s\n" + id +
                          ": quit.completed after 2 conversations, 3 s\n"
                          "mx.example.org/192.0.2.2:25: not contacted: special_purpose_address\n");
}

TEST_CASE("audit progress: a domain without servers, and one that is hostile") {
  Shown shown(Kind::lines);
  model::DomainRecord domain;
  domain.domain = "evil\x1b[2J.example";
  domain.mx_status = "null_mx";
  shown.progress.resolved(domain);
  CHECK(shown.text == "evil\\x1b[2J.example: no mail server (null_mx)\n");
}

TEST_CASE("audit progress: on a terminal who is under way is drawn, and taken off at the end") {
  Shown shown(Kind::terminal);
  shown.resolve();
  shown.progress.visit_began(shown.server);
  CHECK(printed::has(shown.text, "  " + std::string(kId) + "  connecting, "));
  CHECK(printed::has(shown.text, " s of at most 10\n"));
  shown.text.clear();
  shown.converse(model::End::completed);
  // One line up, and all below erased (ECMA-48 sections 8.3.22 and 8.3.39).
  CHECK(shown.text.starts_with("\x1b[1A\x1b[0J  " + std::string(kId) + "  1 conversation"));
  shown.text.clear();
  shown.progress.end();
  CHECK(shown.text == "\x1b[1A\x1b[0J");
  shown.text.clear();
  shown.finish();
  shown.progress.visit_began(shown.server);
  CHECK(shown.text.empty());
}

TEST_CASE("audit progress: no more servers are drawn than fit, none wider than a terminal") {
  Shown shown(Kind::terminal);
  for (int i = 1; i <= 30; ++i) {
    const std::string name = std::string(100, 'x') + "." + std::to_string(i) + ".test";
    shown.text.clear();
    shown.progress.visit_began({name, *base::IpAddress::parse("192.0.2." + std::to_string(i)), 25});
  }
  constexpr std::string_view kErased = "\x1b[20A\x1b[0J";
  REQUIRE(shown.text.starts_with(kErased));
  shown.text.erase(0, kErased.size());
  CHECK(printed::count(shown.text, "\n") == 20);
  CHECK(printed::widest_line(shown.text) < report::kColumns);
}
