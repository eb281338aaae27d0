// SPDX-License-Identifier: GPL-3.0-or-later
//
// What DNS says of a domain, asked of a name server on the loopback.
#include "scan/mx_resolution.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include <doctest/doctest.h>

#include "model/records_json.hpp"
#include "support/domain_text.hpp"
#include "support/schema_check.hpp"

namespace {

using model::DomainRecord;
using support::domain_of;
using support::DomainText;
using support::FakeQuery;

using Texts = std::vector<std::string>;

// Resolves as a run with these settings does, and says what was asked: "TLSA _25._tcp.mx.test".
struct Asked {
  Asked(std::string_view text, const scan::Settings& settings, int times = 1) {
    const DomainText zone(text);
    const support::FakeDns dns([&](const FakeQuery& query) {
      const std::lock_guard lock(mutex);
      constexpr unsigned kTxt = 16;
      constexpr unsigned kTlsa = 52;
      constexpr unsigned kCaa = 257;
      if (query.type == kCaa) authorities.push_back(query.name);
      if (query.type == kTxt) policies.push_back("TXT " + query.name);
      if (query.type == kTlsa) policies.push_back("TLSA " + query.name);
      return zone.answer(query);
    });
    net::Loop loop;
    net::ResolverOptions options;
    options.nameservers = {dns.address()};
    const auto resolver = net::Resolver::create(loop, options);
    REQUIRE(resolver.ok());
    for (int i = 0; i < times; ++i) {
      const scan::MxResolution resolution(loop, **resolver, settings, {"", zone.domain(), 1},
                                          [&](scan::ResolvedDomain resolved) {
                                            record = std::move(resolved.record);
                                            loop.stop();
                                          });
      loop.run();
    }
    std::sort(policies.begin(), policies.end());
  }
  DomainRecord record;
  Texts policies;
  Texts authorities;  // the names that were asked for CAA, in order
  std::mutex mutex;   // the name server has a thread of its own
};

scan::Settings with_policies() {
  scan::Settings settings;
  settings.policy_records = true;
  return settings;
}

void check_valid(const DomainRecord& record) {
  const auto problem = support::schema_problem(model::domain_line(record, "test"));
  CHECK_MESSAGE(!problem, problem.value_or(""));
}

constexpr std::string_view kWhole = R"(
domain: example.test
MX 10 mx.example.test
mx.example.test A 192.0.2.1
mx.example.test AAAA 2001:db8::1
_25._tcp.mx.example.test TLSA 3 1 1 ab*32
_25._tcp.mx.example.test TLSA 2 0 1 00ff
_mta-sts.example.test TXT v=STSv1; id=1;
_smtp._tls.example.test TXT v=TLSRPTv1; rua=mailto:a@example.test
)";

TEST_CASE("mx resolution: TLSA, MTA-STS and TLSRPT records of a domain") {
  const DomainRecord record = domain_of(kWhole);
  CHECK(record.mx_status == "has_mx");
  REQUIRE(record.exchanges.size() == 1);
  const model::TlsaLookup& tlsa = *record.exchanges.front().tlsa;
  CHECK(tlsa.status == "NOERROR");
  CHECK(tlsa.skipped.empty());
  CHECK(tlsa.authenticated);
  CHECK(tlsa.name == "_25._tcp.mx.example.test");
  REQUIRE(tlsa.records.size() == 2);
  CHECK(tlsa.records[0].usage == 3);
  CHECK(tlsa.records[0].selector == 1);
  CHECK(tlsa.records[0].matching_type == 1);
  CHECK(tlsa.records[0].data == std::string(32, '\xab'));
  CHECK(tlsa.records[1].data == std::string("\0\xff", 2));
  CHECK(record.mta_sts->status == "NOERROR");
  CHECK(record.mta_sts->authenticated);
  CHECK(record.mta_sts->records == Texts{"v=STSv1; id=1;"});
  CHECK(record.tlsrpt->status == "NOERROR");
  CHECK(record.tlsrpt->records == Texts{"v=TLSRPTv1; rua=mailto:a@example.test"});
  check_valid(record);
}

