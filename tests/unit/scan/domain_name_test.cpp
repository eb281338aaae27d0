// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/domain_name.hpp"

#include <string>

#include <doctest/doctest.h>

namespace scan {
namespace {

using namespace std::string_literals;

const std::string kLabel63(63, 'a');

TEST_CASE("domain name: what a person writes and what DNS knows") {
  struct Row {
    std::string name;
    std::string written;
    std::string domain;
  };
  const Row rows[] = {
      {"lower case", "example.org", "example.org"},
      {"upper case", "Example.ORG", "example.org"},
      {"a final dot", "example.org.", "example.org"},
      {"one label", "localhost", "localhost"},
      {"u with diaeresis", "b\u00fccher.example", "xn--bcher-kva.example"},
      {"upper case of it", "B\u00dcCHER.example", "xn--bcher-kva.example"},
      {"decomposed", "bu\u0308cher.example", "xn--bcher-kva.example"},
      {"sharp s, not transitional", "fu\u00df.example", "xn--fu-hia.example"},
      {"final sigma, not transitional", "\u03b2\u03cc\u03bb\u03bf\u03c2.example",
       "xn--nxasmm1c.example"},
      {"full width", "\uff21\uff22\uff23.example", "abc.example"},
      {"ideographic full stop", "a\u3002example", "a.example"},
      {"another script at the top", "\u4f8b\u5b50.\u6d4b\u8bd5", "xn--fsqu00a.xn--0zwm56d"},
      {"an A-label", "xn--bcher-kva.example", "xn--bcher-kva.example"},
      {"an A-label in upper case", "XN--BCHER-KVA.example", "xn--bcher-kva.example"},
      {"an A-label of an emoji, which IDNA 2008 does not allow", "xn--e28h.example",
       "xn--e28h.example"},
      {"underscore", "_dmarc.a_b.example", "_dmarc.a_b.example"},
      {"digits", "1.2.3.example", "1.2.3.example"},
      {"hyphens in third and fourth place", "r3---sn-4g5e.example", "r3---sn-4g5e.example"},
      {"63 octets in a label", kLabel63 + ".example", kLabel63 + ".example"},
      {"253 octets", kLabel63 + "." + kLabel63 + "." + kLabel63 + "." + std::string(61, 'b'),
       kLabel63 + "." + kLabel63 + "." + kLabel63 + "." + std::string(61, 'b')},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto domain = to_domain_name(row.written);
    REQUIRE(domain.ok());
    CHECK(*domain == row.domain);
    CHECK(*to_domain_name(*domain) == row.domain);
  }
}

TEST_CASE("domain name: what is none, and why") {
  struct Row {
    std::string name;
    std::string written;
    std::string why;
  };
  const Row rows[] = {
      {"empty", "", "no domain name"},
      {"the root", ".", "no domain name"},
      {"two final dots", "example.org..", "no domain name"},
      {"an empty label", "a..example", "no domain name"},
      {"a dot in front", ".example", "no domain name"},
      {"64 octets in a label", kLabel63 + "a.example", "no domain name"},
      {"254 octets", kLabel63 + "." + kLabel63 + "." + kLabel63 + "." + std::string(62, 'b'),
       "no domain name"},
      {"a blank", "a b.example", "no domain name"},
      {"a hyphen in front", "-a.example", "no domain name"},
      {"a hyphen at the end", "a-.example", "no domain name"},
      {"an asterisk", "*.example", "no domain name"},
      {"a port", "mx.example:25", "no domain name"},
      {"emoji, which IDNA 2008 does not allow", "\U0001f600.example", "no domain name"},
      {"not UTF-8",
       "b\xfc"
       "cher.example",
       "no domain name"},
      {"a URL", "https://example.org", "URL"},
      {"a path", "example.org/", "URL or a path"},
      {"a mail address", "postmaster@example.org", "mail address"},
      {"an IPv4 address", "192.0.2.1", "is an address"},
      {"an IPv4 address with a final dot", "192.0.2.1.", "is an address"},
      {"an IPv4 address in full width", "\uff11\uff19\uff12.0.2.1", "is an address"},
      {"an IPv6 address", "2001:db8::1", "is an address"},
      {"an address literal", "[192.0.2.1]", "no domain name"},
      {"NUL", "example.org\0.example"s, "NUL"},
      {"NUL at the end", "example.org\0"s, "NUL"},
      {"a CR", "example.org\r", "no domain name"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto domain = to_domain_name(row.written);
    REQUIRE_FALSE(domain.ok());
    CAPTURE(domain.error().message);
    CHECK(domain.error().message.find(row.why) != std::string::npos);
  }
}

TEST_CASE("domain name: the message shows octets that no terminal should see escaped") {
  const auto domain = to_domain_name(
      "b\xfc"
      "cher.example");
  CHECK(domain.error().message.find("b\\xfccher.example") != std::string::npos);
}

TEST_CASE("domain name: with which a client may greet") {
  CHECK(is_fully_qualified("scanner.example.org"));
  CHECK(is_fully_qualified("a.b"));
  for (const std::string bad :
       {"", "localhost", "scanner", "localhost.localdomain", "host.LOCALDOMAIN",
        "localhost.example.org", "192.0.2.1", "[192.0.2.1]", "2001:db8::1", "example.org.",
        ".example.org", "a..b", "-a.example", "a b.example", "example.org\r\nRCPT TO:<x>"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_fully_qualified(bad));
  }
  CHECK_FALSE(
      is_fully_qualified(kLabel63 + "." + kLabel63 + "." + kLabel63 + "." + std::string(62, 'b')));
  CHECK(
      is_fully_qualified(kLabel63 + "." + kLabel63 + "." + kLabel63 + "." + std::string(61, 'b')));
}

}  // namespace
}  // namespace scan
