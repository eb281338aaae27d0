// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_words.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

#include "report/html_markup.hpp"

using namespace report::html;  // NOLINT(google-build-using-namespace)

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
  CHECK(different_words(report::Severity::info) == 4);
  CHECK(different_words(model::Answer::unknown) == 3);
  // Clear text in the same conversation or in the next one is one thing to the receiver.
  CHECK(different_words(model::Delivery::unknown) == model::kDeliveries - 1);
}

TEST_CASE("the worst delivery ranks first") {
  CHECK(rank(model::Delivery::bounce) == 0);
  CHECK(rank(model::Delivery::tls_auth) == model::kDeliveries - 1);
}

TEST_CASE("a host is as well as the worst of its servers") {
  report::Host host;
  CHECK(health_of(host).says == "no server");
  host.servers.resize(2);
  CHECK(health_of(host).tone == Tone::good);
  host.servers[1].worst = report::Severity::fail;
  CHECK(health_of(host).tone == Tone::bad);
}

TEST_CASE("a way that is not possible loses no mail") {
  report::Enforcement way;
  way.readiness = report::Readiness::not_yet;
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

TEST_CASE("a sign is never without its word") {
  CHECK(mark({Tone::bad, "fail"}).str() ==
        "<span class=\"mark bad\"><svg class=\"sign\" viewBox=\"0 0 16 16\" "
        "aria-hidden=\"true\"><use href=\"#sign-bad\"/></svg>fail</span>");
}

TEST_CASE("text cannot become markup") {
  CHECK(text("<a href=\"x\">'&'</a>").str() ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(text("a\nb\x1b\xc2\x85\xff").str() == "a\\x0ab\\x1b\\u0085\\xff");
  CHECK(text("\xe2\x80\xae"
             "abc")
            .str() == "\\u202eabc");
  CHECK(text("").empty());
}

TEST_CASE("lines end where they end") {
  CHECK(lines("one <1>\r\ntwo\nthree\r").str() == "one &lt;1&gt;\ntwo\nthree");
}

TEST_CASE("attributes are escaped, and left out where they are empty") {
  CHECK(element("p", {{"title", "\" onclick=\"x"}, {"class", ""}}, "word").str() ==
        "<p title=\"&quot; onclick=&quot;x\">word</p>");
}
