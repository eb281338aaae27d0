// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/certificate_digests.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cases.hpp"
#include "wire/certificate.hpp"

namespace test {
namespace {

using facts::CertificateDigest;
using wire::kTls12;

const support::CertificateWish kRsaWish{.rsa_bits = 1024};

support::Credential no_certificate() {
  support::Credential credential;
  credential.certificate_der = "none";
  return credential;
}

// A visit of a standard tier, and not of a survey.
Visit& more(Visit& visit) { return visit.answered("tls12", kTls12); }

// The one probe that leaves no choice but ECDSA finds that the server has RSA elsewhere.
Visit& with_other_key(Visit& visit, std::string_view probe) {
  Choice choice;
  choice.chain = {a_certificate(kRsaWish)};
  return visit.answered(probe, kTls12, kEcdheRsa, choice);
}

std::vector<CertificateDigest> digests(const Visit& visit) {
  return facts::digests_of(visit.fact("certificate_digests"));
}

bool has(const std::vector<CertificateDigest>& digests, const CertificateDigest& wanted) {
  return std::find(digests.begin(), digests.end(), wanted) != digests.end();
}

}  // namespace

std::vector<Case> certificate_digest_cases() {
  return {
      {"certificate_digests", "yes", "of one certificate", [](Visit& v) { more(v.plain()); }},
      {"certificate_digests", "yes", "by another probe alone", [](Visit& v) { more(v); }},
      {"certificate_digests", "yes", "of two chains",
       [](Visit& v) { more(v.plain().certificate({.name = "other.test"}).plain()); }},
      {"certificate_digests", "not_asked", "a survey", [](Visit& v) { v.plain().plain(); }},
      {"certificate_digests", "not_asked", "a survey with the old sender",
       [](Visit& v) { v.refused("starttls").answered("starttls-legacy", kTls12); }},
      {"certificate_digests", "not_measured", "no certificate was seen",
       [](Visit& v) { v.refused("starttls").refused("tls12"); }},
      {"certificate_digests", "not_measured", "a certificate that is none",
       [](Visit& v) { more(v.chain({no_certificate()}).plain()); }},
      {"certificate_digests", "farm", "one of two can be read",
       [](Visit& v) { more(v.plain().chain({no_certificate()}).plain()); }},
      {"certificate_digests", "not_applicable", "the server has none",
       [](Visit& v) {
         v.refused("starttls").answered("starttls-legacy", kTls12, kAnonymous).refused("starttls");
       }},
  };
}

TEST_CASE("certificate digests") { check(certificate_digest_cases()); }

TEST_CASE("every certificate and key is hashed with both digests") {
  Visit visit;
  const support::Credential& issuer = a_certificate({.name = "issuer.test"});
  more(visit.chain({a_certificate({}), issuer}).plain());
  const model::Fact fact = visit.fact("certificate_digests");
  CHECK(fact.number == 1);
  CHECK(fact.seen == "1 chain, 2 certificates");
  const auto listed = digests(visit);
  REQUIRE(listed.size() == 8);
  CHECK(listed.size() == fact.list.size());
  for (const unsigned place : {0U, 1U}) {
    const std::string& der =
        place == 0 ? a_certificate({}).certificate_der : issuer.certificate_der;
    const std::string key = wire::read_certificate(der).subject_public_key_info;
    CHECK(has(listed, {1, place, 0, 1, base::sha256(der)}));
    CHECK(has(listed, {1, place, 0, 2, base::sha512(der)}));
    CHECK(has(listed, {1, place, 1, 1, base::sha256(key)}));
    CHECK(has(listed, {1, place, 1, 2, base::sha512(key)}));
  }
}

TEST_CASE("of an issuer that cannot be read there is the whole certificate alone") {
  Visit visit;
  more(visit.chain({a_certificate({}), no_certificate()}).plain());
  CHECK(digests(visit).size() == 6);
  CHECK(has(digests(visit), {1, 1, 0, 1, base::sha256("none")}));
}

TEST_CASE("a certificate with another kind of key is listed, but does not stand for the endpoint") {
  Visit visit;
  with_other_key(visit.plain(), "ecdhe-rsa");
  const std::string& der = a_certificate(kRsaWish).certificate_der;
  CHECK(visit.fact("certificate_digests").number == 1);
  CHECK(visit.fact("certificate_digests").seen == "2 chains, 2 certificates");
  CHECK(has(digests(visit), {2, 0, 0, 1, base::sha256(der)}));
  // The same kind of key again, and one that was shown to a hello without the host's name.
  Choice other;
  other.chain = {a_certificate({.name = "other.test"})};
  visit.answered("tls12", kTls12, 0, other);
  CHECK(digests(visit).size() == 8);
  Visit unnamed;
  CHECK(digests(with_other_key(unnamed.plain(), "no-sni")).size() == 4);
}

TEST_CASE("of long chains, and of many, some are listed") {
  Visit visit;
  const auto chain_of = [](const std::string& name) {
    std::vector<support::Credential> chain(facts::kDigestCertificates + 1, a_certificate({}));
    chain.front() = a_certificate({.name = name});
    return chain;
  };
  for (const char* name : {"a.test", "b.test", "c.test", "d.test"})
    visit.chain(chain_of(name)).plain();
  more(visit);
  CHECK(visit.fact("certificate_digests").number == 4);
  const auto listed = digests(visit);
  CHECK(listed.size() == std::size_t{facts::kDigestChains} * facts::kDigestCertificates * 4);
  CHECK(listed.back().chain == facts::kDigestChains);
  CHECK(listed.back().place == facts::kDigestCertificates - 1);
}

TEST_CASE("a digest is read as it is written, and nothing else is") {
  const CertificateDigest whole{3, 4, 0, 2, std::string(64, '\xab')};
  CHECK(facts::digest_of(facts::to_text(whole)) == whole);
  const CertificateDigest key{1, 0, 1, 1, std::string(32, '\0')};
  CHECK(facts::to_text(key) == "1/0 1 1 " + std::string(64, '0'));
  CHECK(facts::digest_of(facts::to_text(key)) == key);
  const std::string hex(64, '0');
  for (const std::string& text :
       {std::string(), hex, "1/0 1 1" + hex, "0/0 1 1 " + hex, "4/0 1 1 " + hex, "1/5 1 1 " + hex,
        "1/0 2 1 " + hex, "1/0 1 0 " + hex, "1/0 1 3 " + hex, "1/0 1 2 " + hex,
        "1/0 1 1 " + hex + "0", "-1/0 1 1 " + hex, "1/0  1 1 " + hex,
        "1/0 1 1 " + std::string(64, 'x'), "99999999999/0 1 1 " + hex, std::string("1/0 1 1")}) {
    CAPTURE(text);
    CHECK(!facts::digest_of(text));
  }
}

TEST_CASE("of a list of a stranger's as much is read as there can be") {
  model::Fact fact;
  fact.list.assign(1000, facts::to_text({1, 0, 1, 1, std::string(32, 'x')}));
  fact.list.front() = "none";
  CHECK(facts::digests_of(fact).size() == 60);
}

}  // namespace test
