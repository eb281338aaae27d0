// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/journal_json.hpp"

#include <doctest/doctest.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "model/records_json.hpp"
#include "samples.hpp"

namespace {

using base::Milliseconds;
using model::End;
using model::JournalEntry;
using model::Replied;
using model::RunCounts;
using model::Stage;

JournalEntry entry_of(const std::string& line) {
  auto entry = model::read_journal_line(line);
  REQUIRE_MESSAGE(entry.has_value(), line.substr(0, 400));
  CHECK_MESSAGE(entry->problem.empty(), entry->problem);
  return std::move(*entry);
}

std::string problem_of(const std::string& line) {
  const auto entry = model::read_journal_line(line);
  REQUIRE_MESSAGE(entry.has_value(), line.substr(0, 400));
  return entry->problem;
}

// As the run's document shows them, which is all there is to say.
std::string shown(const RunCounts& counts) {
  model::RunRecord record = samples::bare_run();
  record.counts = counts;
  return model::run_document(record);
}

void check_same_counts(const RunCounts& by_record, const std::string& line) {
  const RunCounts by_line = entry_of(line).counts;
  CHECK(by_line == by_record);
  CHECK(shown(by_line) == shown(by_record));
}

void check_counts(const model::EndpointRecord& record) {
  RunCounts counts;
  counts.add(record);
  check_same_counts(counts, model::endpoint_line(record, samples::kRunId));
}

void check_counts(const model::DomainRecord& record) {
  RunCounts counts;
  counts.add(record);
  check_same_counts(counts, model::domain_line(record, samples::kRunId));
}

// What a reader makes of these octets, as it would be on the network.
wire::SmtpReply read_reply(const std::string& raw) {
  wire::SmtpReplyReader reader;
  reader.feed(raw);
  REQUIRE(reader.complete());
  return reader.take();
}

model::Event replied(const std::string& step, int at, const std::string& raw) {
  return {step, Milliseconds(at), false, Replied{read_reply(raw)}};
}

model::EndpointRecord with_events(std::vector<model::Event> events) {
  model::EndpointRecord record = samples::bare_endpoint();
  model::Transcript& transcript = record.conversations.front().transcript;
  transcript.connected_after = Milliseconds(7);
  transcript.duration = Milliseconds(500);
  transcript.events = std::move(events);
  return record;
}

// ---- What is done ------------------------------------------------------------------------------

TEST_CASE("a domain's line says which domain is done") {
  const JournalEntry entry = entry_of(model::domain_line(samples::full_domain(), samples::kRunId));
  CHECK(entry.kind == JournalEntry::Kind::domain);
  CHECK(entry.key == "example.org");
  CHECK(entry.run_id == samples::kRunId);
  CHECK_FALSE(entry.interrupted);
}

TEST_CASE("an endpoint's line says which endpoint is done, by the name that a scan gives it") {
  for (const std::string& host : samples::hostile_texts()) {
    CAPTURE(base::escape(host));
    model::EndpointRecord record = samples::full_endpoint();
    record.endpoint.mx_host = host;
    const JournalEntry entry = entry_of(model::endpoint_line(record, samples::kRunId));
    CHECK(entry.kind == JournalEntry::Kind::endpoint);
    CHECK(entry.key == model::endpoint_id(record.endpoint));
    CHECK_FALSE(entry.interrupted);
  }
}

TEST_CASE("an interrupted visit says so") {
  model::EndpointRecord record = samples::full_endpoint();
  record.interrupted = true;
  CHECK(entry_of(model::endpoint_line(record, samples::kRunId)).interrupted);
}

TEST_CASE("a certificate's line says which certificate is written") {
  const std::string der = samples::certificate({});
  const JournalEntry entry =
      entry_of(model::certificate_line({der, "mx.example.org/192.0.2.1:25"}, samples::kRunId));
  CHECK(entry.kind == JournalEntry::Kind::certificate);
  CHECK(entry.key == base::hex(base::sha256(der)));
  CHECK(entry.counts.certificates == 1);
}

// ---- What is no line of ours -------------------------------------------------------------------

TEST_CASE("a line that was cut off anywhere is no JSON") {
  const std::string line = model::endpoint_line(samples::full_endpoint(), samples::kRunId);
  for (std::size_t length = 0; length < line.size(); length += 7) {
    CAPTURE(length);
    CHECK_FALSE(model::read_journal_line(line.substr(0, length)).has_value());
  }
  CHECK_FALSE(model::read_journal_line(line + "}").has_value());
  CHECK_FALSE(model::read_journal_line(std::string(100, '\0')).has_value());
  CHECK_FALSE(model::read_journal_line("no JSON").has_value());
}

TEST_CASE("a line nested without end is refused, not followed") {
  for (const std::string key : {"data", "unheard_of"}) {
    CAPTURE(key);
    std::string line;
    for (int i = 0; i < 100'000; ++i) line += "{\"" + key + "\":";
    CHECK_FALSE(model::read_journal_line(line).has_value());
    CHECK_FALSE(model::read_journal_line("{\"" + key + "\":" + std::string(100'000, '[')));
  }
}

TEST_CASE("JSON that is no line of a scan has a problem") {
  const std::string kNoLine = "its \"type\" and \"schema\" name no line of waxseal";
  for (const std::string line : {"{}", "[]", "1", "null", "\"text\"", R"({"type":"domain"})",
                                 R"({"type":1,"schema":2,"run_id":3})",
                                 R"({"type":"domain","schema":"waxseal-endpoint/1.2"})",
                                 R"([{"type":"domain","schema":"waxseal-domain/1.2"}])"}) {
    CAPTURE(line);
    CHECK(problem_of(line) == kNoLine);
  }
  CHECK(
      problem_of(R"({"type":"domain","schema":"waxseal-domain/2.0","run_id":"r","domain":"a"})") ==
      "it follows version 2.0 of the lines, and only 1.x can be gone on with");
  CHECK(problem_of(R"({"type":"domain","schema":"waxseal-domain/10.0"})") ==
        "it follows version 10.0 of the lines, and only 1.x can be gone on with");
  CHECK(problem_of(R"({"type":"domain","schema":"waxseal-domain/1.9","domain":"a"})") ==
        "it has no \"run_id\"");
  CHECK(problem_of(R"({"type":"domain","schema":"waxseal-domain/1.9","run_id":"r"})") ==
        "a domain without its name");
  const std::string run = samples::parsed(model::run_document(samples::full_run())).dump();
  CHECK(problem_of(run) == "a run is no line that a scan writes to its output");
}

TEST_CASE("a line of a later minor version is one") {
  CHECK(problem_of(R"({"type":"domain","schema":"waxseal-domain/1.99","run_id":"r","domain":"a"})")
            .empty());
}

// ---- Counts ------------------------------------------------------------------------------------

TEST_CASE("a line is counted as its record was: the samples") {
  check_counts(samples::skipped_endpoint());
  check_counts(samples::bare_endpoint());
  check_counts(samples::full_endpoint());
  check_counts(samples::bare_domain());
  check_counts(samples::full_domain());
}

TEST_CASE("a line is counted as its record was: every way and every place of ending") {
  for (std::size_t end = 0; end <= static_cast<std::size_t>(End::cancelled); ++end) {
    for (std::size_t stage = 0; stage <= static_cast<std::size_t>(Stage::quit); ++stage) {
      model::EndpointRecord record = samples::full_endpoint();
      model::Transcript& plain = record.conversations.front().transcript;
      plain.end = static_cast<End>(end);
      plain.stage = static_cast<Stage>(stage);
      CAPTURE(to_string(plain.end));
      CAPTURE(to_string(plain.stage));
      check_counts(record);
    }
  }
}

TEST_CASE("a line is counted as its record was: replies that turn into something else") {
  for (const std::string raw :
       {"220 mx\r\n", "220-mx\r\n554 no\r\n", "220-mx\r\nno code\r\n220 mx\r\n", "554 no\r\n",
        "554-no\r\n220 yes\r\n", "no SMTP\r\n", "250-\xff\xff\r\n421 \\ \r\n",
        "250-mx\n250 STARTTLS\n", "250-mx\r\n250-XSTARTTLS\r\n250 SIZE\r\n",
        "250-mx\r\n250 StartTLS now\r\n", "250-mx\r\n250-STARTTLS\r\n451 no\r\n",
        "299-mx\r\n250-\tstarttls\t1\r\n250 \r\n"}) {
    CAPTURE(base::escape(raw));
    check_counts(with_events({replied("greeting", 10, raw), replied("ehlo-reply", 20, raw),
                              replied("starttls-reply", 30, raw)}));
  }
}

TEST_CASE("a line is counted as its record was: a step that was answered twice") {
  check_counts(
      with_events({replied("greeting", 10, "554 no\r\n"), replied("greeting", 20, "220 yes\r\n"),
                   replied("ehlo-reply", 30, "250-mx\r\n250 STARTTLS\r\n"),
                   replied("ehlo-reply", 40, "502 what\r\n")}));
}

TEST_CASE("a line is counted as its record was: handshakes and chains in any conversation") {
  using Validation = std::optional<model::CertificateValidation>;
  const std::vector<Validation> validations{std::nullopt, model::CertificateValidation{{}, true},
                                            model::CertificateValidation{{}, false},
                                            model::CertificateValidation{{"expired"}, true}};
  for (const Validation& first : validations) {
    for (const Validation& last : validations) {
      for (const bool completed : {true, false}) {
        model::EndpointRecord record = samples::full_endpoint();
        record.conversations.front().validation = first;
        record.conversations.back().validation = last;
        record.conversations.back().transcript.tls->completed = completed;
        check_counts(record);
        record.conversations.resize(2);  // the last is then one without TLS
        check_counts(record);
      }
    }
  }
  model::EndpointRecord record = samples::full_endpoint();
  model::TlsLog& tls = *record.conversations.back().transcript.tls;
  tls.server_hello->legacy_version = 0xffff;
  tls.server_hello->selected_version.reset();
  check_counts(record);
  tls.server_hello.reset();
  tls.hello_retry_request.reset();
  check_counts(record);
}

TEST_CASE("a line is counted as its record was: every measurability, and no outcome") {
  for (const auto measurability : {model::Measurability::measured, model::Measurability::transient,
                                   model::Measurability::blocked, model::Measurability::vantage,
                                   model::Measurability::skipped}) {
    model::EndpointRecord endpoint = samples::full_endpoint();
    endpoint.outcome->measurability = measurability;
    check_counts(endpoint);
    model::DomainRecord domain = samples::full_domain();
    domain.outcome->measurability = measurability;
    check_counts(domain);
  }
  model::DomainRecord domain = samples::full_domain();
  domain.outcome.reset();
  check_counts(domain);
}

TEST_CASE("loops that count for themselves count in sum what one would count") {
  RunCounts one;
  RunCounts first;
  RunCounts second;
  first.lines_read = 4;
  second.bad_lines = 2;
  second.duplicates = 1;
  first.certificates = 3;
  one.lines_read = 4;
  one.bad_lines = 2;
  one.duplicates = 1;
  one.certificates = 3;
  for (const auto& record :
       {samples::full_endpoint(), samples::bare_endpoint(), samples::skipped_endpoint()}) {
    one.add(record);
    one.add(record);
    first.add(record);
    second.add(record);
  }
  one.add(samples::full_domain());
  second.add(samples::full_domain());
  first += second;
  CHECK(first == one);
  CHECK(shown(first) == shown(one));
}

// ---- Times of the stages -----------------------------------------------------------------------

std::map<std::string, std::uint64_t> times_of(const model::EndpointRecord& record) {
  check_counts(record);
  RunCounts counts;
  counts.add(record);
  std::map<std::string, std::uint64_t> sums;
  for (const auto& [stage, histogram] : counts.stage_times) {
    CHECK(histogram.count() == 1);
    sums[stage] = histogram.sum_ms();
  }
  return sums;
}

TEST_CASE("every stage of a plain conversation has its time") {
  const auto sent = [](const char* step, int at) {
    return model::Event{step, Milliseconds(at), false, model::Sent{"..."}};
  };
  const auto times = times_of(with_events({
      replied("greeting", 47, "220 mx\r\n"),
      sent("ehlo", 48),
      replied("ehlo-reply", 80, "250-mx\r\n250 STARTTLS\r\n"),
      sent("starttls", 81),
      replied("starttls-reply", 101, "220 go\r\n"),
      {"tls", Milliseconds(201), true, model::HandshakeDone{}},
      sent("ehlo-again", 202),
      replied("ehlo-again-reply", 300, "250 mx\r\n"),
  }));
  CHECK(times == std::map<std::string, std::uint64_t>{{"connect", 7},
                                                      {"greeting", 40},
                                                      {"ehlo", 32},
                                                      {"starttls", 20},
                                                      {"handshake", 100},
                                                      {"conversation", 500}});
}

TEST_CASE("a stage that was not passed has no time") {
  CHECK(times_of(with_events({replied("greeting", 47, "220 mx\r\n")})) ==
        std::map<std::string, std::uint64_t>{
            {"connect", 7}, {"greeting", 40}, {"conversation", 500}});
  model::EndpointRecord unanswered = with_events({});
  unanswered.conversations.front().transcript.connected_after.reset();
  CHECK(times_of(unanswered) == std::map<std::string, std::uint64_t>{{"conversation", 500}});
  unanswered.conversations.front().transcript.end = End::cancelled;
  CHECK(times_of(unanswered).empty());
  CHECK(times_of(samples::skipped_endpoint()).empty());
}

}  // namespace
