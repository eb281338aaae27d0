// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "report/formats.hpp"
#include "report/text_columns.hpp"
#include "sample_audit.hpp"
#include "support/printed.hpp"

using printed::count;
using printed::has;

namespace {

std::string text_of(const report::Audit& audit, std::size_t width = 80) {
  return report::text_of(audit, {.colour = false, .width = width});
}

std::string not_yet() { return text_of(sample::audit_of(sample::not_yet_domain())); }

// Lines that are to be copied.
bool is_record(std::string_view line) {
  for (const std::string_view begins : {"; _", "_", "https://", "mx: "})
    if (line.starts_with(begins)) return true;
  return false;
}

std::size_t widest(const std::string& text) {
  std::size_t widest = 0;
  for (const std::string_view line : base::split(text, '\n'))
    if (!is_record(line)) widest = std::max(widest, report::width(line));
  return widest;
}

bool is_control(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return (octet < 0x20 && c != '\n') || octet == 0x7f;
}

std::size_t place(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  CAPTURE(part);
  REQUIRE(at != std::string::npos);
  return at;
}

}  // namespace

TEST_CASE("the verdict stands first, in words that cannot be misread") {
  CHECK(not_yet().starts_with("notyet.example: NOT YET SAFE TO ENFORCE TLS\n  not yet: 2 servers"));
  CHECK(text_of(sample::audit_of(sample::safe_domain()))
            .starts_with("safe.example: SAFE TO ENFORCE TLS\n"));
  CHECK(text_of(sample::audit_of(sample::unknown_domain()))
            .starts_with("unknown.example: COULD NOT TELL\n"));
}

TEST_CASE("a name that leaves no room keeps its verdict") {
  auto domain = sample::not_yet_domain();
  domain.domain = std::string(63, 'a') + "." + std::string(63, 'b') + ".example";
  const std::string text = text_of(sample::audit_of(domain));
  CHECK(has(text, ".example:\n  NOT YET SAFE TO ENFORCE TLS\n"));
  CHECK(widest(text) <= 80);
}

TEST_CASE("the parts come in their order") {
  const std::string text = not_yet();
  std::size_t last = 0;
  for (const char* heading :
       {"\nWhat becomes of mail where TLS is enforced\n", "\nWhat to change\n", "\nMail servers\n",
        "\nWhat becomes of mail, by kind of sender\n",
        "\nWhat else was found, and does not stand in the way\n", "\nPolicies, as published\n",
        "\nRecords to publish\n", "\nWhat to watch\n"}) {
    const std::size_t at = place(text, heading);
    CHECK(at > last);
    last = at;
  }
}

TEST_CASE("only lines that are to be copied are wider than asked, at any width") {
  for (const std::size_t width : {60U, 72U, 80U, 120U}) {
    CAPTURE(width);
    CHECK(widest(text_of(sample::audit(), width)) <= width);
  }
  CHECK(widest(text_of(sample::audit(), 20)) <= 60);
  const std::string text = text_of(sample::audit(), 60);
  CHECK(has(text,
            "\n_25._tcp.mx1.safe.example. IN TLSA 3 1 1 1111111111111111111111111111111111111"
            "111111111111111111111111111\n"));
}

TEST_CASE("nothing but line ends commands the terminal where there is no colour") {
  const std::string text = text_of(sample::audit());
  CHECK(std::none_of(text.begin(), text.end(), is_control));
  CHECK(has(text, "\\x1b[31m \\x07 \\xff"));
}

TEST_CASE("colour adds nothing but colours, and no stranger's") {
  const report::Audit audit = sample::audit();
  std::string text = report::text_of(audit, {.colour = true, .width = 80});
  CHECK(has(text, "notyet.example: \x1b[1;31mNOT YET SAFE TO ENFORCE TLS\x1b[0m\n"));
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b'))
    text.erase(at, text.find('m', at) + 1 - at);
  CHECK(text == text_of(audit));
}

