// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/intake.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "scan/line_cutter.hpp"

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

// Lines as a test has them at hand: "..." is the place where the list makes us wait once.
class TestList final : public LineSource {
 public:
  TestList(net::Loop& loop, const std::string& text) : timer_(loop, [this] { ready_(); }) {
    std::string_view left = text;
    LineCutter cutter;
    std::string line;
    while (cutter.cut(left, line)) lines_.push_back(line);
    if (cutter.finish(line)) lines_.push_back(line);
  }

  Got next(std::string& line) override {
    if (next_ == lines_.size()) return fails ? Got::failed : Got::end;
    if (lines_[next_] == "...") {
      ++next_;
      timer_.start(base::Milliseconds(0));
      return Got::wait;
    }
    line = lines_[next_++];
    return Got::line;
  }
  void on_ready(std::function<void()> ready) override { ready_ = std::move(ready); }
  [[nodiscard]] std::string error() const override {
    return fails && next_ == lines_.size() ? "Input/output error" : "";
  }

  bool fails = false;

 private:
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
  std::function<void()> ready_;
  net::Timer timer_;
};

// All targets, running the loop while the intake waits; `waits` counts how often it did.
std::vector<Target> all_of(net::Loop& loop, Intake& intake, std::size_t* waits = nullptr) {
  std::vector<Target> targets;
  intake.on_ready([&loop] { loop.stop(); });
  for (;;) {
    Target target;
    const Intake::State state = intake.next(target);
    if (state == Intake::State::target) targets.push_back(target);
    if (state == Intake::State::end) break;
    if (state != Intake::State::wait) continue;
    if (waits != nullptr) ++*waits;
    loop.run();
  }
  Target none;
  CHECK(intake.next(none) == Intake::State::end);
  return targets;
}