TEST_CASE("mx resolution: a survey asks for no policy") {
  const Asked asked(kWhole, {});
  CHECK(asked.policies.empty());
  CHECK(asked.record.mta_sts->status.empty());
  CHECK(asked.record.tlsrpt->status.empty());
  CHECK(asked.record.exchanges.front().tlsa->status.empty());
  CHECK(asked.record.exchanges.front().tlsa->skipped.empty());
  const std::string line = model::domain_line(asked.record, "test");
  for (const std::string_view word : {"tlsa", "mta_sts", "tlsrpt", "facts"})
    CHECK(line.find(word) == std::string::npos);
  check_valid(asked.record);
}

TEST_CASE("mx resolution: TLSA is asked for at the port of the scan, and once for many domains") {
  scan::Settings settings = with_policies();
  settings.port = 2525;
  const Asked asked(kWhole, settings, 3);
  // TXT records are one domain's, and are asked for again.
  const auto tlsa =
      std::count(asked.policies.begin(), asked.policies.end(), "TLSA _2525._tcp.mx.example.test");
  CHECK(asked.policies.size() == 9);
  CHECK(tlsa == 3);  // a "no" without a SOA record is not kept
  CHECK(asked.record.exchanges.front().tlsa->status == "NXDOMAIN");
  settings.port = 25;
  const Asked kept(kWhole, settings, 3);
  CHECK(std::count(kept.policies.begin(), kept.policies.end(), "TLSA _25._tcp.mx.example.test") ==
        1);
  CHECK(kept.record.exchanges.front().tlsa->records.size() == 2);
}

TEST_CASE("mx resolution: without signed addresses TLSA is not asked for") {
  const Asked asked(R"(
domain: example.test
MX 10 mx.plain.test
MX 20 none.example.test
MX 30 broken.example.test
MX 40 192.0.2.9
mx.plain.test A 192.0.2.1
_25._tcp.mx.plain.test TLSA 3 1 1 ab*32
insecure plain.test
none.example.test TXT no address
broken.example.test A 192.0.2.2
status broken.example.test AAAA SERVFAIL
)",
                    with_policies());
  CHECK(asked.policies == Texts{"TXT _mta-sts.example.test", "TXT _smtp._tls.example.test"});
  REQUIRE(asked.record.exchanges.size() == 4);
  CHECK(asked.record.exchanges[0].tlsa->skipped == "insecure_address");
  CHECK(asked.record.exchanges[1].tlsa->skipped == "no_address");
  CHECK(asked.record.exchanges[2].tlsa->skipped == "address_lookup_failed");
  CHECK(asked.record.exchanges[3].tlsa->skipped.empty());
  for (const model::Exchange& exchange : asked.record.exchanges) {
    CHECK(exchange.tlsa->status.empty());
    CHECK(exchange.tlsa->name.empty());
  }
  check_valid(asked.record);
}

struct Alias {
  const char* when;
  const char* more;  // lines
  Texts asked;
  std::string name;
  std::string status;
  std::size_t records;
};

