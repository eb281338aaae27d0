// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"
#include "support/test_keys.hpp"

namespace test {

using wire::kTls12;
using wire::kTls13;

namespace {

// A root, an intermediate and the server's own, whose signatures are by `digest`.
struct Family {
  support::Credential root;
  support::Credential intermediate;
  support::Credential leaf;

  explicit Family(const std::string& digest, const std::string& leaf_digest)
      : root(support::make_certificate({.name = "Root", .ca = true, .signature_digest = "SHA1"})),
        intermediate(support::make_certificate(
            {.name = "Intermediate", .ca = true, .signature_digest = digest}, &root)),
        leaf(support::make_certificate({.signature_digest = leaf_digest}, &intermediate)) {}
};

const Family& sound() {
  static const Family family("SHA256", "SHA256");
  return family;
}

support::Credential broken(support::Credential credential) {
  credential.certificate_der += '\0';
  return credential;
}

support::Credential no_certificate() {
  support::Credential credential;
  credential.certificate_der = "none";
  return credential;
}

Visit& with_chain(Visit& visit, std::vector<support::Credential> chain) {
  return visit.chain(std::move(chain)).plain();
}

}  // namespace

std::vector<Case> certificate_cases() {
  return {
      {"certificate_names_mx_host", "yes", "named", [](Visit& v) { v.plain(); }},
      {"certificate_names_mx_host", "no", "not named",
       [](Visit& v) { v.certificate({.name = "other.test"}).plain(); }},
      {"certificate_names_mx_host", "not_measured", "it could not be read whole",
       [](Visit& v) { with_chain(v, {broken(a_certificate({.name = "other.test"}))}); }},
      {"certificate_names_mx_host", "not_applicable", "the host is an address",
       [](Visit& v) {
         v.plain();
         v.record.endpoint.mx_host = "192.0.2.1";
       }},
      {"certificate_names_mx_host", "farm", "in one of two",
       [](Visit& v) { v.plain().certificate({.name = "other.test"}).plain(); }},
      {"certificate_names_domain", "yes", "named",
       [](Visit& v) { v.certificate({.name = "example.test"}).plain(); }},
      {"certificate_names_domain", "no", "not named", [](Visit& v) { v.plain(); }},
      {"certificate_names_domain", "not_applicable", "no domain led here",
       [](Visit& v) {
         v.plain();
         v.record.domain.clear();
       }},

      {"certificate_in_dates", "yes", "no fault", [](Visit& v) { v.plain(); }},
      {"certificate_in_dates", "yes", "another fault",
       [](Visit& v) { v.plain().faults({"untrusted_issuer"}); }},
      {"certificate_in_dates", "no", "expired",
       [](Visit& v) {
         v.plain().faults({"untrusted_issuer", "expired"});
       }},
      {"certificate_in_dates", "no", "not yet valid",
       [](Visit& v) { v.plain().faults({"not_yet_valid"}); }},
      {"certificate_in_dates", "not_measured", "it was not judged",
       [](Visit& v) {
         v.plain();
         v.record.conversations.back().validation.reset();
       }},
      {"certificate_trusted", "yes", "no fault", [](Visit& v) { v.plain(); }},
      {"certificate_trusted", "no", "an unknown issuer",
       [](Visit& v) { v.plain().faults({"untrusted_issuer"}); }},
      {"certificate_trusted", "not_measured", "no certificate was seen",
       [](Visit& v) { v.refused("starttls"); }},
      {"certificate_trusted", "not_applicable", "the server has none",
       [](Visit& v) {
         v.refused("starttls").answered("starttls-legacy", kTls12, kAnonymous).refused("starttls");
       }},

      {"certificate_self_signed", "yes", "by itself", [](Visit& v) { v.plain(); }},
      {"certificate_self_signed", "no", "by another",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().intermediate});
       }},
      {"certificate_self_signed", "not_measured", "no certificate was seen",
       [](Visit& v) { v.refused("starttls"); }},

      {"certificate_chain_in_order", "yes", "three",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().intermediate, sound().root});
       }},
      {"certificate_chain_in_order", "no", "the root before the intermediate",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().root, sound().intermediate});
       }},
      {"certificate_chain_in_order", "not_applicable", "one", [](Visit& v) { v.plain(); }},
      {"certificate_chain_in_order", "not_measured", "one could not be read whole",
       [](Visit& v) {
         with_chain(v, {sound().leaf, broken(sound().root)});
       }},

      {"certificate_chain_complete", "yes", "trusted",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().intermediate});
       }},
      {"certificate_chain_complete", "yes", "up to a root of its own, in any order",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().root, sound().intermediate})
             .faults({"untrusted_issuer"});
       }},
      {"certificate_chain_complete", "yes", "expired is not incomplete",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().intermediate}).faults({"expired"});
       }},
      {"certificate_chain_complete", "no", "the intermediate is missing",
       [](Visit& v) { with_chain(v, {sound().leaf}).faults({"untrusted_issuer"}); }},
      {"certificate_chain_complete", "not_applicable", "self-signed",
       [](Visit& v) { v.plain().faults({"self_signed"}); }},
      {"certificate_chain_complete", "not_measured", "a bad signature",
       [](Visit& v) { with_chain(v, {sound().leaf}).faults({"bad_signature"}); }},

      {"certificate_signature_sound", "yes", "SHA-256, the root aside",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().intermediate, sound().root});
       }},
      {"certificate_signature_sound", "no", "SHA-1 on the certificate",
       [](Visit& v) {
         static const Family family("SHA256", "SHA1");
         with_chain(v, {family.leaf, family.intermediate});
       }},
      {"certificate_signature_sound", "no", "SHA-1 on the intermediate",
       [](Visit& v) {
         static const Family family("SHA1", "SHA256");
         with_chain(v, {family.leaf, family.intermediate});
       }},
      {"certificate_signature_sound", "yes", "SHA-1 on a certificate that has no part in it",
       [](Visit& v) {
         static const Family other("SHA1", "SHA256");
         with_chain(v, {sound().leaf, sound().root,
                        a_certificate({.name = "x", .signature_digest = "SHA1"})});
       }},
      {"certificate_signature_sound", "not_measured", "no certificate was seen",
       [](Visit& v) { v.dropped("starttls"); }},

      {"certificate_key_sound", "yes", "P-256", [](Visit& v) { v.plain(); }},
      {"certificate_key_sound", "yes", "Ed25519",
       [](Visit& v) { v.certificate({.key_type = "Ed25519"}).plain(); }},
      {"certificate_key_sound", "yes", "RSA, 2,048 bits",
       [](Visit& v) { v.certificate({.key_pem = support::test_rsa_key(2048)}).plain(); }},
      {"certificate_key_sound", "no", "RSA, 1,024 bits",
       [](Visit& v) { v.certificate({.rsa_bits = 1024}).plain(); }},
      {"certificate_key_sound", "not_measured", "a certificate that is none",
       [](Visit& v) { with_chain(v, {no_certificate()}); }},
  };
}

