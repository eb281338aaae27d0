// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include <doctest/doctest.h>

#include "wire/certificate.hpp"

namespace wire {
namespace {

using namespace std::string_literals;

TEST_CASE("name match: RFC 8461 section 4.2, RFC 9525 section 6.3") {
  struct Row {
    std::string name;
    std::string pattern;
    std::string host;
    bool matches;
  };
  const Row rows[] = {
      {"the same", "mx.example.org", "mx.example.org", true},
      {"case", "MX.Example.org", "mx.eXample.ORG", true},
      {"the host's final dot", "mx.example.org", "mx.example.org.", true},
      {"a wildcard for one label", "*.example.org", "mx.example.org", true},
      {"a wildcard and case", "*.EXAMPLE.org", "mx.example.ORG", true},
      {"a wildcard for an A-label", "*.example.org", "xn--bcher-kva.example.org", true},
      {"a wildcard is not two labels", "*.example.org", "a.mx.example.org", false},
      {"a wildcard is not no label", "*.example.org", "example.org", false},
      {"a wildcard is not an empty label", "*.example.org", ".example.org", false},
      {"part of a label", "m*.example.org", "mx.example.org", false},
      {"part of a label, in front", "*x.example.org", "mx.example.org", false},
      {"not the left-most label", "mx.*.org", "mx.example.org", false},
      {"two wildcards", "*.*.example.org", "a.b.example.org", false},
      {"a wildcard alone", "*", "mx", false},
      {"a wildcard with a dot", "*.", "mx", false},
      {"a wildcard with a dot, and a host with one", "*.", "mx.", false},
      {"a parent", "example.org", "mx.example.org", false},
      {"a child", "mx.example.org", "example.org", false},
      {"the end of a label", "*.example.org", "mx.badexample.org", false},
      {"a suffix without a dot", "example.org", "badexample.org", false},
      {"NUL in the certificate", "mx.example.org\0.evil.example"s, "mx.example.org", false},
      {"empty name", "", "mx.example.org", false},
      {"empty host", "mx.example.org", "", false},
      {"both empty", "", "", false},
      {"the root", "", ".", false},
      {"two final dots", "mx.example.org", "mx.example.org..", false},
      {"a blank", "mx.example.org ", "mx.example.org", false},
      {"letters that differ in one bit", "mx@example.org", "mx`example.org", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(dns_name_matches(row.pattern, row.host) == row.matches);
  }
}

TEST_CASE("name match: any of the names, never the common name") {
  CertificateFacts facts;
  facts.common_names = {"cn.example.org"};
  facts.subject_dn = "CN=cn.example.org";
  CHECK_FALSE(certificate_matches(facts, "cn.example.org"));
  facts.dns_names = {"a.example.org", "*.b.example.org"};
  CHECK(certificate_matches(facts, "a.example.org"));
  CHECK(certificate_matches(facts, "x.b.example.org"));
  CHECK_FALSE(certificate_matches(facts, "cn.example.org"));
}

TEST_CASE("name match: an address is looked for among the addresses only") {
  CertificateFacts facts;
  facts.dns_names = {"192.0.2.1", "*.0.2.2", "2001:db8::1"};
  CHECK_FALSE(certificate_matches(facts, "192.0.2.1"));
  CHECK_FALSE(certificate_matches(facts, "192.0.2.2"));
  CHECK_FALSE(certificate_matches(facts, "2001:db8::1"));
  facts.ip_addresses = {*base::IpAddress::parse("2001:db8::1"),
                        *base::IpAddress::parse("192.0.2.1")};
  CHECK(certificate_matches(facts, "192.0.2.1"));
  CHECK(certificate_matches(facts, "2001:0DB8:0::1"));
  CHECK_FALSE(certificate_matches(facts, "::ffff:192.0.2.1"));
}

}  // namespace
}  // namespace wire