TEST_CASE("mx resolution: of an alias TLSA stands at its end or, without any there, at its own") {
  const std::string text = R"(
domain: example.test
MX 10 mx.example.test
mx.example.test CNAME middle.test
middle.test CNAME end.test
end.test A 192.0.2.1
)";
  const std::string at_end = "_25._tcp.end.test";
  const std::string at_own = "_25._tcp.mx.example.test";
  const Alias rows[] = {
      {"at its end", "_25._tcp.end.test TLSA 3 1 1 ab*32", {at_end}, at_end, "NOERROR", 1},
      {"at both",
       "_25._tcp.end.test TLSA 3 1 1 ab*32\n_25._tcp.mx.example.test TLSA 3 1 1 cd*32",
       {at_end},
       at_end,
       "NOERROR",
       1},
      {"at its own",
       "_25._tcp.mx.example.test TLSA 3 1 1 cd*32",
       {at_end, at_own},
       at_own,
       "NOERROR",
       1},
      {"in the middle, where nobody looks",
       "_25._tcp.middle.test TLSA 3 1 1 cd*32",
       {at_end, at_own},
       at_own,
       "NXDOMAIN",
       0},
      {"its end fails", "status _25._tcp.end.test TLSA SERVFAIL", {at_end}, at_end, "SERVFAIL", 0},
      {"its own fails",
       "status _25._tcp.mx.example.test TLSA SERVFAIL",
       {at_end, at_own},
       at_own,
       "SERVFAIL",
       0},
      {"unsigned at its end",
       "_25._tcp.end.test TLSA 3 1 1 ab*32\ninsecure _25._tcp.end.test",
       {at_end, at_own},
       at_end,
       "NOERROR",
       1},
      {"unsigned at its end, and at its own",
       "_25._tcp.end.test TLSA 3 1 1 ab*32\ninsecure _25._tcp.end.test\n"
       "_25._tcp.mx.example.test TLSA 3 1 1 cd*32\n_25._tcp.mx.example.test TLSA 3 1 1 ce*32",
       {at_end, at_own},
       at_own,
       "NOERROR",
       2},
  };
  for (const Alias& row : rows) {
    CAPTURE(row.when);
    const Asked asked(text + row.more, with_policies());
    Texts names;
    for (const std::string& policy : asked.policies) {
      if (policy.starts_with("TLSA ")) names.push_back(policy.substr(5));
    }
    CHECK(names == row.asked);
    const model::Exchange& exchange = asked.record.exchanges.front();
    CHECK(exchange.aliases == Texts{"middle.test", "end.test"});
    CHECK(exchange.tlsa->name == row.name);
    CHECK(exchange.tlsa->status == row.status);
    CHECK(exchange.tlsa->records.size() == row.records);
  }
}

TEST_CASE("mx resolution: the aliases of a host are told also where they lead nowhere") {
  const DomainRecord record = domain_of(R"(
domain: example.test
MX 10 mx.example.test
mx.example.test CNAME gone.test
)");
  CHECK(record.exchanges.front().aliases == Texts{"gone.test"});
  CHECK(record.exchanges.front().problem == "no_address");
}

TEST_CASE("mx resolution: how a lookup of TLSA ended is told") {
  for (const std::string status : {"SERVFAIL", "REFUSED", "NOTIMP"}) {
    CAPTURE(status);
    const DomainRecord record = domain_of(
        "domain: example.test\nMX 10 mx.example.test\nmx.example.test A 192.0.2.1\n"
        "status _25._tcp.mx.example.test TLSA " +
        status);
    CHECK(record.exchanges.front().tlsa->status == status);
    CHECK(record.exchanges.front().tlsa->records.empty());
  }
}

TEST_CASE("mx resolution: a null MX is told apart from others, each with its preference") {
  const DomainRecord alone = domain_of("domain: example.test\nMX 0 .");
  CHECK(alone.mx_status == "null_mx");
  CHECK(alone.null_mx_preferences == std::vector<unsigned>{0});
  CHECK(alone.exchanges.empty());
  CHECK(alone.mta_sts->status == "NXDOMAIN");
  const DomainRecord mixed = domain_of(
      "domain: example.test\nMX 20 .\nMX 5 mx.example.test\nMX 0 .\nmx.example.test A 192.0.2.1");
  CHECK(mixed.mx_status == "null_mx_with_other_mx");
  CHECK(mixed.null_mx_preferences == std::vector<unsigned>{0, 20});
  CHECK(mixed.exchanges.size() == 1);
  check_valid(mixed);
  CHECK(domain_of(kWhole).null_mx_preferences.empty());
}

TEST_CASE("mx resolution: a domain without an answer, or that does not exist, has no policies") {
  for (const std::string text :
       {"domain: example.test", "domain: example.test\nMX 0 .\nstatus example.test MX SERVFAIL"}) {
    CAPTURE(text);
    const Asked asked(text, with_policies());
    CHECK(asked.policies.empty());
    CHECK(asked.record.mta_sts->status.empty());
    CHECK(asked.record.tlsrpt->status.empty());
  }
}

