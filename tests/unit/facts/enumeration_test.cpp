// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include <doctest/doctest.h>

#include "cases.hpp"
#include "facts/universe.hpp"

namespace test {
namespace {

using wire::kSsl30;
using wire::kTls10;
using wire::kTls11;
using wire::kTls12;
using wire::kTls13;
using Numbers = std::vector<std::uint16_t>;

std::string_view probe_of(std::uint16_t version) {
  if (version == kTls13) return "enumerate-tls13";
  return version == kTls12 ? "enumerate-tls12" : "enumerate-old";
}

std::uint16_t suite_of(std::uint16_t version) {
  if (version == kTls13) return kTls13Suite;
  return version == kSsl30 ? kRsa : kEcdheRsaOld;
}

// What the last conversation's hello asked for instead of what its probe does.
void asked(Visit& v, std::uint16_t version, const Numbers& suites, const Numbers& groups) {
  wire::ClientHello& hello = *v.tls().client_hello;
  if (version < kTls13) hello.legacy_version = version;
  hello.cipher_suites = suites;
  hello.supported_groups = groups;
}

Numbers without(Numbers values, std::uint16_t value) {
  values.erase(std::remove(values.begin(), values.end(), value), values.end());
  return values;
}

// One suite and one group that the server has, found by the probe that enumerates.
void find_one(Visit& v, std::uint16_t version) {
  const std::uint16_t suite = suite_of(version);
  if (version == kTls13) {
    v.retried(probe_of(version), kX25519);
  } else {
    v.answered(probe_of(version), version, suite);
  }
  asked(v, version, {suite, kRsa}, facts::group_parts(version).front());
}

// And all others, refused.
void refuse_suites(Visit& v, std::uint16_t version) {
  for (const Numbers& part : facts::cipher_suite_parts(version)) {
    v.refused(probe_of(version));
    asked(v, version, without(part, suite_of(version)), {kX25519});
  }
}

void refuse_groups(Visit& v, std::uint16_t version) {
  for (const Numbers& part : facts::group_parts(version)) {
    v.refused(probe_of(version));
    asked(v, version, {suite_of(version)}, without(part, kX25519));
  }
}

template <std::uint16_t version>
void whole(Visit& v) {
  v.plain();
  find_one(v, version);
  refuse_suites(v, version);
  refuse_groups(v, version);
  v.plain();
}

template <std::uint16_t version>
void begun(Visit& v) {
  v.plain();
  find_one(v, version);
  v.plain();
}

template <std::uint16_t version>
void without_control(Visit& v) {
  whole<version>(v);
  v.record.conversations.pop_back();
}

template <std::uint16_t version>
void farm(Visit& v) {
  whole<version>(v);
  v.reply("greeting", "220 another.test ESMTP\r\n")
      .reply("ehlo-reply", "250-another.test\r\n250 STARTTLS\r\n");
}

template <std::uint16_t version>
std::vector<Case> cases_of(std::string_view suites) {
  return {
      {suites, "yes", "one found, all others refused", whole<version>},
      {suites, "not_measured", "there may be more", begun<version>},
      {suites, "no_control", "the plain probe was not played behind it", without_control<version>},
      {suites, "farm", "another server may have refused them", farm<version>},
      {suites, "not_asked", "by nobody", [](Visit& v) { v.plain().plain(); }},
  };
}

// Two suites that the server has, offered one behind the other and then the other way round.
void in_both_orders(Visit& v, std::uint16_t first_choice, std::uint16_t second_choice) {
  v.plain().answered("enumerate-tls12", kTls12, first_choice);
  asked(v, kTls12, {kEcdheRsa, kRsa}, {kX25519});
  v.answered("enumerate-tls12", kTls12, second_choice);
  asked(v, kTls12, {kRsa, kEcdheRsa}, {kX25519});
  v.plain();
}

}  // namespace

std::vector<Case> enumeration_cases() {
  std::vector<Case> cases{
      {"cipher_suites_tls1_3", "not_applicable", "no TLS 1.3",
       [](Visit& v) { v.plain12().answered("tls11", kTls11).refused("tls13").plain12(); }},
      {"cipher_suites_tls1_1", "not_applicable", "no TLS 1.1",
       [](Visit& v) { v.plain().refused("tls11").plain(); }},
      {"groups_tls1_3", "not_measured", "hellos without the signature that the certificate needs",
       [](Visit& v) {
         whole<kTls13>(v);
         v.plain12();
         v.tls().client_hello->signature_algorithms = {0x0201};
         v.tls().signature_scheme = 0x0201;
         v.plain();
       }},
      {"groups_tls1_2", "not_applicable", "no elliptic curves",
       [](Visit& v) {
         v.plain().answered("enumerate-tls12", kTls12, kRsa);
         asked(v, kTls12, {kRsa}, {kX25519});
         for (const Numbers& part : facts::cipher_suite_parts(kTls12)) {
           v.refused("enumerate-tls12");
           asked(v, kTls12, without(part, kRsa), {});
         }
         v.plain();
       }},
      {"server_cipher_preference", "yes", "the same suite in either order",
       [](Visit& v) {
         v.answered("static-rsa", kTls12, kRsa);
         in_both_orders(v, kEcdheRsa, kEcdheRsa);
       }},
      {"server_cipher_preference", "no", "what stood first",
       [](Visit& v) { in_both_orders(v, kEcdheRsa, kRsa); }},
      {"server_cipher_preference", "not_measured", "one suite leaves no choice",
       [](Visit& v) { begun<kTls12>(v); }},
      {"server_cipher_preference", "not_measured", "it had not the group for what stood first",
       [](Visit& v) {
         in_both_orders(v, kEcdheRsa, kRsa);
         // The second hello lacks the curve, so that nothing but static RSA was possible.
         v.record.conversations[2].transcript.tls->client_hello->cipher_suites = {kEcdheRsa, kRsa};
         v.record.conversations[2].transcript.tls->client_hello->supported_groups = {kSecp384r1};
       }},
      {"server_cipher_preference", "not_asked", "nothing is enumerated",
       [](Visit& v) { v.plain().answered("tls12", kTls12).plain(); }},
  };
  const auto add = [&cases](const std::vector<Case>& more) {
    cases.insert(cases.end(), more.begin(), more.end());
  };
  add(cases_of<kTls13>("cipher_suites_tls1_3"));
  add(cases_of<kTls12>("cipher_suites_tls1_2"));
  add(cases_of<kTls11>("cipher_suites_tls1_1"));
  add(cases_of<kTls10>("cipher_suites_tls1_0"));
  add(cases_of<kSsl30>("cipher_suites_ssl3"));
  add(cases_of<kTls13>("groups_tls1_3"));
  add(cases_of<kTls12>("groups_tls1_2"));
  return cases;
}

TEST_CASE("enumeration") { check(enumeration_cases()); }

TEST_CASE("a list has what was found, in the order found, and how many") {
  Visit visit;
  whole<kTls12>(visit);
  const model::Fact suites = visit.fact("cipher_suites_tls1_2");
  CHECK(suites.list == std::vector<std::string>{"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"});
  CHECK(suites.number == 1);
  CHECK(visit.fact("groups_tls1_2").list == std::vector<std::string>{"x25519"});
}

TEST_CASE("who takes a group that was not offered has none of those that were") {
  Visit visit;
  visit.plain();
  find_one(visit, kTls12);
  refuse_suites(visit, kTls12);
  for (const Numbers& part : facts::group_parts(kTls12)) {
    visit.answered("enumerate-tls12", kTls12, suite_of(kTls12));  // with x25519, whatever is asked
    asked(visit, kTls12, {suite_of(kTls12)}, without(part, kX25519));
  }
  visit.plain();
  const model::Fact groups = visit.fact("groups_tls1_2");
  CHECK(groups.value == model::Answer::yes);
  CHECK(groups.list == std::vector<std::string>{"x25519"});
}

TEST_CASE("a list that is whole answers what nobody asked by itself") {
  Visit visit;
  whole<kTls12>(visit);
  for (const std::string_view fact : {"kx_dhe", "kx_ecdhe_ecdsa", "kx_anonymous", "cipher_rc4"}) {
    CAPTURE(std::string(fact));
    CHECK(visit.fact(fact).value == model::Answer::no);
    CHECK(visit.fact(fact).probe == "enumerate-tls12");
  }
  CHECK(visit.fact("kx_ecdhe_rsa").value == model::Answer::yes);
  CHECK(visit.fact("cipher_export").value == model::Answer::unknown);  // not to be had in TLS 1.2
}

}  // namespace test