Outcome read(const std::string& text) {
  net::Loop loop;
  TestList list(loop, text);
  Outcome outcome;
  Intake intake(loop, list, {[&outcome](std::size_t line, const std::string& why) {
                  outcome.bad_lines.push_back(line);
                  outcome.reasons.push_back(why);
                }});
  for (const Target& target : all_of(loop, intake)) {
    outcome.domains.push_back(target.domain);
    outcome.lines.push_back(target.line);
    outcome.inputs.push_back(target.input);
  }
  CHECK(intake.bad_lines() == outcome.bad_lines.size());
  CHECK(intake.error().empty());
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

void silent(std::size_t, const std::string&) {}

TEST_CASE("intake: it reads no further than it was asked for") {
  net::Loop loop;
  TestList list(loop, "example.org\nexample.com\nbad@example.org\n");
  std::size_t reports = 0;
  Intake intake(loop, list, {[&reports](std::size_t, const std::string&) { ++reports; }});
  Target target;
  CHECK(intake.next(target) == Intake::State::target);
  CHECK(target.domain == "example.org");
  CHECK(intake.lines_read() == 1);
  CHECK(intake.next(target) == Intake::State::target);
  CHECK(target.domain == "example.com");
  CHECK(reports == 0);
  CHECK(intake.next(target) == Intake::State::end);
  CHECK(reports == 1);
}

TEST_CASE("intake: a line that is too long is reported by its number and not held") {
  const Outcome outcome = read("example.org\n" + std::string(100'000, 'x') + "\nexample.com\n");
  CHECK(outcome.domains == Names{"example.org", "example.com"});
  CHECK(outcome.bad_lines == Numbers{2});
  CHECK(outcome.reasons.front() == "a line of more than 4096 octets");
}

TEST_CASE("intake: a list that has nothing more now is waited for") {
  net::Loop loop;
  TestList list(loop, "a.example\n...\nb.example\n...\n...\n");
  Intake intake(loop, list, {silent});
  std::size_t waits = 0;
  const auto targets = all_of(loop, intake, &waits);
  REQUIRE(targets.size() == 2);
  CHECK(targets[1].domain == "b.example");
  CHECK(targets[1].line == 2);  // "..." is no line
  CHECK(waits == 3);
}

TEST_CASE("intake: a list that breaks off is no whole list") {
  net::Loop loop;
  TestList list(loop, "a.example\nb.example\n");
  list.fails = true;
  Intake::Options options{silent};
  SUBCASE("in order") {}
  SUBCASE("shuffled: what was read before is still given") { options.seed = 1; }
  Intake intake(loop, list, options);
  CHECK(intake.error().empty());
  CHECK(all_of(loop, intake).size() == 2);
  CHECK(intake.error() == "Input/output error");
}

TEST_CASE("intake: what an earlier run has is passed over and counted") {
  net::Loop loop;
  TestList list(loop, "a.example\nB.EXAMPLE\nc.example\nb.example\n");
  Intake intake(loop, list,
                {silent, [](std::string_view domain) { return domain == "b.example"; }});
  const auto targets = all_of(loop, intake);
  REQUIRE(targets.size() == 2);
  CHECK(targets[1].domain == "c.example");
  CHECK(intake.already_done() == 1);  // a domain, however often it is in the list
  CHECK(intake.duplicates() == 1);
  CHECK(intake.lines_read() == 4);
}

std::string numbered(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("n{}.example\n", i);
  return text;
}

TEST_CASE("intake: however much is passed over, the loop gets its turns") {
  net::Loop loop;
  TestList list(loop, numbered(3 * Intake::kLinesAtOnce + 1));
  std::uint64_t most = 0;
  std::uint64_t before = 0;
  Intake intake(loop, list, {silent, [](std::string_view) { return true; }});
  intake.on_ready([&loop] { loop.stop(); });
  Target target;
  std::size_t waits = 0;
  while (intake.next(target) == Intake::State::wait) {
    most = std::max(most, intake.lines_read() - before);
    before = intake.lines_read();
    ++waits;
    loop.run();
  }
  CHECK(waits == 3);
  CHECK(most == Intake::kLinesAtOnce);
  CHECK(intake.already_done() == 3 * Intake::kLinesAtOnce + 1);
}

// The order of the numbers of the lines.
Numbers shuffled(const std::string& text, std::uint64_t seed, std::size_t window) {
  net::Loop loop;
  TestList list(loop, text);
  Intake::Options options{silent};
  options.seed = seed;
  options.window = window;
  Intake intake(loop, list, options);
  Numbers order;
  for (const Target& target : all_of(loop, intake)) {
    CHECK(target.domain == target.input);
    order.push_back(target.line);
  }
  return order;
}

TEST_CASE("intake: shuffled, the same seed and list are the same order, and nothing is lost") {
  const std::string text = numbered(1'000);
  const Numbers order = shuffled(text, 1, 100);
  CHECK(order == shuffled(text, 1, 100));
  CHECK(order != shuffled(text, 2, 100));
  CHECK_FALSE(std::is_sorted(order.begin(), order.end()));
  CHECK(std::set<std::size_t>(order.begin(), order.end()).size() == 1'000);
  for (std::size_t i = 0; i < order.size(); ++i) CHECK(order[i] <= i + 100);
}

TEST_CASE("intake: shuffled, a longer list than one turn reads is still the same order") {
  const std::string text = numbered(2 * Intake::kLinesAtOnce);
  const Numbers order = shuffled(text, 7, Intake::kLinesAtOnce * 3 / 2);
  CHECK(order.size() == 2 * Intake::kLinesAtOnce);
  CHECK(order == shuffled(text, 7, Intake::kLinesAtOnce * 3 / 2));
}

TEST_CASE("intake: shuffled, what is there is drawn from, without waiting for a full window") {
  net::Loop loop;
  TestList list(loop, "a.example\nb.example\n...\nc.example\n");
  Intake::Options options{silent};
  options.seed = 3;
  Intake intake(loop, list, options);
  intake.on_ready([&loop] { loop.stop(); });
  Target target;
  std::set<std::string> first;
  for (int i = 0; i < 2; ++i) {
    REQUIRE(intake.next(target) == Intake::State::target);
    first.insert(target.domain);
    if (i == 0) CHECK(intake.lines_read() == 2);
  }
  // Asked again for the second, the list had the third.
  CHECK(first.size() == 2);
  REQUIRE(intake.next(target) == Intake::State::target);
  first.insert(target.domain);
  CHECK(first == std::set<std::string>{"a.example", "b.example", "c.example"});
  CHECK(intake.next(target) == Intake::State::end);
}

TEST_CASE("intake: shuffled, the input is kept as written, and the domain is its A-labels") {
  net::Loop loop;
  TestList list(loop, "1,B\u00dcCHER.example.\n");
  Intake::Options options{silent};
  options.seed = 3;
  Intake intake(loop, list, options);
  const auto targets = all_of(loop, intake);
  REQUIRE(targets.size() == 1);
  CHECK(targets[0].input == "B\u00dcCHER.example.");
  CHECK(targets[0].domain == "xn--bcher-kva.example");
  CHECK(targets[0].line == 1);
}

}  // namespace
}  // namespace scan