TEST_CASE("mx resolution: the policy of a domain without MX records is asked for too") {
  const DomainRecord record = domain_of(R"(
domain: example.test
example.test A 192.0.2.1
_25._tcp.example.test TLSA 3 1 1 ab*32
_mta-sts.example.test CNAME policy.test
policy.test TXT v=STSv1; id=2;
)");
  CHECK(record.mx_status == "implicit_mx");
  CHECK(record.exchanges.front().tlsa->records.size() == 1);
  CHECK(record.mta_sts->records == Texts{"v=STSv1; id=2;"});
  CHECK(record.tlsrpt->status == "NXDOMAIN");
}

TEST_CASE("mx resolution: of many records those of the policy are kept first, and not too many") {
  std::string text = "domain: example.test\nMX 10 mx.example.test\nmx.example.test A 192.0.2.1\n";
  for (int i = 0; i < 20; ++i) {
    text += "_mta-sts.example.test TXT v=spf1 -all\n";
    text += "_25._tcp.mx.example.test TLSA 3 1 1 ab*32\n";
  }
  text += "_mta-sts.example.test TXT v=STSv1; id=1;\n";
  const DomainRecord record = domain_of(text);
  CHECK(record.mta_sts->records.size() == scan::Settings::kMaxPolicyRecords);
  CHECK(record.mta_sts->records.front() == "v=STSv1; id=1;");
  CHECK(record.exchanges.front().tlsa->records.size() == scan::Settings::kMaxPolicyRecords);
}

scan::Settings with_caa() {
  scan::Settings settings;
  settings.caa_records = true;
  return settings;
}

const std::string kHostBelow = R"(
domain: example.test
MX 10 mx.mail.example.test
mx.mail.example.test A 192.0.2.1
)";

TEST_CASE("mx resolution: CAA records of a host, or of the nearest name above it that has some") {
  struct Row {
    const char* more;  // lines
    Texts asked;
    std::string status;
    std::size_t records;
  };
  const std::string host = "mx.mail.example.test";
  const Row rows[] = {
      {"mx.mail.example.test CAA 0 issue ca.example; a=b\nexample.test CAA 0 issue other.example",
       {host},
       "NOERROR",
       1},
      {"example.test CAA 128 issue ca.example\nexample.test CAA 0 iodef mailto:a@example.test",
       {host, "mail.example.test", "example.test"},
       "NOERROR",
       2},
      {"", {host, "mail.example.test", "example.test", "test"}, "NO_ANSWER", 0},
      {"status mail.example.test CAA SERVFAIL\nexample.test CAA 0 issue ca.example",
       {host, "mail.example.test"},
       "SERVFAIL",
       0},
      {"mail.example.test CNAME elsewhere.test\nelsewhere.test CAA 0 issue ca.example",
       {host, "mail.example.test"},
       "NOERROR",
       1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.more);
    const Asked asked(kHostBelow + row.more, with_caa());
    CHECK(asked.authorities == row.asked);
    const model::CaaLookup& caa = *asked.record.exchanges.front().caa;
    CHECK(caa.status == row.status);
    CHECK(caa.name == row.asked.back());
    CHECK(caa.authenticated == (row.status != "SERVFAIL"));
    CHECK(caa.records.size() == row.records);
    check_valid(asked.record);
  }
}

TEST_CASE("mx resolution: what a CAA record says, and whether all of the way is signed") {
  const Asked asked(kHostBelow +
                        "example.test CAA 128 issue ca.example; a=b\n"
                        "example.test CAA 1 issuewild ;\ninsecure mail.example.test",
                    with_caa());
  const model::CaaLookup& caa = *asked.record.exchanges.front().caa;
  REQUIRE(caa.records.size() == 2);
  CHECK(caa.records[0].critical);
  CHECK(caa.records[0].tag == "issue");
  CHECK(caa.records[0].value == "ca.example; a=b");
  CHECK_FALSE(caa.records[1].critical);
  CHECK(caa.records[1].tag == "issuewild");
  CHECK(caa.records[1].value == ";");
  CHECK_FALSE(caa.authenticated);
}

