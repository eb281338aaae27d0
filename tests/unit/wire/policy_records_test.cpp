// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/policy_records.hpp"

#include <doctest/doctest.h>

namespace {

using Flaws = std::vector<std::string>;

struct Sts {
  std::string record;
  std::string id;
  Flaws flaws;
};

TEST_CASE("mta-sts record: what the grammar of RFC 8461 section 3.1 has, and what it has not") {
  const std::string id32(32, 'a');
  const std::string name32 = "n" + std::string(31, '-');
  const Sts rows[] = {
      {"v=STSv1; id=20160831085700Z;", "20160831085700Z", {}},
      {"v=STSv1;id=1", "1", {}},
      {"v=STSv1 \t; \tid=1 ; ", "1", {}},
      {"v=STSv1; id=" + id32, id32, {}},
      {"v=STSv1; x.y_z-0=a:b!c; id=1;", "1", {}},
      {"v=STSv1; " + name32 + "=v; id=1", "1", {}},
      {"v=STSv1; id=1; id=2", "1", {}},
      {"v=STSv1", "", {"no id"}},
      {"v=STSv1;", "", {"no id"}},
      {"v=STSv1; ID=1", "", {"no id"}},
      {"v=STSv1; id=", "", {"the id is not 1 to 32 letters and digits: \"\""}},
      {"v=STSv1; id=2016-08-31",
       "2016-08-31",
       {"the id is not 1 to 32 letters and digits: \"2016-08-31\""}},
      {"v=STSv1; id= 1", " 1", {"the id is not 1 to 32 letters and digits: \" 1\""}},
      {"v=STSv1; id=" + id32 + "a",
       id32 + "a",
       {"the id is not 1 to 32 letters and digits: \"" + id32 + "a\""}},
      {"v=STSv1;; id=1", "1", {"an empty field"}},
      {"v=STSv1; id=1;;", "1", {"an empty field"}},
      {"v=STSv1; id=1; mode", "1", {"not a field: \"mode\""}},
      {"v=STSv1; id=1; =x", "1", {"not a field: \"=x\""}},
      {"v=STSv1; id=1; n" + name32 + "=v", "1", {"not a field: \"n" + name32 + "=v\""}},
      {"v=STSv1; id=1; -n=v", "1", {"not a field: \"-n=v\""}},
      {"v=STSv1; id=1; n=", "1", {"the value of n cannot be: \"\""}},
      {"v=STSv1; id=1; n=a b", "1", {"the value of n cannot be: \"a b\""}},
      {"v=STSv1; id=1; n=a=b", "1", {"the value of n cannot be: \"a=b\""}},
      {"v=STSv1; id=1; n=\xc3\xa4", "1", {"the value of n cannot be: \"\xc3\xa4\""}},
      {"v=STSv1 id=1", "", {"does not begin with v=STSv1;"}},
      {"v=STSv10; id=1", "", {"does not begin with v=STSv1;"}},
      {"V=STSv1; id=1", "", {"does not begin with v=STSv1;"}},
      {" v=STSv1; id=1", "", {"does not begin with v=STSv1;"}},
      {"v=spf1 -all", "", {"does not begin with v=STSv1;"}},
      {"", "", {"does not begin with v=STSv1;"}},
  };
  for (const Sts& row : rows) {
    CAPTURE(row.record);
    const wire::MtaStsRecord read = wire::read_mta_sts_record(row.record);
    CHECK(read.id == row.id);
    CHECK(read.flaws == row.flaws);
    const bool begins = row.flaws != Flaws{"does not begin with v=STSv1;"};
    CHECK(wire::is_mta_sts_record(row.record) == begins);
  }
}

TEST_CASE("mta-sts record: as many fields as are read, and no more") {
  std::string record = "v=STSv1; id=1";
  for (int i = 1; i < 64; ++i) record += "; n=v";
  CHECK(wire::read_mta_sts_record(record).flaws.empty());
  CHECK(wire::read_mta_sts_record(record + ";").flaws.empty());
  CHECK(wire::read_mta_sts_record(record + "; n=v").flaws == Flaws{"more than 64 fields"});
}

struct Rpt {
  std::string record;
  std::vector<std::string_view> uris;
  Flaws flaws;
};

TEST_CASE("tlsrpt record: what the grammar of RFC 8460 section 3 has, and what it has not") {
  const Rpt rows[] = {
      {"v=TLSRPTv1;rua=mailto:reports@example.com", {"mailto:reports@example.com"}, {}},
      {"v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt?a=b;",
       {"https://reporting.example.com/v1/tlsrpt?a=b"},
       {}},
      {"v=TLSRPTv1 ; rua=mailto:a@b.test , https://c.test/ ; x=y",
       {"mailto:a@b.test", "https://c.test/"},
       {}},
      {"v=TLSRPTv1; rua=ftp://a.test", {"ftp://a.test"}, {}},
      {"v=TLSRPTv1; rua=mailto:a@b.test; rua=mailto:c@d.test",
       {"mailto:a@b.test", "mailto:c@d.test"},
       {}},
      {"v=TLSRPTv1", {}, {"no rua"}},
      {"v=TLSRPTv1; x=y", {}, {"no rua"}},
      {"v=TLSRPTv1; rua=", {""}, {"not a URI: \"\""}},
      {"v=TLSRPTv1; rua=a@b.test", {"a@b.test"}, {"not a URI: \"a@b.test\""}},
      {"v=TLSRPTv1; rua=mailto:", {"mailto:"}, {"nothing behind \"mailto:\""}},
      {"v=TLSRPTv1; rua=mailto:a@b.test,", {"mailto:a@b.test", ""}, {"not a URI: \"\""}},
      {"v=TLSRPTv1; rua=mailto:a b@c.test",
       {"mailto:a b@c.test"},
       {"not a URI: \"mailto:a b@c.test\""}},
      {"v=TLSRPTv1; rua=mailto:a!10m@b.test",
       {"mailto:a!10m@b.test"},
       {"not a URI: \"mailto:a!10m@b.test\""}},
      {"v=TLSRPTv1; rua=mailto:a@b.test mailto:c@d.test",
       {"mailto:a@b.test mailto:c@d.test"},
       {"not a URI: \"mailto:a@b.test mailto:c@d.test\""}},
      {"v=TLSRPTv1; rua:mailto:a@b.test", {}, {"not a field: \"rua:mailto:a@b.test\"", "no rua"}},
      {"v=TLSRPTv2; rua=mailto:a@b.test", {}, {"does not begin with v=TLSRPTv1;"}},
      {"v=TLSRPT1; rua=mailto:a@b.test", {}, {"does not begin with v=TLSRPTv1;"}},
  };
  for (const Rpt& row : rows) {
    CAPTURE(row.record);
    const wire::TlsrptRecord read = wire::read_tlsrpt_record(row.record);
    CHECK(read.uris == row.uris);
    CHECK(read.flaws == row.flaws);
    const bool begins = row.flaws != Flaws{"does not begin with v=TLSRPTv1;"};
    CHECK(wire::is_tlsrpt_record(row.record) == begins);
  }
}

TEST_CASE("tlsrpt record: at most 64 URIs are read, and long ones are quoted in part") {
  std::string record = "v=TLSRPTv1; rua=mailto:a@b.test";
  for (int i = 1; i < 64; ++i) record += ",mailto:a@b.test";
  CHECK(wire::read_tlsrpt_record(record).flaws.empty());
  record += ",mailto:a@b.test";
  CHECK(wire::read_tlsrpt_record(record).uris.size() == 64);
  CHECK(wire::read_tlsrpt_record(record).flaws == Flaws{"more than 64 URIs"});
  CHECK(wire::read_tlsrpt_record("v=TLSRPTv1; rua=" + std::string(100, 'x')).flaws ==
        Flaws{"not a URI: \"" + std::string(40, 'x') + "...\""});
}

TEST_CASE("the scheme of a URI") {
  CHECK(wire::uri_scheme("mailto:a@b.test") == "mailto");
  CHECK(wire::uri_scheme("HTTPS://a.test") == "https");
  CHECK(wire::uri_scheme("a+b-c.1:x") == "a+b-c.1");
  for (const std::string_view none : {"", ":", ":x", "a", "1a:x", "a b:x", "a@b.test"})
    CHECK(wire::uri_scheme(none).empty());
}

TEST_CASE("what is wrong with a TLSA record by itself") {
  const std::string sha256(32, 'x');
  const std::string sha512(64, 'x');
  for (std::uint8_t usage = 0; usage < 4; ++usage) {
    for (std::uint8_t selector = 0; selector < 2; ++selector) {
      CHECK(wire::tlsa_flaw(usage, selector, 0, "x").empty());
      CHECK(wire::tlsa_flaw(usage, selector, 1, sha256).empty());
      CHECK(wire::tlsa_flaw(usage, selector, 2, sha512).empty());
    }
  }
  CHECK(wire::tlsa_flaw(4, 1, 1, sha256) == "unknown usage 4");
  CHECK(wire::tlsa_flaw(255, 1, 1, sha256) == "unknown usage 255");
  CHECK(wire::tlsa_flaw(3, 2, 1, sha256) == "unknown selector 2");
  CHECK(wire::tlsa_flaw(3, 1, 3, sha256) == "unknown matching type 3");
  CHECK(wire::tlsa_flaw(3, 1, 0, "") == "no data");
  CHECK(wire::tlsa_flaw(3, 1, 1, sha512) == "64 octets of data instead of 32");
  CHECK(wire::tlsa_flaw(3, 1, 2, sha256) == "32 octets of data instead of 64");
  CHECK(wire::tlsa_flaw(3, 1, 1, "") == "0 octets of data instead of 32");
}

}  // namespace
