// SPDX-License-Identifier: GPL-3.0-or-later
#include "certificates.hpp"

#include <map>

#include "support/test_keys.hpp"

namespace matrix {
namespace {

using support::CertificateWish;
using support::Credential;

// Who signs. Made once; their names are all that the facts see of them.
const Credential& trusted_root() {
  static const Credential made = support::make_certificate({.name = "Trusted root", .ca = true});
  return made;
}
const Credential& unknown_root() {
  static const Credential made = support::make_certificate({.name = "Unknown root", .ca = true});
  return made;
}
const Credential& intermediate() {
  static const Credential made =
      support::make_certificate({.name = "Intermediate", .ca = true}, &trusted_root());
  return made;
}

// An ordinary server's certificate that issues: its owner is no authority.
const Credential& no_authority() {
  static const Credential made =
      support::make_certificate({.name = "No authority"}, &trusted_root());
  return made;
}
// It may issue certificates, but none that issue further ones.
const Credential& last_intermediate() {
  static const Credential made = support::make_certificate(
      {.name = "Last intermediate", .ca = true, .path_length = 0}, &trusted_root());
  return made;
}
const Credential& one_too_many() {
  static const Credential made =
      support::make_certificate({.name = "One too many", .ca = true}, &last_intermediate());
  return made;
}

struct Issuance {
  const Credential* issuer;         // nullptr: itself
  std::vector<Credential> chain{};  // sent behind the certificate
};

Issuance issuance(const std::string& chain) {
  if (chain == "self-signed") return {nullptr};
  if (chain == "unknown-root") return {&unknown_root(), {unknown_root()}};
  if (chain == "missing") return {&intermediate()};
  if (chain == "intermediate") return {&intermediate(), {intermediate()}};
  if (chain == "with-root") return {&intermediate(), {intermediate(), trusted_root()}};
  if (chain == "out-of-order") return {&intermediate(), {trusted_root(), intermediate()}};
  if (chain == "no-authority") return {&no_authority(), {no_authority()}};
  if (chain == "too-long") return {&one_too_many(), {one_too_many(), last_intermediate()}};
  return {&trusted_root()};
}

support::Oddity oddity(const std::string& word, const Place& place) {
  using support::Oddity;
  static const std::map<std::string, Oddity> kOddities{
      {"no", Oddity::none},
      {"version-1", Oddity::version_1},
      {"negative-serial", Oddity::negative_serial},
      {"long-serial", Oddity::long_serial},
      {"repeated-extension", Oddity::repeated_extension},
      {"unreadable-extension", Oddity::unreadable_extension},
      {"two-signature-algorithms", Oddity::two_signature_algorithms},
      {"authority", Oddity::authority},
      {"no-dns-name", Oddity::no_dns_name},
      {"explicit-curve", Oddity::explicit_curve},
      {"exponent-1", Oddity::unit_exponent}};
  const auto found = kOddities.find(word);
  if (found == kOddities.end()) place.refuse("\"" + word + "\" is no oddity of certificates");
  return found->second;
}

void set_key(CertificateWish& wish, const std::string& word, const Place& place) {
  static const std::map<std::string, std::string> kCurves{{"p256", "P-256"},
                                                          {"p384", "P-384"},
                                                          {"p521", "P-521"},
                                                          {"ed25519", "Ed25519"},
                                                          {"ed448", "Ed448"}};
  const auto curve = kCurves.find(word);
  if (curve != kCurves.end()) {
    wish.key_type = curve->second;
  } else if (word.starts_with("rsa") && word.size() > 3 &&
             word.find_first_not_of("0123456789", 3) == std::string::npos) {
    wish.key_pem = support::test_rsa_key(static_cast<unsigned>(std::stoul(word.substr(3))));
  } else {
    place.refuse("\"" + word + "\" is no key");
  }
}

void set_dates(CertificateWish& wish, const std::string& word) {
  if (word == "expired") {
    wish.not_before_days = -90;
    wish.not_after_days = -1;
  } else if (word == "future") {
    wish.not_before_days = 2;
  } else if (word == "ending") {
    wish.not_after_days = 3;
  } else if (word == "reversed") {
    wish.not_before_days = 30;
    wish.not_after_days = 20;
  }
}

std::string none_is_empty(std::string word) { return word == "none" ? std::string() : word; }

}  // namespace

Certificates make_certificates(Settings& settings, const std::string& host) {
  CertificateWish wish;
  wish.name = settings.take("name", host);
  wish.key_usage = none_is_empty(settings.take("ku", "none"));
  wish.extended_key_usage = none_is_empty(settings.take("eku", "none"));
  const bool sha1 = settings.take_one_of("sign", {"sha256", "sha1"}) == "sha1";
  wish.signature_digest = sha1 ? "SHA1" : "SHA256";
  set_dates(wish,
            settings.take_one_of("dates", {"now", "expired", "future", "ending", "reversed"}));
  const Issuance issued = issuance(
      settings.take_one_of("chain", {"root", "intermediate", "with-root", "out-of-order", "missing",
                                     "self-signed", "unknown-root", "no-authority", "too-long"}));
  wish.odd = oddity(settings.take("odd", "no"), settings.place());
  Certificates made;
  made.trusted_root_pem = trusted_root().certificate_pem;
  // "rsa2048+p256": two certificates that differ in nothing else.
  std::string keys = settings.take("key", "rsa2048") + "+";
  for (std::size_t plus = keys.find('+'); !keys.empty(); plus = keys.find('+')) {
    CertificateWish one = wish;
    set_key(one, keys.substr(0, plus), settings.place());
    made.identities.push_back({support::make_certificate(one, issued.issuer), issued.chain});
    keys.erase(0, plus + 1);
  }
  return made;
}

support::Identity identity_of_another_host() {
  return {support::make_certificate(
      {.name = "default.test", .key_pem = support::test_rsa_key(2048)}, &trusted_root())};
}

}  // namespace matrix