TEST_CASE("mx resolution: CAA is asked for at eight names at most, and only where it is wanted") {
  const std::string deep = R"(
domain: example.test
MX 10 a.b.c.d.e.f.g.h.example.test
MX 20 192.0.2.9
a.b.c.d.e.f.g.h.example.test A 192.0.2.1
example.test CAA 0 issue ca.example
)";
  const Asked asked(deep, with_caa());
  CHECK(asked.authorities.size() == scan::Settings::kMaxCaaLookups);
  REQUIRE(asked.record.exchanges.size() == 2);
  CHECK(asked.record.exchanges[0].caa->name == "h.example.test");
  CHECK(asked.record.exchanges[0].caa->records.empty());
  CHECK(asked.record.exchanges[1].caa->status.empty());
  const Asked unasked(deep, with_policies());
  CHECK(unasked.authorities.empty());
  CHECK(unasked.record.exchanges[0].caa->status.empty());
}

TEST_CASE("mx resolution: not too many CAA records are kept") {
  std::string text = kHostBelow;
  for (int i = 0; i < 20; ++i) text += "mx.mail.example.test CAA 0 issue ca.example\n";
  CHECK(domain_of(text).exchanges.front().caa->records.empty());  // nobody asked
  CHECK(Asked(text, with_caa()).record.exchanges.front().caa->records.size() ==
        scan::Settings::kMaxPolicyRecords);
}

TEST_CASE("mx resolution: destroyed while TLSA is asked for, it says nothing") {
  const DomainText zone(kWhole);
  net::Loop loop;
  std::unique_ptr<scan::MxResolution> resolution;
  const support::FakeDns dns([&](const FakeQuery& query) {
    constexpr unsigned kTlsa = 52;
    if (query.type == kTlsa) loop.post([&] { resolution.reset(); });
    return query.type == kTlsa ? std::vector<std::string>() : zone.answer(query);
  });
  net::ResolverOptions options;
  options.nameservers = {dns.address()};
  options.timeout = base::Milliseconds(100);
  options.tries = 1;
  const auto resolver = net::Resolver::create(loop, options);
  REQUIRE(resolver.ok());
  bool told = false;
  const scan::Settings settings = with_policies();
  resolution = std::make_unique<scan::MxResolution>(
      loop, **resolver, settings, scan::Target{"", zone.domain(), 1},
      [&](const scan::ResolvedDomain&) { told = true; });
  loop.run();  // until the lookup that nobody waits for any more has ended
  CHECK_FALSE(told);
  CHECK(resolution == nullptr);
}

TEST_CASE("domain text: what cannot be read is named with its line") {
  const auto problem = [](std::string_view text) -> std::string {
    try {
      const DomainText zone(text);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return {};
  };
  CHECK(problem("# nothing\n") == "no line \"domain: NAME\"");
  CHECK(problem("MX 10 mx.test") == "line 1: the domain comes first: \"domain: NAME\"");
  CHECK(problem("domain: a.test\n\nMX ten mx.test") == "line 3: no number: ten");
  CHECK(problem("domain: a.test\nmx.test A one") == "line 2: no address: one");
  CHECK(problem("domain: a.test\nmx.test NS one") == "line 2: no type of records: NS");
  CHECK(problem("domain: a.test\nstatus mx.test A BAD") == "line 2: no such end of a lookup: BAD");
  CHECK(problem("domain: a.test\nx TLSA 3 1 1 zz") == "line 2: no number: zz");
  CHECK(problem(kWhole).empty());
}

TEST_CASE("domain text: silence is silence") {
  const DomainRecord record = domain_of("domain: example.test\nstatus example.test MX TIMEOUT");
  CHECK(record.mx_lookup == "TIMEOUT");
  CHECK(record.mx_status == "unknown");
}

}  // namespace