TEST_CASE("each way to enforce says whom it would cost") {
  const std::string text = not_yet();
  CHECK(has(text, "  MTA-STS with mode enforce         LOSES MAIL   yes      2 of 6\n"));
  CHECK(has(text,
            "    Lost: mail of postfix-dane-debian12, exim-debian12, go-mox,\n"
            "      exchange-online-dane and 1 more.\n"));
  CHECK(has(text, "NOT KNOWN    no       0 of 20, 1 not known\n"));
  CHECK(has(text, "  REQUIRETLS                        NOT POSSIBLE no       -\n"));
}

TEST_CASE("under each address stands what it speaks, its certificate and its policies") {
  const std::string text = not_yet();
  CHECK(has(text, "    MUST CHANGE 2001:db8::1 port 25\n"));
  CHECK(has(text, "      speaks       TLS 1.2, TLS 1.3\n"));
  CHECK(has(text,
            "      certificate  mx1.notyet.example; RSA 2048; issued by R11, Let's Encrypt,\n"
            "                   US; until 2026-11-01; expired\n"
            "      DANE         fails\n"
            "      MTA-STS      does not fit\n"));
  CHECK(has(text, "      came out     connect.timeout: Nothing answered at this address.\n"));
  CHECK(has(text, "    NO SERVER its name has no address\n"));
  CHECK_FALSE(has(text, "completed"));
}

TEST_CASE("what blocks is numbered, with place, loss, change and source") {
  const std::string text = not_yet();
  CHECK(has(text,
            "  1. FAIL No published TLSA record fits the certificate. [dane.invalid, must]\n"
            "     where   mx1.notyet.example: 3 1 1 of a key that the server no longer has\n"
            "     loses   mail of postfix-dane-debian12, exim-debian12, go-mox,\n"
            "             exchange-online-dane and 1 more\n"
            "     change  Publish the TLSA records"));
  CHECK(has(text,
            "     source  RFC 7672 section 3.1: TLSA records must match the server's\n"
            "             certificate chain.\n"
            "             RFC 7671 section 8.1\n"));
  CHECK(has(text, "             Exim: Set tls_certificate"));
}

TEST_CASE("what does not block goes on with the numbers, and keeps to one line of what was seen") {
  const std::string text = not_yet();
  CHECK(place(text, "  3. FAIL") < place(text, "by kind of sender"));
  CHECK(place(text, "  4. WARNING The greeting") > place(text, "What else was found"));
  CHECK(has(text, "\\x1b[31...\n"));
  CHECK(has(text, "\n  5. NOT KNOWN "));
  CHECK(has(text, "\n  6. NOTE "));
}

TEST_CASE("more places than can be read are counted") {
  auto domain = sample::not_yet_domain();
  domain.findings[0].places.assign(14, {"mx.example/192.0.2.9:25", "x"});
  domain.findings[3].places.assign(3, {"mx.example/192.0.2.9:25", "x"});
  const std::string text = text_of(sample::audit_of(domain));
  CHECK(count(text, "mx.example/192.0.2.9:25: x") == 11);
  CHECK(has(text, "             and 4 more\n"));
  CHECK(has(text, "     mx.example/192.0.2.9:25: x (and 2 more)\n"));
}

TEST_CASE("with nothing to change it says so, by the verdict") {
  auto domain = sample::unknown_domain();
  domain.findings.clear();
  CHECK(has(text_of(sample::audit_of(domain)), "Nothing was found, but not all is known"));
  CHECK(has(text_of(sample::audit_of(sample::safe_domain())),
            "Nothing: no mail is lost where TLS is enforced."));
}

TEST_CASE("the matrix of senders is the one of the other commands, marks included") {
  const std::string text = not_yet();
  CHECK(
      has(text, "Of 4 kinds of sender 1 delivers mail to notyet.example in TLS, 1 in clear text,"));
  CHECK(has(text, "    exim-debian12*\n"));
  CHECK(has(text, "                              1  2  3  4  5\n"));
}

