// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_cache.hpp"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace {

using base::Instant;
using base::Milliseconds;
using net::DnsAnswer;
using net::DnsCache;
using net::DnsQuestion;
using net::DnsStatus;
using net::RecordType;

constexpr Instant kBegin{Milliseconds(1'000)};
constexpr std::chrono::seconds kSecond{1};

DnsQuestion question(const std::string& name, RecordType type = RecordType::mx) {
  return *net::make_question(name, type);
}

DnsAnswer answer(DnsStatus status, std::uint32_t ttl = 0, std::uint32_t negative_ttl = 0) {
  DnsAnswer made;
  made.status = status;
  made.ttl = ttl;
  made.negative_ttl = negative_ttl;
  made.attempts = 2;
  made.server = "127.0.0.1:53";
  return made;
}

TEST_CASE("dns cache: everything of an answer comes back, but the work that it was") {
  DnsCache cache(10);
  DnsAnswer whole = answer(DnsStatus::noerror, 300);
  whole.authenticated = true;
  whole.aliases = {"a.example", "b.example"};
  whole.mx = {{10, "mx.example"}, {65'535, "."}};
  whole.addresses = {*base::IpAddress::parse("192.0.2.1"), *base::IpAddress::parse("2001:db8::1")};
  whole.extended_error = "22 No Reachable Authority";
  cache.store(question("example.org"), whole, kBegin);
  const auto found = cache.find(question("EXAMPLE.org."), kBegin + 10 * kSecond);
  REQUIRE(found.has_value());
  CHECK(found->status == DnsStatus::noerror);
  CHECK(found->authenticated);
  CHECK(found->ttl == 290);
  CHECK(found->aliases == whole.aliases);
  REQUIRE(found->mx.size() == 2);
  CHECK(found->mx[0].preference == 10);
  CHECK(found->mx[0].exchange == "mx.example");
  CHECK(found->mx[1].preference == 65'535);
  CHECK(found->mx[1].exchange == ".");
  CHECK(found->addresses == whole.addresses);
  CHECK(found->extended_error == whole.extended_error);
  CHECK(found->server == "127.0.0.1:53");
  CHECK(found->attempts == 0);
  CHECK(found->from_cache);
}

TEST_CASE("dns cache: TLSA records come back as they were") {
  DnsCache cache(10);
  DnsAnswer records = answer(DnsStatus::noerror, 300);
  records.authenticated = true;
  records.tlsa = {{3, 1, 1, std::string(32, '\xab')}, {255, 254, 253, ""}};
  const DnsQuestion asked = question("_25._tcp.mx.example", RecordType::tlsa);
  cache.store(asked, records, kBegin);
  const auto found = cache.find(asked, kBegin);
  REQUIRE(found.has_value());
  CHECK(found->authenticated);
  REQUIRE(found->tlsa.size() == 2);
  CHECK(found->tlsa[0].usage == 3);
  CHECK(found->tlsa[0].selector == 1);
  CHECK(found->tlsa[0].matching_type == 1);
  CHECK(found->tlsa[0].data == std::string(32, '\xab'));
  CHECK(found->tlsa[1].usage == 255);
  CHECK(found->tlsa[1].selector == 254);
  CHECK(found->tlsa[1].matching_type == 253);
  CHECK(found->tlsa[1].data.empty());
  DnsAnswer large = answer(DnsStatus::noerror, 300);
  large.tlsa = {{3, 0, 0, std::string(5'000, 'x')}};
  cache.store(question("_25._tcp.large.example", RecordType::tlsa), large, kBegin);
  CHECK(cache.size() == 1);
}

TEST_CASE("dns cache: CAA records come back as they were") {
  DnsCache cache(10);
  DnsAnswer records = answer(DnsStatus::noerror, 300);
  records.caa = {{0x80, "issue", std::string("ca.example;\0", 12)}, {0, std::string(255, 't'), ""}};
  const DnsQuestion asked = question("mx.example", RecordType::caa);
  cache.store(asked, records, kBegin);
  const auto found = cache.find(asked, kBegin);
  REQUIRE(found.has_value());
  REQUIRE(found->caa.size() == 2);
  CHECK(found->caa[0].flags == 0x80);
  CHECK(found->caa[0].tag == "issue");
  CHECK(found->caa[0].value == records.caa[0].value);
  CHECK(found->caa[1].tag == std::string(255, 't'));
  CHECK(found->caa[1].value.empty());
}

TEST_CASE("dns cache: a question is its name and its type") {
  DnsCache cache(10);
  cache.store(question("example.org", RecordType::a), answer(DnsStatus::noerror, 300), kBegin);
  CHECK(cache.find(question("example.org", RecordType::a), kBegin).has_value());
  CHECK_FALSE(cache.find(question("example.org", RecordType::aaaa), kBegin).has_value());
  CHECK_FALSE(cache.find(question("www.example.org", RecordType::a), kBegin).has_value());
  CHECK_FALSE(cache.find(question("example", RecordType::a), kBegin).has_value());
}

TEST_CASE("dns cache: how long each kind of answer is kept") {
  struct Row {
    std::string name;
    DnsAnswer answer;
    Milliseconds kept;
  };
  using Seconds = std::chrono::seconds;
  const Row rows[] = {
      {"records, as long as their TTL", answer(DnsStatus::noerror, 300), Seconds(300)},
      {"records, an hour at most", answer(DnsStatus::noerror, 86'400), Seconds(3'600)},
      {"records with a TTL of 0", answer(DnsStatus::noerror, 0), Seconds(0)},
      {"NXDOMAIN", answer(DnsStatus::nxdomain, 0, 900), Seconds(900)},
      {"NODATA, an hour at most", answer(DnsStatus::no_answer, 0, 7'200), Seconds(3'600)},
      {"NODATA without a SOA record", answer(DnsStatus::no_answer, 60, 0), Seconds(0)},
      {"SERVFAIL", answer(DnsStatus::servfail), Seconds(30)},
      {"silence", answer(DnsStatus::timeout), Seconds(30)},
      {"REFUSED", answer(DnsStatus::refused), Seconds(30)},
      {"nobody there", answer(DnsStatus::connect_failed), Seconds(30)},
      {"nonsense", answer(DnsStatus::bad_answer), Seconds(30)},
      {"a loop of aliases", answer(DnsStatus::cname_loop, 60), Seconds(30)},
      {"our own decision", answer(DnsStatus::cancelled), Seconds(0)},
      {"no name", answer(DnsStatus::bad_name), Seconds(0)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    DnsCache cache(10);
    cache.store(question("example.org"), row.answer, kBegin);
    CHECK(cache.size() == (row.kept.count() == 0 ? 0 : 1));
    if (row.kept.count() == 0) continue;
    CHECK(cache.find(question("example.org"), kBegin + row.kept - Milliseconds(1)).has_value());
    CHECK_FALSE(cache.find(question("example.org"), kBegin + row.kept).has_value());
    CHECK(cache.size() == 0);
  }
}

TEST_CASE("dns cache: TTLs grow less by whole seconds, and never below nothing") {
  DnsCache cache(10);
  cache.store(question("bare.example"), answer(DnsStatus::no_answer, 5, 600), kBegin);
  const auto at = [&](Milliseconds age) {
    return *cache.find(question("bare.example"), kBegin + age);
  };
  CHECK(at(Milliseconds(999)).ttl == 5);
  CHECK(at(Milliseconds(1'000)).ttl == 4);
  CHECK(at(Milliseconds(9'000)).ttl == 0);
  CHECK(at(Milliseconds(9'000)).negative_ttl == 591);
}

TEST_CASE("dns cache: only what many domains share is kept, and nothing that is too large") {
  DnsCache cache(10);
  for (const auto type : {RecordType::txt, RecordType::cname}) {
    cache.store(question("example.org", type), answer(DnsStatus::noerror, 300), kBegin);
  }
  DnsAnswer large = answer(DnsStatus::noerror, 300);
  for (int i = 0; i < 100; ++i) large.mx.push_back({1, std::string(60, 'x')});
  cache.store(question("large.example"), large, kBegin);
  DnsAnswer wordy = answer(DnsStatus::servfail);
  wordy.extended_error.assign(100'000, 'x');
  cache.store(question("wordy.example"), wordy, kBegin);
  CHECK(cache.size() == 0);
}

TEST_CASE("dns cache: the oldest makes room") {
  DnsCache cache(100);
  const auto name = [](int i) { return question(fmt::format("n{}.example", i)); };
  for (int i = 0; i < 250; ++i) cache.store(name(i), answer(DnsStatus::noerror, 300), kBegin);
  CHECK(cache.size() == 100);
  for (int i = 0; i < 250; ++i) CHECK(cache.find(name(i), kBegin).has_value() == (i >= 150));
}

TEST_CASE("dns cache: what is stored again is the youngest, and stands there once") {
  DnsCache cache(3);
  const auto put = [&](const std::string& name, std::uint32_t ttl) {
    cache.store(question(name), answer(DnsStatus::noerror, ttl), kBegin);
  };
  const auto ttl = [&](const std::string& name) {
    const auto found = cache.find(question(name), kBegin);
    return found ? found->ttl : 0;
  };
  put("a.example", 1);
  put("b.example", 2);
  put("a.example", 3);
  CHECK(cache.size() == 2);
  CHECK(ttl("a.example") == 3);
  put("c.example", 4);  // in the place that was the first a.example's
  put("d.example", 5);  // in that of b.example, now the oldest
  CHECK(cache.size() == 3);
  CHECK(ttl("a.example") == 3);
  CHECK(ttl("b.example") == 0);
  CHECK(ttl("c.example") == 4);
  CHECK(ttl("d.example") == 5);
}

TEST_CASE("dns cache: one without room keeps nothing") {
  DnsCache cache(0);
  cache.store(question("example.org"), answer(DnsStatus::noerror, 300), kBegin);
  CHECK(cache.size() == 0);
  CHECK_FALSE(cache.find(question("example.org"), kBegin).has_value());
}

TEST_CASE("dns cache: names with octets of every kind") {
  DnsCache cache(10);
  for (const std::string name : {".", "\\000.example", "\\000\\000\\001.\\000", "a\\.b.example"}) {
    CAPTURE(name);
    cache.store(question(name), answer(DnsStatus::noerror, 300), kBegin);
    CHECK(cache.find(question(name), kBegin).has_value());
    CHECK_FALSE(cache.find(question(name), kBegin + 300 * kSecond).has_value());
  }
  CHECK(cache.size() == 0);
}

}  // namespace
