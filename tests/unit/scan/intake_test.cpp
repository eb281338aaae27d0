// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/intake.hpp"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace scan {
namespace {

using namespace std::string_literals;

struct Outcome {
  std::vector<std::string> domains;
  std::vector<std::size_t> lines;      // of the domains
  std::vector<std::string> inputs;     // of the domains
  std::vector<std::size_t> bad_lines;  // as reported
  std::vector<std::string> reasons;
  std::uint64_t lines_read = 0;
  std::uint64_t duplicates = 0;
};

Outcome read(const std::string& text) {
  std::istringstream list(text);
  Outcome outcome;
  Intake intake(list, [&outcome](std::size_t line, const std::string& why) {
    outcome.bad_lines.push_back(line);
    outcome.reasons.push_back(why);
  });
  while (const auto target = intake.next()) {
    outcome.domains.push_back(target->domain);
    outcome.lines.push_back(target->line);
    outcome.inputs.push_back(target->input);
  }
  CHECK_FALSE(intake.next().has_value());
  CHECK(intake.bad_lines() == outcome.bad_lines.size());
  outcome.lines_read = intake.lines_read();
  outcome.duplicates = intake.duplicates();
  return outcome;
}

using Names = std::vector<std::string>;
using Numbers = std::vector<std::size_t>;

TEST_CASE("intake: the forms of a line") {
  struct Row {
    std::string name;
    std::string line;
    std::string domain;
  };
  const Row rows[] = {
      {"a name", "example.org", "example.org"},
      {"a name with a final dot", "example.org.", "example.org"},
      {"blanks around it", " \texample.org \t", "example.org"},
      {"a comment behind it", "example.org # mine", "example.org"},
      {"a comment without a blank", "example.org#mine", "example.org"},
      {"another script", "b\u00fccher.example", "xn--bcher-kva.example"},
      {"Tranco", "1,example.org", "example.org"},
      {"zgrab2", "192.0.2.1,example.org,tag,25", "example.org"},
      {"zgrab2 without an address", ",example.org", "example.org"},
      {"quoted columns", "\"1\",\"example.org\",\"x\"", "example.org"},
      {"a quoted name", "\"example.org\"", "example.org"},
      {"blanks between columns", "1 , example.org , x", "example.org"},
      {"a comma in the comment", "example.org # a, b", "example.org"},
      {"CSV with a comment", "1,example.org # x,y", "example.org"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    for (const std::string end : {"", "\n", "\r\n"}) {
      const Outcome outcome = read(row.line + end);
      CHECK(outcome.domains == Names{row.domain});
      CHECK(outcome.lines == Numbers{1});
      CHECK(outcome.lines_read == 1);
    }
  }
}

TEST_CASE("intake: numbers of lines count everything, blank lines and comments too") {
  const Outcome outcome = read("# a list\n\n \t\nexample.org\r\n\r\n# x, y\nexample.com");
  CHECK(outcome.domains == Names{"example.org", "example.com"});
  CHECK(outcome.lines == Numbers{4, 7});
  CHECK(outcome.bad_lines.empty());
  CHECK(outcome.lines_read == 7);
}

TEST_CASE("intake: bad lines are reported by their number and passed over") {
  const Outcome outcome = read(
      "a@example.org\nexample.org\n\nhttps://example.org/"
      "\n192.0.2.1\n1,\n,,\nexample.com\n192.0.2.1,192.0.2.2\n");
  CHECK(outcome.domains == Names{"example.org", "example.com"});
  CHECK(outcome.bad_lines == Numbers{1, 4, 5, 6, 7, 9});
  REQUIRE(outcome.reasons.size() == 6);
  CHECK(outcome.reasons[0].find("mail address") != std::string::npos);
  CHECK(outcome.reasons[3].find("second column") != std::string::npos);
}

TEST_CASE("intake: a domain is given once, however it is written") {
  const Outcome outcome = read(
      "example.org\nEXAMPLE.ORG.\n7,example.org\nb\u00fccher.example\nxn--bcher-kva.example\n");
  CHECK(outcome.domains == Names{"example.org", "xn--bcher-kva.example"});
  CHECK(outcome.duplicates == 3);
  CHECK(outcome.bad_lines.empty());
}

TEST_CASE("intake: the input is kept as written") {
  const Outcome outcome = read("  B\u00dcCHER.example.  # x\n1,\"Example.org\",y\n");
  CHECK(outcome.inputs == Names{"B\u00dcCHER.example.", "Example.org"});
}

TEST_CASE("intake: a byte order mark is dropped, on the first line only") {
  CHECK(read("\ufeffexample.org\n").domains == Names{"example.org"});
  CHECK(read("\ufeff\nexample.org\n").domains == Names{"example.org"});
  CHECK(read("\ufeff# comment\nexample.org\n").bad_lines.empty());
}

TEST_CASE("intake: the longest line, and one octet more") {
  const std::string comment(Intake::kMaxLine - 13, 'x');
  CHECK(read("example.org #" + comment + "\n").domains == Names{"example.org"});
  const Outcome outcome = read("example.org #" + comment + "x\nexample.com\n");
  CHECK(outcome.domains == Names{"example.com"});
  CHECK(outcome.bad_lines == Numbers{1});
}

TEST_CASE("intake: octets that are no text are a bad line, not the end of the list") {
  const Outcome outcome = read("a\0b.example\n\xff\xfe\nexample.org\n"s);
  CHECK(outcome.domains == Names{"example.org"});
  CHECK(outcome.bad_lines == Numbers{1, 2});
}

TEST_CASE("intake: nothing at all") {
  CHECK(read("").lines_read == 0);
  CHECK(read("\n").lines_read == 1);
  CHECK(read("\n").domains.empty());
}

TEST_CASE("intake: it reads no further than it was asked for") {
  std::istringstream list("example.org\nexample.com\nbad@example.org\n");
  std::size_t reports = 0;
  Intake intake(list, [&reports](std::size_t, const std::string&) { ++reports; });
  CHECK(intake.next()->domain == "example.org");
  CHECK(intake.lines_read() == 1);
  CHECK(intake.next()->domain == "example.com");
  CHECK(reports == 0);
  CHECK_FALSE(intake.next().has_value());
  CHECK(reports == 1);
}

}  // namespace
}  // namespace scan
