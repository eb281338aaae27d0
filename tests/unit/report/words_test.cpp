// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/words.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace report;  // NOLINT(google-build-using-namespace)

namespace {

// How many different words the states 0 to `last` have; none is empty.
template <class State>
std::size_t different_words(State last) {
  std::set<std::string_view> words;
  for (int state = 0; state <= static_cast<int>(last); ++state) {
    const Word word = word_of(static_cast<State>(state));
    CHECK_FALSE(word.says.empty());
    words.insert(word.says);
  }
  return words.size();
}

}  // namespace

TEST_CASE("every state has a word of its own") {
  CHECK(different_words(policy::DaneState::none) == 8);
  CHECK(different_words(policy::RecordUse::unknown) == 5);
  CHECK(different_words(policy::MtaStsState::unknown) == 10);
  CHECK(different_words(policy::TlsrptState::unknown) == 4);
  CHECK(different_words(Severity::info) == 4);
  CHECK(different_words(model::Answer::unknown) == 3);
  // Clear text in the same conversation or in the next one is one thing to the receiver.
  CHECK(different_words(model::Delivery::unknown) == model::kDeliveries - 1);
}

TEST_CASE("the worst delivery ranks first, and each has a letter") {
  CHECK(letter_of(model::Delivery::bounce) == "B");
  CHECK(letter_of(model::Delivery::unknown) == "?");
  CHECK(rank(model::Delivery::bounce) == 0);
  CHECK(rank(model::Delivery::tls_auth) == model::kDeliveries - 1);
}

TEST_CASE("a host is as well as the worst of its servers") {
  Host host;
  CHECK(health_of(host).says == "no server");
  host.servers.resize(2);
  CHECK(health_of(host).tone == Tone::good);
  host.servers[1].worst = Severity::fail;
  CHECK(health_of(host).tone == Tone::bad);
}

TEST_CASE("a way that is not possible loses no mail") {
  Enforcement way;
  way.readiness = Readiness::not_yet;
  CHECK(word_of(way).says == "loses mail");
  way.possible = false;
  CHECK(word_of(way).tone == Tone::plain);
}

TEST_CASE("words of servers' fields") {
  CHECK(dane_word("matches").tone == Tone::good);
  CHECK(dane_word("fails").tone == Tone::bad);
  CHECK(dane_word("lookup_failed").tone == Tone::bad);
  CHECK(dane_word("unusable").tone == Tone::warn);
  CHECK(dane_word("none").tone == Tone::plain);
  CHECK(dane_word("something else").tone == Tone::doubt);
  CHECK(mta_sts_word("fits").tone == Tone::good);
  CHECK(mta_sts_word("does not fit").tone == Tone::bad);
  CHECK(mta_sts_word("").tone == Tone::doubt);
}

TEST_CASE("why not everything was asked") {
  Server server;
  CHECK(left_out(server).empty());
  // The outcome says it already.
  server.cut_short = "no_tls";
  CHECK(left_out(server).empty());
  server.cut_short = "connections";
  CHECK(left_out(server) == "not everything was asked: 25 connections are the limit");
  server.cut_short = "dirty_closes";
  CHECK(left_out(server) ==
        "not everything was asked: more failed handshakes in its log were to be avoided "
        "(--authorized asks the rest)");
  server.cut_short = "server_stopped_answering";
  CHECK(left_out(server) == "not everything was asked: it stopped answering");
  server.cut_short = "of_another_version";
  CHECK(left_out(server) == "not everything was asked: of_another_version");
}

TEST_CASE("numbers, days and lists in words") {
  CHECK(counted(1, "server") == "1 server");
  CHECK(counted(0, "server") == "0 servers");
  CHECK(counted(2, "server") == "2 servers");
  CHECK(date(base::WallTime{}) == "1970-01-01");
  CHECK(joined({}).empty());
  CHECK(joined({"a"}) == "a");
  CHECK(joined({"a", "b"}) == "a, b");
  CHECK(some_of({"a", "b", "c"}, 3) == "a, b, c");
  CHECK(some_of({"a", "b", "c"}, 1) == "a and 2 more");
  CHECK(age_text(604'800) == "604800 seconds (7 days)");
  CHECK(age_text(86'400) == "86400 seconds (1 day)");
  CHECK(age_text(90) == "90 seconds");
  CHECK(age_text(0) == "0 seconds");
}
