// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "domain_cases.hpp"
#include "facts/domain.hpp"
#include "support/domain_text.hpp"

namespace test {
namespace {

const std::string kOne = "MX 10 mx.example.test\nmx.example.test A 9.9.9.9\n";
const std::string kTwo = kOne + "MX 20 mx2.example.test\nmx2.example.test AAAA 2620:fe::9\n";
const std::string kNull = "MX 0 .\n";
const std::string kImplicit = "example.test A 9.9.9.9\n";
const std::string kNoMx = "example.test TXT hello\n";
const std::string kServfail = "status example.test MX SERVFAIL\n";
const std::string kNotimp = "status example.test MX NOTIMP\n";
const std::string kGone;  // nothing is there

}  // namespace

std::vector<DomainCase> domain_mx_cases() {
  return {
      {"mx_answered", "yes", "records", kOne},
      {"mx_answered", "yes", "no records", kNoMx},
      {"mx_answered", "yes", "no such domain", kGone},
      {"mx_answered", "no", "SERVFAIL", kServfail},
      {"mx_answered", "no", "REFUSED", "status example.test MX REFUSED"},
      {"mx_answered", "no", "a circle", "example.test CNAME b.test\nb.test CNAME example.test"},
      {"mx_answered", "not_measured", "an error that says nothing of the domain", kNotimp},

      {"mx_secure", "yes", "AD flag", kOne},
      {"mx_secure", "yes", "of a denial", kGone},
      {"mx_secure", "no", "no AD flag", kOne + "insecure example.test"},
      {"mx_secure", "not_measured", "no answer", kServfail},

      {"null_mx", "yes", "alone", kNull},
      {"null_mx", "yes", "beside others", kNull + kOne},
      {"null_mx", "no", "another", kOne},
      {"null_mx", "no", "no records", kNoMx},
      {"null_mx", "not_measured", "no answer", kServfail},

      {"null_mx_alone", "yes", "alone", kNull},
      {"null_mx_alone", "no", "beside another", kNull + kOne, {"mx.example.test"}},
      {"null_mx_alone", "no", "twice", kNull + "MX 10 .", {"."}},
      {"null_mx_alone", "not_applicable", "none", kOne},
      {"null_mx_alone", "not_measured", "no answer", kServfail},

      {"null_mx_preference_zero", "yes", "it is", kNull},
      {"null_mx_preference_zero", "no", "it is not", "MX 10 ."},
      {"null_mx_preference_zero", "no", "of one of two", kNull + "MX 10 ."},
      {"null_mx_preference_zero", "not_applicable", "none", kOne},

      {"mx_targets_are_names", "yes", "names", kTwo},
      {"mx_targets_are_names", "no", "an address", kOne + "MX 30 192.0.2.9", {"192.0.2.9"}},
      {"mx_targets_are_names", "no", "one in brackets", "MX 30 [192.0.2.9]", {"[192.0.2.9]"}},
      {"mx_targets_are_names", "no", "localhost", kOne + "MX 30 localhost", {"localhost"}},
      {"mx_targets_are_names", "no", "below it", "MX 30 a.localhost", {"a.localhost"}},
      {"mx_targets_are_names", "not_applicable", "a null MX", kNull},
      {"mx_targets_are_names", "not_applicable", "an implicit MX", kImplicit},
      {"mx_targets_are_names", "not_measured", "no answer", kNotimp},

      {"mx_targets_not_aliases", "yes", "none", kTwo},
      {"mx_targets_not_aliases",
       "no",
       "one of two",
       kOne + "MX 20 a.example.test\na.example.test CNAME mx.example.test",
       {"a.example.test"}},
      {"mx_targets_not_aliases",
       "no",
       "that leads nowhere",
       "MX 20 a.example.test\na.example.test CNAME gone.test",
       {"a.example.test"}},
      {"mx_targets_not_aliases",
       "no",
       "in a circle",
       "MX 20 a.test\na.test CNAME b.test\nb.test CNAME a.test",
       {"a.test"}},
      {"mx_targets_not_aliases", "yes", "one of two lookups tells",
       kOne + "status mx.example.test AAAA SERVFAIL"},
      {"mx_targets_not_aliases", "not_measured", "neither does",
       kOne + "status mx.example.test AAAA SERVFAIL\nstatus mx.example.test A SERVFAIL"},
      {"mx_targets_not_aliases", "not_applicable", "an implicit MX",
       "example.test CNAME b.test\nb.test A 9.9.9.9"},

      {"mx_targets_resolve", "yes", "all", kTwo},
      {"mx_targets_resolve", "no", "one does not", kTwo + "MX 30 gone.test", {"gone.test"}},
      {"mx_targets_resolve", "yes", "one of two lookups tells",
       kOne + "status mx.example.test AAAA SERVFAIL"},
      {"mx_targets_resolve", "not_measured", "a lookup failed",
       kOne + "MX 20 b.test\nstatus b.test AAAA SERVFAIL"},
      {"mx_targets_resolve",
       "no",
       "and another does not",
       kOne + "MX 20 b.test\nstatus b.test AAAA SERVFAIL\nMX 30 gone.test",
       {"gone.test"}},
      {"mx_targets_resolve", "not_applicable", "nothing but an address", "MX 30 192.0.2.9"},
      {"mx_targets_resolve", "not_applicable", "a null MX", kNull},

      {"mx_targets_public", "yes", "all", kTwo},
      {"mx_targets_public", "yes", "of an implicit MX", kImplicit},
      {"mx_targets_public",
       "no",
       "private ones",
       kTwo + "mx.example.test A 10.0.0.1\nmx2.example.test AAAA ::1",
       {"10.0.0.1", "::1"}},
      {"mx_targets_public", "not_measured", "half of them",
       kOne + "status mx.example.test AAAA SERVFAIL"},
      {"mx_targets_public", "not_applicable", "no address", "MX 10 gone.test"},
      {"mx_targets_public", "not_applicable", "no mail", kNoMx},

      {"mx_has_ipv4", "yes", "one of two", kTwo},
      {"mx_has_ipv4", "no", "none", "MX 10 a.test\na.test AAAA 2620:fe::9"},
      {"mx_has_ipv4", "not_measured", "failed", kTwo + "status mx.example.test A SERVFAIL"},
      {"mx_has_ipv4", "not_applicable", "a null MX", kNull},

      {"mx_has_ipv6", "yes", "one of two", kTwo},
      {"mx_has_ipv6", "no", "none", kOne},
      {"mx_has_ipv6", "no", "of an implicit MX", kImplicit},
      {"mx_has_ipv6", "not_measured", "failed", kOne + "status mx.example.test AAAA SERVFAIL"},

      {"several_mx", "yes", "two", kTwo},
      {"several_mx", "no", "one", kOne},
      {"several_mx", "no", "one, twice", kOne + "MX 20 mx.example.test"},
      {"several_mx", "not_applicable", "none", kNoMx},
      {"several_mx", "not_measured", "no answer", kServfail},

      {"mx_addresses_secure", "yes", "both", kTwo},
      {"mx_addresses_secure",
       "no",
       "one is not",
       kTwo + "insecure mx2.example.test",
       {"mx2.example.test"}},
      {"mx_addresses_secure", "not_measured", "failed", kTwo + "status mx.example.test A SERVFAIL"},
      {"mx_addresses_secure", "not_applicable", "a null MX", kNull},
  };
}

}  // namespace test