TEST_CASE("policies are told as published, with what senders report") {
  const std::string text = not_yet();
  CHECK(has(text,
            "  DANE        DOES NOT MATCH: no record fits at mx1.notyet.example; senders\n"
            "              report validation-failure;"));
  CHECK(has(text, "                1 1 1 3333333333333333... unusable: usage 1\n"));
  CHECK(has(text, "              policy: mode enforce, max_age 86400 seconds (1 day), mx"));
  CHECK(has(text, "              mx2.notyet.example: no mx line stands for it\n"));
  CHECK(has(text, "line 4: max_age is less than a week: \\x1b[2J\n"));
  CHECK(has(text, "  TLSRPT      RECORD NOT VALID: two records\n"));
  CHECK(has(text, "  REQUIRETLS  NOT OFFERED:"));
  CHECK(has(text_of(sample::audit_of(sample::safe_domain())),
            "mx2.safe.example: certificates only from nobody"));
}

TEST_CASE("a record whose publication would cost mail cannot be copied by accident") {
  const std::string text = not_yet();
  CHECK(has(text, "DANE: publish no TLSA records yet. The addresses of mx2.notyet.example"));
  CHECK(has(text, "\n; _25._tcp.mx1.notyet.example. IN TLSA 3 1 1 4444"));
  CHECK_FALSE(has(text, "\n_25._tcp.mx1.notyet.example."));
  CHECK(has(text, "\n; _25._tcp.mx1.notyet.example. IN TLSA 3 1 1 2222"));
}

TEST_CASE("records and policy are whole lines from the first column") {
  const std::string text = not_yet();
  CHECK(has(text,
            "\nhttps://mta-sts.notyet.example/.well-known/mta-sts.txt\nversion: STSv1\n"
            "mode: testing\nmx: mx1.notyet.example\nmx: mx2.notyet.example\n"
            "mx: mx3.notyet.example\nmax_age: 604800\n"));
  CHECK(has(text, "\n_mta-sts.notyet.example. IN TXT \"v=STSv1; id=20261122T0930;\"\n"));
  CHECK(has(text_of(sample::audit_of(sample::safe_domain())),
            "; published already\n; a new id, so that senders fetch the policy anew\n"
            "_mta-sts.safe.example. IN TXT"));
}

TEST_CASE("several domains: all verdicts on top, each in turn, and a closing table") {
  const std::string text = text_of(sample::audit());
  CHECK(
      text.starts_with("safe.example: SAFE TO ENFORCE TLS\n"
                       "notyet.example: NOT YET SAFE TO ENFORCE TLS\n"
                       "unknown.example: COULD NOT TELL\n"));
  CHECK(count(text, "\nMail servers\n") == 3);
  CHECK(
      text.ends_with("notyet.example                        NOT YET SAFE TO ENFORCE TLS   3\n"
                     "unknown.example                       COULD NOT TELL                1\n"));
  CHECK_FALSE(has(not_yet(), "====="));
}

TEST_CASE("what makes less of the whole stands before everything else") {
  report::Audit audit = sample::audit();
  audit.interrupted = true;
  audit.resolver_trusted = false;
  audit.authorized = false;
  const std::string text = text_of(audit);
  CHECK(text.starts_with("INTERRUPTED: "));
  CHECK(place(text, "\nRESOLVER NOT TRUSTED: 127.0.0.53 does not") <
        place(text, "safe.example: SAFE"));
  CHECK(has(text, "than a stranger should"));
  CHECK_FALSE(has(text_of(sample::audit()), "NOT TRUSTED"));
}

TEST_CASE("a domain without servers, and a host named by itself") {
  report::Domain bare;
  bare.domain = "bare.example";
  bare.mx_status = "null_mx";
  CHECK(has(text_of(sample::audit_of(bare)),
            "bare.example (null mx, MX records not signed)\n  There is none.\n"));
  bare.is_host = true;
  CHECK(has(text_of(sample::audit_of(bare)), "bare.example (named itself:"));
}
