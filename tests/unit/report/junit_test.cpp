// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "report/formats.hpp"
#include "sample_audit.hpp"
#include "xml_reader.hpp"

namespace {

using xml::Element;

Element suites_of(const report::Audit& audit) { return xml::read(report::junit_of(audit)); }

const Element* find_case(const Element& suite, const std::string& group, const std::string& name) {
  for (const Element* one : suite.all("testcase"))
    if (one->attributes.at("classname").ends_with("." + group) &&
        one->attributes.at("name") == name)
      return one;
  return nullptr;
}

// "failure", "skipped" or empty.
std::string ending_of(const Element& suite, const std::string& group, const std::string& name) {
  const Element* one = find_case(suite, group, name);
  CAPTURE(group + " " + name);
  REQUIRE(one != nullptr);
  if (!one->all("failure").empty()) return "failure";
  return one->all("skipped").empty() ? "" : "skipped";
}

Element not_yet() { return suites_of(sample::audit_of(sample::not_yet_domain())).children.front(); }

}  // namespace

TEST_CASE("JUnit: a suite for each domain, with counts that are true") {
  const Element root = suites_of(sample::audit());
  CHECK(root.name == "testsuites");
  REQUIRE(root.all("testsuite").size() == 3);
  std::size_t tests = 0;
  for (const Element* suite : root.all("testsuite")) {
    std::size_t failures = 0;
    std::size_t skipped = 0;
    for (const Element* one : suite->all("testcase")) {
      failures += one->all("failure").size();
      skipped += one->all("skipped").size();
      CHECK(one->attributes.at("classname").starts_with(suite->attributes.at("name") + "."));
    }
    CHECK(suite->attributes.at("tests") == std::to_string(suite->all("testcase").size()));
    CHECK(suite->attributes.at("failures") == std::to_string(failures));
    CHECK(suite->attributes.at("skipped") == std::to_string(skipped));
    CHECK(suite->attributes.at("timestamp") == "2026-11-22T09:30:00");
    tests += suite->all("testcase").size();
  }
  CHECK(root.attributes.at("tests") == std::to_string(tests));
  CHECK(root.attributes.at("time") == "41.200");
}

TEST_CASE("JUnit: nothing fails for a domain that is safe") {
  const Element root = suites_of(sample::audit_of(sample::safe_domain()));
  CHECK(root.attributes.at("failures") == "0");
  CHECK(root.attributes.at("skipped") == "0");
  CHECK(root.attributes.at("tests") == "9");  // the verdict, four ways, four servers
}

TEST_CASE("JUnit: what loses mail fails, and what is not known is skipped") {
  const Element suite = not_yet();
  CHECK(ending_of(suite, "audit", "verdict") == "failure");
  CHECK(ending_of(suite, "enforcement", "MTA-STS with mode enforce") == "failure");
  CHECK(ending_of(suite, "enforcement", "TLS made mandatory by the sender") == "skipped");
  CHECK(ending_of(suite, "enforcement", "REQUIRETLS") == "skipped");  // it is not possible
  CHECK(ending_of(suite, "servers", "mx1.notyet.example/192.0.2.1:25") == "failure");
  CHECK(ending_of(suite, "servers", "mx2.notyet.example/192.0.2.2:25") == "skipped");
  CHECK(ending_of(suite, "servers", "mx3.notyet.example") == "skipped");
  CHECK(ending_of(suite, "findings", "dane.invalid") == "failure");
  CHECK(ending_of(suite, "findings", "rfc5321/greeting_names_host").empty());
  CHECK(ending_of(suite, "findings", "rfc7627/echoes_extended_master_secret") == "skipped");
  const Element unknown = suites_of(sample::audit_of(sample::unknown_domain())).children.front();
  CHECK(ending_of(unknown, "audit", "verdict") == "skipped");
  CHECK(ending_of(unknown, "findings", "banner.greylisted") == "skipped");
  CHECK(unknown.attributes.at("failures") == "0");
}

TEST_CASE("JUnit: a failure says what, where and what to do") {
  const Element suite = not_yet();
  const Element* failure = find_case(suite, "findings", "mta_sts.not_covered")->all("failure")[0];
  CHECK(failure->attributes.at("message") ==
        "No mx line of the MTA-STS policy stands for this host.");
  CHECK(failure->text ==
        "mx2.notyet.example: mx: mx1.notyet.example\n"
        "to do: Add \"mx: mx2.notyet.example\" to the policy, then give the record a new id.\n");
}

TEST_CASE("JUnit: a stranger's markup and control characters are text") {
  const Element suite = not_yet();
  const Element* one = find_case(suite, "findings", "rfc5321/greeting_names_host");
  const std::string text = one->all("system-out")[0]->text;
  CHECK(text.find("<script>alert(\"1\")</script> ' & \\x1b[31m \\x07 \\xff ]]>") !=
        std::string::npos);
  report::Domain domain;
  domain.domain = "a\"<b>&\x01\xef\xbf\xbf.example";
  CHECK(suites_of(sample::audit_of(domain)).children[0].attributes.at("name") ==
        "a\"<b>&\\x01\\uffff.example");
}
