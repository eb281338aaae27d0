// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/refusal.hpp"

#include <optional>
#include <string>

#include <doctest/doctest.h>

namespace outcome {
namespace {

using Kind = RefusalKind;
using MaybeKind = std::optional<RefusalKind>;

constexpr Kind kInOrder[] = {Kind::must_wait,    Kind::tls_unavailable, Kind::greylisted,
                             Kind::identity,     Kind::blocked,         Kind::rate_limited,
                             Kind::no_mail_here, Kind::overloaded,      Kind::not_implemented};

wire::SmtpReply reply_of(std::string text) {
  if (text.empty() || text.back() != '\n') text += "\r\n";
  wire::SmtpReplyReader reader;
  reader.feed(text);
  REQUIRE(reader.complete());
  return reader.take();
}

MaybeKind kind_of(const std::string& reply) {
  const auto refusal = refusal_of(reply_of(reply));
  return refusal ? MaybeKind(refusal->kind) : std::nullopt;
}

std::string named(MaybeKind kind) { return kind ? std::string(to_string(*kind)) : "none"; }

TEST_CASE("refusal: a kind has a name and a name its kind") {
  for (const Kind kind : kInOrder) CHECK(refusal_kind_named(to_string(kind)) == kind);
  CHECK_FALSE(refusal_kind_named("Blocked"));
  CHECK_FALSE(refusal_kind_named(""));
}

TEST_CASE("refusal: which kind speaks when a reply has words of several") {
  struct Row {
    std::string name;
    std::string reply;
    Kind kind;
  };
  const Row rows[] = {
      {"waiting does not help a listed address",
       "421 4.7.0 mx.example.org Error: Too many connections from your IP listed at "
       "zen.spamhaus.org",
       Kind::blocked},
      {"a greeting that says no service, and then why",
       "554-gmx.net (mxgmx104) Nemesis ESMTP Service not available\r\n554-No SMTP service here\r\n"
       "554 IP address is block listed.",
       Kind::blocked},
      {"greylisting heals by itself, a missing name does not matter then",
       "451 You have no reverse DNS entry. You are greylisted for 20 minutes.", Kind::greylisted},
      {"greylisting by a list",
       "450 4.7.1 Client host rejected: Greylisted, host is listed at dnsbl.example.net",
       Kind::greylisted},
      {"a permanent refusal is no greylisting",
       "554 5.7.1 Client host rejected: Access denied, greylisting failed", Kind::blocked},
      {"the name is the reason for the block",
       "550 5.7.1 Client host [192.0.2.1] blocked: no reverse DNS entry", Kind::identity},
      {"a name that cannot be found, for now",
       "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]; please try again "
       "later",
       Kind::identity},
      {"the rate is what the reputation costs",
       "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP "
       "reputation.",
       Kind::blocked},
      {"rate limits before load", "421 Server busy, too many connections", Kind::rate_limited},
      {"handshakes at a limit are no missing TLS",
       "454 4.7.0 Error: too many new TLS sessions from 192.0.2.1", Kind::rate_limited},
      {"TLS that is not there before all that may be the cause",
       "454 4.7.0 TLS not available: too many connections, please try again later",
       Kind::tls_unavailable},
      {"whoever speaks too early is told so, listed or not",
       "554 5.5.0 Error: SMTP protocol synchronization; blocked using zen.spamhaus.org",
       Kind::must_wait},
      {"a host without mail that is polite",
       "521 host.example.org does not accept mail, please try again later", Kind::no_mail_here},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(named(kind_of(row.reply)) == to_string(row.kind));
  }
}

TEST_CASE("refusal: replies that are none, and words that say nothing") {
  const std::string rows[] = {
      "250 mx.example.org Hello, your IP is not blocked using any list",
      "250-mx.example.org\r\n250-STARTTLS\r\n250 HELP: TLS not available without SNI",
      "220 mx.example.org ESMTP - no spam, blocked if listed at zen.spamhaus.org",
      "220-mx.example.org ESMTP\r\n220 too many connections are blocked",
      "221 2.0.0 mx.example.org closing connection, please try again later",
      "354 End data with <CR><LF>.<CR><LF>",
      "999 blocked using zen.spamhaus.org",
      "300 blocked using zen.spamhaus.org",
      "blocked using zen.spamhaus.org",
      // Host names and URLs are no words.
      "554 blocklist.example.org ESMTP not accepting messages",
      "554 blocked.example.org ESMTP",
      "554 greylisting.example.org ESMTP no",
      "450 greylist-1.example.org no",
      "554 mx.spamhaus.org ESMTP no",
      "554 rbl.example.org ESMTP no",
      "421 mx.example.org see https://example.org/blacklisted/dnsbl?why=spamhaus",
      "550 5.1.1 <blacklisted@example.org>: no",
      // Words in words.
      "550 you have enlisted at the wrong office",
      "550 unblocked using force",
      "554 the garbl of dnsbls2",
      // About something else.
      "421 4.7.0 mx.example.org Error: too many errors",
      "421 4.7.0 mx.example.org Too many bad commands; closing connection",
      "421 4.4.2 mx.example.org Error: timeout exceeded",
      "503 5.5.1 Error: send HELO/EHLO first",
      "501 5.5.4 Syntax: EHLO hostname",
      "530 5.7.0 Must issue a STARTTLS command first",
      "550 5.1.1 <postmaster@example.org>: Recipient address rejected: User unknown",
      "554 5.7.1 <postmaster@example.org>: Relay access was refused",
      "550",
      "421 ",
  };
  for (const std::string& row : rows) {
    CAPTURE(row);
    CHECK(named(kind_of(row)) == "none");
  }
}

TEST_CASE("refusal: not blocked, although the words are near") {
  struct Row {
    std::string reply;
    Kind kind;
  };
  const Row rows[] = {
      {"454 4.7.0 TLS not available due to temporary reason", Kind::tls_unavailable},
      {"502 5.5.1 Unrecognized command", Kind::not_implemented},
      {"554 No SMTP service here", Kind::no_mail_here},
      {"421 blocklist.example.org Service not available, closing transmission channel",
       Kind::overloaded},
      {"421 4.7.0 spamhaus.example.org Error: too many connections from 192.0.2.1",
       Kind::rate_limited},
      {"450 4.3.2 Service currently unavailable", Kind::must_wait},
  };
  for (const Row& row : rows) {
    CAPTURE(row.reply);
    CHECK(named(kind_of(row.reply)) == to_string(row.kind));
  }
}

TEST_CASE("refusal: words across lines, blanks and control characters") {
  CHECK(kind_of("554-5.7.1 Client host [192.0.2.1] blocked\r\n554 5.7.1 using a list") ==
        Kind::blocked);
  CHECK(kind_of("421-too\r\n421-many\r\n421 \t connections") == Kind::rate_limited);
  CHECK(kind_of("421 too\tmany  \x01 connections") == Kind::rate_limited);
  CHECK(kind_of("554-mx\n554 TOO MANY CONNECTIONS\n") == Kind::rate_limited);
  // Only what looks like an enhanced code is taken out.
  CHECK_FALSE(kind_of("421-too many\r\n421 192.0.2.1 connections"));
  CHECK_FALSE(kind_of("421-too many\r\n421 4.7 connections"));
  // 8-bit octets are letters of some alphabet.
  CHECK_FALSE(kind_of("550 \xc3\xbclisted at"));
  CHECK(kind_of("550 \xc2\xabgefunden\xc2\xbb listed at x") == Kind::blocked);
}

TEST_CASE("refusal: the beginning of a long reply decides") {
  std::string near_end = "554-mx.example.org\r\n";
  while (near_end.size() < 60 * 1024) near_end += "554-" + std::string(70, 'x') + "\r\n";
  CHECK_FALSE(kind_of(near_end + "554 blocked using zen.spamhaus.org"));
  CHECK(kind_of("554-blocked using zen.spamhaus.org\r\n" + near_end + "554 x") == Kind::blocked);
  // What would make a search go over the same letters again and again.
  for (const char* again : {"too many ", "blocked-", "greylist", "rbl.", "listed at@"}) {
    std::string line = "421 ";
    while (line.size() < 8000) line += again;
    CAPTURE(again);
    CHECK(named(kind_of(line)) != "blocked");
  }
}

TEST_CASE("refusal by code: what the codes say where the words are unknown") {
  struct Row {
    std::string reply;
    MaybeKind kind;
  };
  const Row rows[] = {
      {"550 5.7.1 No", Kind::blocked},
      {"421 4.7.0 No", Kind::blocked},
      {"451 4.7.650 No", Kind::blocked},
      {"521 5.7.1 No", Kind::blocked},
      {"550 5.7.25 No", Kind::identity},
      {"454 4.7.0 No", Kind::tls_unavailable},
      {"452 4.3.1 No", Kind::overloaded},
      {"421 4.3.2 No", Kind::overloaded},
      {"421 4.4.5 No", Kind::overloaded},
      {"451 No", Kind::overloaded},
      {"452 No", Kind::overloaded},
      {"550 5.3.2 No", Kind::no_mail_here},
      {"521 No", Kind::no_mail_here},
      {"556 No", Kind::no_mail_here},
      {"500 No", Kind::not_implemented},
      {"502 5.5.1 No", Kind::not_implemented},
      {"504 No", Kind::not_implemented},
      // No telling.
      {"421 No", std::nullopt},
      {"450 No", std::nullopt},
      {"550 No", std::nullopt},
      {"554 No", std::nullopt},
      {"503 5.5.1 No", std::nullopt},
      {"550 5.1.1 No", std::nullopt},
      {"550 5.7.26 No", std::nullopt},  // signatures (RFC 7372)
      {"530 5.7.0 Must issue a STARTTLS command first", std::nullopt},
      {"535 5.7.8 No", std::nullopt},
      {"220 4.7.0 Yes", std::nullopt},
      {"250 2.7.1 Yes", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.reply);
    CHECK(named(refusal_by_code(reply_of(row.reply))) == named(row.kind));
  }
}

}  // namespace
}  // namespace outcome
