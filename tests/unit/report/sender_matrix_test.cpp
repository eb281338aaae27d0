// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/sender_matrix.hpp"

#include <doctest/doctest.h>

#include "support/printed.hpp"

namespace {

using model::Delivery;
using model::SenderVerdict;

SenderVerdict verdict(std::string sender, Delivery delivery) {
  SenderVerdict verdict;
  verdict.sender = std::move(sender);
  verdict.delivery = delivery;
  verdict.what_if.fill(delivery);
  return verdict;
}

std::vector<SenderVerdict> of_every_kind() {
  SenderVerdict proved = verdict("dane", Delivery::tls_auth);
  SenderVerdict tls = verdict("exim", Delivery::tls_unauth);
  tls.what_if = {Delivery::tls_auth, Delivery::tls_unauth, Delivery::clear_after_age,
                 Delivery::bounce, Delivery::unknown};
  SenderVerdict like_it = tls;
  like_it.sender = "postfix-may";
  SenderVerdict clear = verdict("sendmail", Delivery::clear_after_age);
  clear.property = "ems_echoed";
  clear.reason = "it wants Extended Master Secret in TLS 1.2, which the server has not got";
  clear.clear_after_minutes = 5;
  SenderVerdict deferred = verdict("exchange", Delivery::defer_until_expiry);
  deferred.property = "kx_ecdhe_rsa";
  deferred.reason = "no cipher suite in common";
  deferred.bounce_after_hours = 120;
  deferred.endpoint_id = "mx.example.org/192.0.2.1:25";
  SenderVerdict bounced = verdict("postfix-encrypt", Delivery::bounce);
  bounced.bounce_after_hours = 0;
  bounced.property = "starttls_offered";
  bounced.reason = "STARTTLS is not offered";
  SenderVerdict open = verdict("java", Delivery::unknown);
  open.reason = "nobody has looked at the server";
  return {proved, tls, clear, open, deferred, like_it, bounced};
}

// None of them, for cases that are not about how well a sender is known.
const std::vector<model::Sender> kNoSenders;

model::Sender known(std::string id, std::vector<model::Confidence> confidences) {
  model::Sender sender;
  sender.id = std::move(id);
  for (const model::Confidence confidence : confidences)
    sender.sources.push_back({"It does so.", "its source", confidence});
  return sender;
}

constexpr std::string_view kGolden =
    R"(Of 7 kinds of sender 3 deliver mail to it in TLS, 1 in clear text, 2 not at all;
for 1 it is not known.

                                                                1  2  3  4  5
  bounced at once                                               .  .  .  .  .
    starttls_offered: STARTTLS is not offered
    postfix-encrypt
  deferred, returned after 5 days                               .  .  .  .  .
    kx_ecdhe_rsa: no cipher suite in common
    at mx.example.org/192.0.2.1:25
    exchange
  clear text after 5 min                                        .  .  .  .  .
    ems_echoed: it wants Extended Master Secret in TLS 1.2, which the server has
      not got
    sendmail
  not known                                                     .  .  .  .  .
    nobody has looked at the server
    java
  TLS                                                           P  .  c  B  ?
    exim*, postfix-may
  TLS, proved                                                   .  .  .  .  .
    dane
)";

}  // namespace

TEST_CASE("senders are shown worst first, those together that come out alike") {
  using model::Confidence;
  const std::vector<model::Sender> senders{
      known("exim", {Confidence::measured, Confidence::assumed}),
      known("postfix-may", {Confidence::measured, Confidence::read}),
      known("dane", {Confidence::reported}), known("java", {Confidence::documented})};
  const std::string text = report::sender_matrix("mail to it", of_every_kind(), senders);
  CHECK(text.substr(0, kGolden.size()) == kGolden);
  CHECK(printed::widest_line(text) <= 80);
}

TEST_CASE("every mark of the table stands in the legend") {
  const std::string text = report::sender_matrix("mail", of_every_kind(), kNoSenders);
  const std::string legend = text.substr(text.find("\nIf  1"));
  for (const char* part : {" . as it is", " P TLS, proved", " T TLS ", " C clear", " c later",
                           " N next MX", " D deferred", " B bounced", " ? not known", "    5 ",
                           "\n* partly assumed: waxseal senders ID says what\n",
                           "    4 the receiver switched off TLS 1.2 and older\n"}) {
    CAPTURE(part);
    CHECK(printed::has(legend, part));
  }
}

TEST_CASE("times are said in the words of an operator") {
  SenderVerdict deferred = verdict("a", Delivery::defer_until_expiry);
  const auto text_of = [&deferred](double hours) {
    deferred.bounce_after_hours = hours;
    return report::delivery_text(deferred);
  };
  CHECK(text_of(24) == "deferred, returned after 1 day");
  CHECK(text_of(36) == "deferred, returned after 36 hours");
  CHECK(text_of(1) == "deferred, returned after 1 hour");
  CHECK(text_of(0.5) == "deferred, returned after 0.5 hours");
  SenderVerdict clear = verdict("a", Delivery::clear_after_age);
  clear.clear_after_minutes = 7.5;
  CHECK(report::delivery_text(clear) == "clear text after 7.5 min");
  CHECK(report::delivery_text(verdict("a", Delivery::clear_reconnect)) == "clear text at once");
}

TEST_CASE("one sender is one, and what it says cannot command a terminal") {
  SenderVerdict only = verdict("a", Delivery::next_mx);
  only.reason = "the server said \x1b[2J";
  const std::string text = report::sender_matrix("mail here", {only}, kNoSenders);
  CHECK(printed::has(text, "Of 1 kind of sender 0 deliver mail here in TLS, 1 at the next MX"));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(report::sender_matrix("mail", {}, kNoSenders) ==
        "Of 0 kinds of sender 0 deliver mail in TLS.\n");
}

TEST_CASE("a server that all go to is said once") {
  SenderVerdict one = verdict("a", Delivery::tls_unauth);
  one.endpoint_id = "mx.example.org/192.0.2.1:25";
  SenderVerdict other = one;
  other.sender = "b";
  other.delivery = Delivery::bounce;
  const std::string text = report::sender_matrix("mail", {one, other}, kNoSenders);
  CHECK(printed::count(text, "mx.example.org/192.0.2.1:25") == 1);
  CHECK(printed::has(text, "\nAll at mx.example.org/192.0.2.1:25.\n"));
  other.endpoint_id = "mx.example.org/192.0.2.2:25";
  const std::string apart = report::sender_matrix("mail", {one, other}, kNoSenders);
  CHECK(printed::has(apart, "\n    at mx.example.org/192.0.2.1:25\n"));
  CHECK(printed::has(apart, "\n    at mx.example.org/192.0.2.2:25\n"));
}

TEST_CASE("a long id does not break the table") {
  std::vector<SenderVerdict> verdicts;
  std::vector<model::Sender> senders;
  for (char last = 'a'; last <= 'z'; ++last) {
    // With indent, mark and comma just as wide as a line, and wider.
    verdicts.push_back(verdict(std::string(73, 'x') + last, Delivery::tls_unauth));
    verdicts.push_back(verdict(std::string(79, 'y') + last, Delivery::tls_unauth));
    senders.push_back(known(verdicts.back().sender, {model::Confidence::assumed}));
    senders.push_back(known(verdicts[verdicts.size() - 2].sender, {model::Confidence::assumed}));
  }
  const std::string text = report::sender_matrix("mail", verdicts, senders);
  CHECK(printed::widest_line(text) <= 80);
  CHECK(printed::count(text, "*") == senders.size() + 1);
}
