// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/checks_text.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "checks/catalogue.hpp"
#include "checks/judge.hpp"
#include "support/printed.hpp"

namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

std::vector<model::Verdict> verdicts_of(const std::vector<Fact>& facts) {
  return checks::judge_of(checks::Subject::endpoint).judge(facts, 25);
}

}  // namespace

TEST_CASE("the catalogue has a line for every check, in 80 columns") {
  const std::string text = cli::checks_text();
  for (const checks::Check& check : checks::catalogue()) {
    CAPTURE(check.id);
    CHECK(printed::count(text, "  " + std::string(check.id) + " ") == 1);
  }
  CHECK(printed::widest_line(text) <= 80);
}

TEST_CASE("the catalogue as JSON has all that explain says") {
  const auto document = nlohmann::json::parse(cli::checks_json());
  REQUIRE(document.size() == checks::catalogue().size());
  for (std::size_t i = 0; i < document.size(); ++i) {
    const checks::Check& check = checks::catalogue()[i];
    CAPTURE(check.id);
    CHECK(document[i]["check"] == check.id);
    CHECK(document[i]["requirement"] == check.requirement);
    CHECK(document[i]["citations"].size() == check.citations.size());
    CHECK(document[i]["remedies"].size() == check.remedies.size());
    CHECK(document[i]["wants"].size() == check.wants.size());
    CHECK(document[i]["applies"].size() == check.applies.size());
    CHECK(document[i]["broken"] == model::to_string(checks::broken_result(check)));
    CHECK(document[i]["tested"] == check.tested);
  }
}

TEST_CASE("a check is explained: what it wants, who says so, how it is tested, what to do") {
  const std::string text = cli::check_text("rfc7627/echoes_extended_master_secret");
  CHECK(printed::has(text, "rfc7627/echoes_extended_master_secret   must"));
  for (const auto* part : {"  wants ", "  broken ", "  source    RFC 7627 section 5", "  tested ",
                           "  fact      ems_echoed", "  to do "}) {
    CAPTURE(part);
    CHECK(printed::has(text, part));
  }
  CHECK(printed::has(text, "tls12"));  // the probe, from the plan
  CHECK(cli::check_text("rfc7627/nonsense").empty());
}

TEST_CASE("an authority explains all its checks, and every one fits the terminal") {
  const std::string text = cli::check_text("rfc3207");
  CHECK(printed::has(text, "rfc3207/not_offered_inside_tls "));
  CHECK_FALSE(printed::has(text, "rfc7627/"));
  for (const checks::Check& check : checks::catalogue()) {
    CAPTURE(check.id);
    CHECK(printed::widest_line(cli::check_text(check.id)) <= 80);
  }
}

TEST_CASE("a check is found by its name alone, and an authority as it is cited") {
  CHECK(cli::check_text("no_tls1_0") == cli::check_text("rfc8996/no_tls1_0"));
  CHECK(cli::check_text("RFC 3207") == cli::check_text("rfc3207"));
  CHECK(cli::check_text("RFC8996/no_tls1_0") == cli::check_text("rfc8996/no_tls1_0"));
  CHECK(cli::check_text("offers_starttls").empty());  // of several authorities
  CHECK(cli::check_text("").empty());
}

TEST_CASE("a section that is a number is called one") {
  CHECK(printed::has(cli::check_text("rfc3207/refuses_parameter"), "RFC 3207 section 4:"));
  CHECK(printed::has(cli::check_text("rfc5246/no_anonymous_suites"), "RFC 5246 section A.5:"));
  const std::string alpn = cli::check_text("rfc7301/refuses_unknown_protocol");
  CHECK(printed::has(alpn, "ALPACA, USENIX Security 2021:"));
  CHECK(printed::has(cli::check_text("community/tolerates_large_hello"),
                     "tldr.fail, https://tldr.fail/:"));
}

TEST_CASE("verdicts are shown worst first, and what is kept is only counted") {
  Fact offered{"starttls_offered_inside_tls", Answer::yes, Doubt::none, "starttls",
               "STARTTLS\x1b[2J"};
  Fact starttls{"starttls_offered", Answer::yes, Doubt::none, "starttls", "STARTTLS"};
  Fact echoed{"ems_echoed", Answer::unknown, Doubt::farm, "", ""};
  Fact old{"tls1_0", Answer::no, Doubt::none, "tls10", "alert protocol_version(70)"};
  const auto verdicts = verdicts_of({starttls, offered, echoed, old});
  const std::string text = cli::verdicts_text(verdicts);
  CHECK(printed::has(text, "  must       1 fail, "));
  CHECK(printed::has(text, " pass"));
  const auto fail = text.find("rfc3207/not_offered_inside_tls");
  const auto open = text.find("rfc7627/echoes_extended_master_secret");
  REQUIRE(fail != std::string::npos);
  REQUIRE(open != std::string::npos);
  CHECK(fail < open);
  CHECK(printed::has(text, "farm"));
  CHECK(text.find("rfc8996/no_tls1_0") == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(printed::widest_line(text) <= 80);
}