namespace {

TEST_CASE("domain facts: MX records and addresses") { test::check(test::domain_mx_cases()); }

TEST_CASE("domain facts: what was counted stands in the fact") {
  const auto facts = facts::facts_of(
      support::domain_of("domain: example.test\nMX 10 .\nMX 20 a.test\nMX 30 b.test\n"));
  CHECK(model::find_fact(facts, "null_mx_preference_zero")->number == 10);
  CHECK(model::find_fact(facts, "several_mx")->number == 2);
  CHECK(model::find_fact(facts, "null_mx")->seen == "MX 10 .");
  CHECK(model::find_fact(facts, "mx_answered")->seen == "MX: 3 records");
}

TEST_CASE("domain facts: of hosts beyond the limit it is not known what they are") {
  std::string text = "domain: example.test\n";
  for (int i = 10; i < 22; ++i) {
    const std::string host = "mx" + std::to_string(i) + ".test";
    text += "MX " + std::to_string(i) + " " + host + "\n" + host + " A 9.9.9.9\n";
  }
  const auto facts = facts::facts_of(support::domain_of(text));
  for (const std::string_view name : {"mx_targets_resolve", "mx_targets_not_aliases",
                                      "mx_targets_public", "mx_has_ipv6", "mx_addresses_secure"}) {
    CAPTURE(std::string(name));
    CHECK(model::find_fact(facts, name)->doubt == model::Doubt::not_measured);
    CHECK(model::find_fact(facts, name)->seen == "mx20.test: not looked up");
  }
  CHECK(model::find_fact(facts, "mx_has_ipv4")->value == model::Answer::yes);
  CHECK(model::find_fact(facts, "several_mx")->number == 12);
}

}  // namespace
