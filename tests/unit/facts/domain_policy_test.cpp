// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "domain_cases.hpp"
#include "facts/domain.hpp"
#include "support/domain_text.hpp"

namespace test {
namespace {

const std::string kHost = "MX 10 mx.example.test\nmx.example.test A 9.9.9.9\n";
const std::string kSts = kHost + "_mta-sts.example.test TXT ";
const std::string kRpt = kHost + "_smtp._tls.example.test TXT ";
const std::string kMail = "v=TLSRPTv1; rua=mailto:a@example.test";

}  // namespace

std::vector<DomainCase> domain_policy_cases() {
  return {
      {"mta_sts_record", "yes", "there", kSts + "v=STSv1; id=1;"},
      {"mta_sts_record", "yes", "and others", kSts + "v=spf1 -all\n" + kSts + "v=STSv1; id=1"},
      {"mta_sts_record", "yes", "behind an alias",
       kHost + "_mta-sts.example.test CNAME a.test\na.test TXT v=STSv1; id=1"},
      {"mta_sts_record", "no", "no record", kHost},
      {"mta_sts_record", "no", "others only", kSts + "v=spf1 -all\n" + kSts + "v=STSv2; id=1"},
      {"mta_sts_record", "not_measured", "failed",
       kHost + "status _mta-sts.example.test TXT SERVFAIL"},
      {"mta_sts_record", "not_asked", "no MX answer", "status example.test MX SERVFAIL"},

      {"mta_sts_record_single", "yes", "one", kSts + "v=STSv1; id=1;\n" + kSts + "x"},
      {"mta_sts_record_single", "no", "two", kSts + "v=STSv1; id=1;\n" + kSts + "v=STSv1; id=2;"},
      {"mta_sts_record_single", "not_applicable", "none", kHost},

      {"mta_sts_record_well_formed", "yes", "it is", kSts + "v=STSv1; id=1; x=y;"},
      {"mta_sts_record_well_formed", "no", "no id", kSts + "v=STSv1;", {"no id"}},
      {"mta_sts_record_well_formed",
       "no",
       "one of two",
       kSts + "v=STSv1; id=1;\n" + kSts + "v=STSv1; x;",
       {"not a field: \"x\"", "no id"}},
      {"mta_sts_record_well_formed", "not_applicable", "none", kHost},

      {"tlsrpt_record", "yes", "there", kRpt + kMail},
      {"tlsrpt_record", "no", "no record", kHost},
      {"tlsrpt_record", "no", "that of another", kRpt + "v=STSv1; id=1;"},
      {"tlsrpt_record", "not_measured", "failed",
       kHost + "status _smtp._tls.example.test TXT REFUSED"},

      {"tlsrpt_record_single", "yes", "one", kRpt + kMail},
      {"tlsrpt_record_single", "no", "two", kRpt + kMail + "\n" + kRpt + kMail + ";"},
      {"tlsrpt_record_single", "not_applicable", "none", kHost},

      {"tlsrpt_record_well_formed", "yes", "it is", kRpt + kMail + ",https://a.test/"},
      {"tlsrpt_record_well_formed", "no", "no rua", kRpt + "v=TLSRPTv1", {"no rua"}},
      {"tlsrpt_record_well_formed",
       "no",
       "no URI",
       kRpt + "v=TLSRPTv1; rua=a@b.test",
       {"not a URI: \"a@b.test\""}},
      {"tlsrpt_record_well_formed", "not_applicable", "none", kHost},

      {"tlsrpt_uri_schemes_known", "yes", "both", kRpt + kMail + ", HTTPS://a.test/"},
      {"tlsrpt_uri_schemes_known",
       "no",
       "another",
       kRpt + kMail + ",http://a.test/",
       {"http://a.test/"}},
      {"tlsrpt_uri_schemes_known", "no", "none", kRpt + "v=TLSRPTv1; rua=a@b.test", {"a@b.test"}},
      {"tlsrpt_uri_schemes_known", "not_applicable", "no rua", kRpt + "v=TLSRPTv1;"},
      {"tlsrpt_uri_schemes_known", "not_applicable", "no record", kHost},
  };
}

}  // namespace test

namespace {

TEST_CASE("domain facts: MTA-STS and TLSRPT records") { test::check(test::domain_policy_cases()); }

TEST_CASE("domain facts: a record that was cut off is not judged by what is left of it") {
  model::DomainRecord record = support::domain_of("domain: example.test\n" + test::kHost);
  std::string text = "v=STSv1; id=1; x=";
  text.resize(model::kMaxPolicyText, 'x');
  record.mta_sts = model::PolicyLookup{"NOERROR", true, {text}};
  const auto doubt = [&] {
    return model::find_fact(facts::facts_of(record), "mta_sts_record_well_formed")->doubt;
  };
  CHECK(doubt() == model::Doubt::not_measured);
  text.pop_back();
  record.mta_sts = model::PolicyLookup{"NOERROR", true, {text}};
  CHECK(doubt() == model::Doubt::none);
  CHECK(model::find_fact(facts::facts_of(record), "mta_sts_record")->seen.size() == 100);
}

}  // namespace