TEST_CASE("certificate") { check(certificate_cases()); }

TEST_CASE("faults, algorithms and the size of the key are told") {
  Visit visit;
  visit.certificate({.rsa_bits = 1024}).plain().faults({"self_signed", "expired"});
  CHECK(visit.fact("certificate_trusted").list ==
        std::vector<std::string>{"self_signed", "expired"});
  CHECK(visit.fact("certificate_key_sound").number == 1024);
  CHECK(visit.fact("certificate_key_sound").list == std::vector<std::string>{"RSA"});
  CHECK(visit.fact("certificate_signature_sound").list == std::vector<std::string>{"SHA256-RSA"});
}

TEST_CASE("the chain is the plain conversation's, or one under the host's name") {
  Visit visit;
  Choice other;
  other.chain = {a_certificate({.name = "fallback.test"})};
  visit.answered("no-sni", kTls13, 0, other);
  CHECK(visit.fact("certificate_names_mx_host").value == model::Answer::no);
  visit.answered("tls12", kTls12);
  CHECK(visit.fact("certificate_names_mx_host").value == model::Answer::yes);
  CHECK(visit.fact("certificate_names_mx_host").probe == "tls12");
  visit.plain();
  CHECK(visit.fact("certificate_names_mx_host").probe == "starttls");
}

}  // namespace test
