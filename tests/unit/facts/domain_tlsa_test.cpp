// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "domain_cases.hpp"
#include "facts/domain.hpp"
#include "support/domain_text.hpp"

namespace test {
namespace {

const std::string kHost = "MX 10 mx.example.test\nmx.example.test A 9.9.9.9\n";
const std::string kTwo = kHost + "MX 20 b.other.test\nb.other.test A 9.9.9.9\n";
const std::string kAt = "_25._tcp.mx.example.test TLSA ";
const std::string kAtB = "_25._tcp.b.other.test TLSA ";
const std::string kGood = kAt + "3 1 1 ab*32\n";
const std::string kGoodB = kAtB + "2 0 1 ab*32\n";
const std::string kFails = "status _25._tcp.mx.example.test TLSA SERVFAIL\n";
const std::string kFailsB = "status _25._tcp.b.other.test TLSA SERVFAIL\n";
const std::string kNull = "MX 0 .\n";
const std::string kSilentB = "status _25._tcp.b.other.test TLSA NOTIMP\n";

// Its one host has these records.
std::string with(std::string_view records) {
  std::string text = kHost;
  text += records;
  return text;
}

}  // namespace

std::vector<DomainCase> domain_tlsa_cases() {
  const std::vector<std::string> host{"mx.example.test"};
  return {
      {"tlsa_lookups_answered", "yes", "records", kHost + kGood},
      {"tlsa_lookups_answered", "yes", "no records", kHost},
      {"tlsa_lookups_answered", "no", "SERVFAIL", kHost + kFails, host},
      {"tlsa_lookups_answered", "no", "of one of two", kTwo + kGoodB + kFails, host},
      {"tlsa_lookups_answered", "no", "REFUSED",
       kHost + "status _25._tcp.mx.example.test TLSA REFUSED", host},
      {"tlsa_lookups_answered", "not_measured", "an error that says nothing of the host",
       kTwo + kGood + kSilentB},
      {"tlsa_lookups_answered", "not_applicable", "unsigned addresses",
       kHost + "insecure mx.example.test"},
      {"tlsa_lookups_answered", "not_applicable", "no host", kNull},
      {"tlsa_lookups_answered", "not_measured", "no MX answer", "status example.test MX SERVFAIL"},

      {"tlsa_published", "yes", "one of two hosts", kTwo + kGood, host},
      {"tlsa_published", "yes", "and another fails", kTwo + kGood + kFailsB, host},
      {"tlsa_published",
       "yes",
       "both hosts",
       kTwo + kGood + kGoodB,
       {"mx.example.test", "b.other.test"}},
      {"tlsa_published",
       "yes",
       "of an implicit MX",
       "example.test A 9.9.9.9\n_25._tcp.example.test TLSA 3 1 1 ab*32",
       {"example.test"}},
      {"tlsa_published", "no", "none", kTwo},
      {"tlsa_published", "no", "none, and unsigned addresses", kTwo + "insecure other.test"},
      {"tlsa_published", "no", "not signed themselves",
       kHost + kGood + "insecure _25._tcp.mx.example.test"},
      {"tlsa_published", "not_applicable", "unsigned addresses",
       kHost + kGood + "insecure example.test"},
      {"tlsa_published", "not_applicable", "no address", "MX 10 mx.example.test"},
      {"tlsa_published", "not_applicable", "no name", "MX 10 192.0.2.1"},
      {"tlsa_published", "not_measured", "failed", kTwo + kFailsB},
      {"tlsa_published", "not_measured", "an address lookup failed",
       kHost + "status mx.example.test AAAA SERVFAIL"},

      {"tlsa_on_every_mx", "yes", "both", kTwo + kGood + kGoodB},
      {"tlsa_on_every_mx", "no", "one of two", kTwo + kGood, {"b.other.test"}},
      {"tlsa_on_every_mx",
       "no",
       "one unsigned",
       kTwo + kGood + kGoodB + "insecure other.test",
       {"b.other.test"}},
      {"tlsa_on_every_mx",
       "no",
       "one is an address",
       kHost + kGood + "MX 30 192.0.2.1",
       {"192.0.2.1"}},
      {"tlsa_on_every_mx", "not_measured", "one failed", kTwo + kGood + kFailsB},
      {"tlsa_on_every_mx", "not_applicable", "none", kTwo},

      {"tlsa_mx_secure", "yes", "it is", kHost + kGood},
      {"tlsa_mx_secure", "no", "it is not",
       "MX 10 mx.other.test\nmx.other.test A 9.9.9.9\n"
       "_25._tcp.mx.other.test TLSA 3 1 1 ab*32\ninsecure example.test"},
      {"tlsa_mx_secure", "not_applicable", "no TLSA", kHost},
      {"tlsa_mx_secure", "not_measured", "TLSA failed", kHost + kFails},

      {"tlsa_well_formed", "yes", "known, and long enough",
       with(kAt + "0 0 0 ab\n" + kAt + "3 1 1 ab*32\n" + kAt + "2 1 2 ab*64")},
      {"tlsa_well_formed",
       "no",
       "short data",
       with(kGood + kAt + "3 1 1 ab*20"),
       {"mx.example.test 3 1 1 abababab..."}},
      {"tlsa_well_formed",
       "no",
       "unknown numbers",
       with(kAt + "4 1 1 ab*32\n" + kAt + "3 2 1 ab*32\n" + kAt + "3 1 3 abab"),
       {"mx.example.test 4 1 1 abababab...", "mx.example.test 3 2 1 abababab...",
        "mx.example.test 3 1 3 abab"}},
      {"tlsa_well_formed", "not_applicable", "no TLSA", kHost},

      {"tlsa_usages_dane", "yes", "2 and 3", with(kGood + kAt + "2 0 1 ab*32")},
      {"tlsa_usages_dane",
       "no",
       "1",
       with(kGood + kAt + "1 0 1 ab*32"),
       {"mx.example.test 1 0 1 abababab..."}},
      {"tlsa_usages_dane", "not_applicable", "no TLSA", kHost},

      {"tlsa_usable", "yes", "one of two records", with(kGood + kAt + "1 0 1 ab*32")},
      {"tlsa_usable", "no", "usage 1", with(kAt + "1 1 1 ab*32"), host},
      {"tlsa_usable", "no", "short data", with(kAt + "3 1 1 ab*31"), host},
      {"tlsa_usable",
       "no",
       "at one of two hosts",
       kTwo + kGood + kAtB + "3 1 9 ab*32",
       {"b.other.test"}},
      {"tlsa_usable", "not_applicable", "no TLSA", kHost},

      {"tlsa_recommended", "yes", "3 1 1", with(kGood)},
      {"tlsa_recommended", "yes", "2 0 1", with(kAt + "2 0 1 ab*32")},
      {"tlsa_recommended", "yes", "2 1 1", with(kAt + "2 1 1 ab*32")},
      {"tlsa_recommended", "no", "3 0 1", with(kAt + "3 0 1 ab*32"), host},
      {"tlsa_recommended", "no", "3 1 2", with(kAt + "3 1 2 ab*64"), host},
      {"tlsa_recommended", "no", "3 1 1 with short data", with(kAt + "3 1 1 ab*31"), host},
      {"tlsa_recommended", "not_applicable", "no TLSA", kHost},

      {"tlsa_sha256", "yes", "both", with(kGood + kAt + "3 1 2 ab*64")},
      {"tlsa_sha256", "no", "SHA-512 alone", with(kAt + "3 1 2 ab*64"), host},
      {"tlsa_sha256", "no", "of another selector", with(kGood + kAt + "3 0 2 ab*64"), host},
      {"tlsa_sha256", "not_applicable", "no SHA-512", with(kGood)},
      {"tlsa_sha256", "not_applicable", "no TLSA", kHost},

      {"tlsa_without_full", "yes", "digests", with(kGood)},
      {"tlsa_without_full",
       "no",
       "a whole key",
       with(kGood + kAt + "3 1 0 30820122"),
       {"mx.example.test 3 1 0 30820122"}},
      {"tlsa_without_full", "not_applicable", "no TLSA", kHost},
  };
}

}  // namespace test

namespace {

TEST_CASE("domain facts: TLSA") { test::check(test::domain_tlsa_cases()); }

TEST_CASE("domain facts: a host that two records name stands once in a list") {
  const auto facts = facts::facts_of(support::domain_of("domain: example.test\nMX 30 " +
                                                        std::string("mx.example.test\n") +
                                                        test::with(test::kAt + "1 1 1 ab*32")));
  const std::vector<std::string> once{"mx.example.test"};
  CHECK(model::find_fact(facts, "tlsa_published")->list == once);
  CHECK(model::find_fact(facts, "tlsa_usable")->list == once);
  CHECK(model::find_fact(facts, "tlsa_usages_dane")->list.size() == 1);
}

}  // namespace
