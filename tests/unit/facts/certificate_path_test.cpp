// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "cases.hpp"
#include "unit/wire/certificate_built.hpp"

namespace test {

namespace {

using support::Credential;

// A root, two intermediates of which the upper one allows `path_length` below it, and the server's
// own.
struct Family {
  Credential root;
  Credential upper;
  Credential lower;
  Credential leaf;

  explicit Family(long path_length)
      : root(support::make_certificate({.name = "Root", .ca = true})),
        upper(support::make_certificate({.name = "Upper", .ca = true, .path_length = path_length},
                                        &root)),
        lower(support::make_certificate({.name = "Lower", .ca = true, .path_length = 0}, &upper)),
        leaf(support::make_certificate({}, &lower)) {}
};

const Family& sound() {
  static const Family family(1);
  return family;
}

const Family& narrow() {
  static const Family family(0);
  return family;
}

Visit& with_chain(Visit& visit, std::vector<Credential> chain) {
  return visit.chain(std::move(chain)).plain();
}

// The server's own certificate by an issuer that is `wish`.
Visit& issued_by(Visit& visit, const support::CertificateWish& wish) {
  const Credential issuer = support::make_certificate(wish, &sound().root);
  return with_chain(visit, {support::make_certificate({}, &issuer), issuer});
}

// The issuer's extensions as they are given; subject and issuer are those that a built certificate
// names.
Visit& issued_by_built(Visit& visit, const std::string& extensions, bool is_root,
                       const std::string& version = built::Certificate().version) {
  const built::Certificate leaf;
  built::Certificate issuer;
  issuer.version = version;
  issuer.subject = leaf.issuer;
  issuer.issuer = is_root ? leaf.issuer : built::sequence("");
  issuer.extensions = extensions;
  Credential own;
  own.certificate_der = leaf.to_der();
  Credential other;
  other.certificate_der = issuer.to_der();
  return with_chain(visit, {own, other});
}

}  // namespace

std::vector<Case> certificate_path_cases() {
  return {
      {"certificate_issuers_are_cas", "yes", "with the root",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().lower, sound().upper, sound().root});
       }},
      {"certificate_issuers_are_cas", "no", "another server's certificate",
       [](Visit& v) { issued_by(v, {.name = "other.test"}); }},
      {"certificate_issuers_are_cas", "no", "a key that may not sign certificates",
       [](Visit& v) {
         issued_by_built(
             v,
             built::extension("551d13", built::sequence(built::der(wire::kDerBoolean, "\xff"))) +
                 built::extension("551d0f", built::der(wire::kDerBitString, "\7\x80")),
             false);
       }},
      {"certificate_issuers_are_cas", "yes", "without keyUsage",
       [](Visit& v) {
         issued_by_built(
             v, built::extension("551d13", built::sequence(built::der(wire::kDerBoolean, "\xff"))),
             false);
       }},
      {"certificate_issuers_are_cas", "not_measured", "an extension could not be read",
       [](Visit& v) { issued_by_built(v, built::extension("551d0f", "bad"), false); }},
      {"certificate_issuers_are_cas", "no", "a root without extensions",
       [](Visit& v) { issued_by_built(v, "", true); }},
      {"certificate_issuers_are_cas", "not_applicable", "a root of version 1",
       [](Visit& v) { issued_by_built(v, "", true, ""); }},
      {"certificate_issuers_are_cas", "no", "an intermediate of version 1",
       [](Visit& v) { issued_by_built(v, "", false, ""); }},
      {"certificate_issuers_are_cas", "not_applicable", "no issuer was presented",
       [](Visit& v) { with_chain(v, {sound().leaf}); }},
      {"certificate_issuers_are_cas", "not_applicable", "self-signed", [](Visit& v) { v.plain(); }},

      {"certificate_path_length_fits", "yes", "one between",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().lower, sound().upper});
       }},
      {"certificate_path_length_fits", "no", "one between, and none allowed",
       [](Visit& v) {
         with_chain(v, {narrow().leaf, narrow().upper, narrow().lower});
       }},
      {"certificate_path_length_fits", "yes", "none between, and none allowed",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().lower});
       }},
      {"certificate_path_length_fits", "not_measured", "an extension could not be read",
       [](Visit& v) { issued_by_built(v, built::extension("551d0f", "bad"), false); }},
      {"certificate_path_length_fits", "not_applicable", "no issuer was presented",
       [](Visit& v) { with_chain(v, {sound().leaf}); }},

      {"certificate_leaf_is_no_ca", "yes", "without basicConstraints", [](Visit& v) { v.plain(); }},
      {"certificate_leaf_is_no_ca", "no", "an authority's",
       [](Visit& v) { with_chain(v, {sound().root}); }},
      {"certificate_leaf_is_no_ca", "not_measured", "none that could be read",
       [](Visit& v) {
         Credential none;
         none.certificate_der = "none";
         with_chain(v, {none});
       }},

      {"certificate_root_sent", "yes", "behind its intermediates",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().lower, sound().upper, sound().root});
       }},
      {"certificate_root_sent", "no", "only intermediates",
       [](Visit& v) {
         with_chain(v, {sound().leaf, sound().lower});
       }},
      {"certificate_root_sent", "no", "self-signed", [](Visit& v) { v.plain(); }},
      {"certificate_root_sent", "no", "self-signed, and sent twice",
       [](Visit& v) {
         with_chain(v, {a_certificate({}), a_certificate({})});
       }},
      {"certificate_root_sent", "not_measured", "one could not be read",
       [](Visit& v) {
         Credential none;
         none.certificate_der = "none";
         with_chain(v, {sound().leaf, none});
       }},
  };
}

TEST_CASE("certificate: path") { check(certificate_path_cases()); }

TEST_CASE("who must not have issued it is named") {
  Visit visit;
  issued_by(visit, {.name = "other.test"});
  CHECK(visit.fact("certificate_issuers_are_cas").seen == "CN=other.test: no basicConstraints");
  Visit narrowed;
  with_chain(narrowed, {narrow().leaf, narrow().lower, narrow().upper});
  CHECK(narrowed.fact("certificate_path_length_fits").seen ==
        "CN=Upper: 1 certificates between, 0 at most");
}

}  // namespace test
