// SPDX-License-Identifier: GPL-3.0-or-later
//
// keyUsage and extendedKeyUsage against what the key is used for (RFC 5280 sections 4.2.1.3 and
// 4.2.1.12, RFC 5246 section 7.4.2, RFC 8446 section 4.4.2.2).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "facts/certificate_chain.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;
using wire::CertificateFacts;
using wire::KeyUsage;

// RFC 5280's names, by number.
constexpr std::array<std::string_view, 9> kUsages{
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
    "keyCertSign",      "cRLSign",        "encipherOnly",    "decipherOnly"};

std::vector<std::string> usages_of(const CertificateFacts& certificate) {
  std::vector<std::string> usages;
  for (std::size_t bit = 0; certificate.key_usage && bit < kUsages.size(); ++bit) {
    if (((*certificate.key_usage >> bit) & 1U) != 0) usages.emplace_back(kUsages[bit]);
  }
  return usages;
}

std::string usage_words(const CertificateFacts& certificate) {
  if (!certificate.key_usage) return "no keyUsage";
  std::string text = "keyUsage";
  for (const std::string& usage : usages_of(certificate)) text += " " + usage;
  return text;
}

// The extension may be what could not be read.
bool is_unreadable(const CertificateFacts& certificate) {
  return certificate.malformed && !certificate.key_usage;
}

Fact key_usage_present(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    if (is_unreadable(leaf)) return unknown(Doubt::not_measured, *chain.talk);
    Fact fact =
        leaf.key_usage ? yes(*chain.talk, usage_words(leaf)) : no(*chain.talk, usage_words(leaf));
    fact.list = usages_of(leaf);
    return fact;
  });
}

Fact allows(const Evidence& evidence, KeyUsage usage) {
  return of_chain(evidence, [usage](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    if (is_unreadable(leaf)) return unknown(Doubt::not_measured, *chain.talk);
    return leaf.allows(usage) ? yes(*chain.talk, usage_words(leaf))
                              : no(*chain.talk, usage_words(leaf));
  });
}

Fact extended_key_usage_fits(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    static constexpr std::string_view kServerAuth = "1.3.6.1.5.5.7.3.1";
    static constexpr std::string_view kAny = "2.5.29.37.0";
    const CertificateFacts& leaf = chain.certificates.front();
    const auto& purposes = leaf.extended_key_usage;
    if (!purposes && leaf.malformed) return unknown(Doubt::not_measured, *chain.talk);
    if (!purposes) return yes(*chain.talk, "no extendedKeyUsage");
    const bool fits = std::any_of(purposes->begin(), purposes->end(), [](const std::string& oid) {
      return oid == kServerAuth || oid == kAny;
    });
    if (!fits && leaf.malformed) return unknown(Doubt::not_measured, *chain.talk);
    Fact fact = fits ? yes(*chain.talk, "serverAuth or anyExtendedKeyUsage")
                     : no(*chain.talk, "neither serverAuth nor anyExtendedKeyUsage");
    fact.list = *purposes;
    return fact;
  });
}

// ---- Against the key exchange -------------------------------------------------------------------

// What the key is used for in this conversation; nullopt: nothing that keyUsage is about, or
// nothing that we know.
std::optional<KeyUsage> use_of_key(const Talk& talk) {
  if (talk.version() == wire::kTls13) return KeyUsage::digital_signature;
  if (talk.old_answer() == nullptr || wire::is_anonymous(talk.old_answer()->cipher_suite))
    return std::nullopt;
  const std::uint16_t suite = talk.old_answer()->cipher_suite;
  // Export suites of a longer key sign a shorter one (RFC 2246 section 7.4.3).
  if (wire::cipher_suite_name(suite).find("EXPORT") != std::string_view::npos) return std::nullopt;
  switch (wire::key_exchange_of(suite)) {
    case wire::KeyExchange::rsa:
      return KeyUsage::key_encipherment;
    case wire::KeyExchange::dhe:
    case wire::KeyExchange::ecdhe:
      return KeyUsage::digital_signature;
    case wire::KeyExchange::ecdh:
    case wire::KeyExchange::dh:
      return KeyUsage::key_agreement;
    default:
      return std::nullopt;
  }
}

// The certificate of this conversation, or the plain one where a hello's TLS 1.3 hides it; nullptr:
// it was not seen.
const CertificateFacts* certificate_for(const Evidence& evidence, const Talk& talk) {
  if (talk.presented_certificate()) return &leaf_of(talk);
  const auto& chains = evidence.chains();
  if (talk.version() != wire::kTls13 || chains.size() != 1 || evidence.farm()) return nullptr;
  return &leaf_of(*chains.front());
}

// `is_meant`: of which conversations. A use that is not allowed is a `no`, whatever others do.
Fact fits(const Evidence& evidence, const std::function<bool(const Talk&)>& is_meant) {
  Fact fit = unknown(Doubt::not_measured);
  Fact doubtful = unknown(Doubt::none);
  for (const Talk& talk : evidence.talks()) {
    if (!talk.answered() || !is_meant(talk)) continue;
    const auto use = use_of_key(talk);
    if (!use) {
      if (fit.value == Answer::unknown) fit = unknown(Doubt::not_applicable);
      continue;
    }
    const CertificateFacts* certificate = certificate_for(evidence, talk);
    if (certificate == nullptr || is_unreadable(*certificate)) continue;
    const std::string seen =
        fmt::format("{}, {}, {}", talk.seen(), wire::cipher_suite_name(talk.answer()->cipher_suite),
                    usage_words(*certificate));
    if (certificate->allows(*use)) {
      if (fit.value == Answer::unknown) fit = yes(talk, seen);
    } else if (evidence.is_base(talk) || (evidence.is_controlled(talk) && !evidence.farm())) {
      return no(talk, seen);
    } else {
      doubtful = unknown(evidence.farm() ? Doubt::farm : Doubt::no_control, talk);
    }
  }
  return doubtful.doubt == Doubt::none ? fit : doubtful;
}

template <std::uint16_t version>
Fact fits_version(const Evidence& evidence) {
  return only_with(version_fact(evidence, version), fits(evidence, [](const Talk& talk) {
                     return talk.version() == version && leaves_the_choice(talk);
                   }));
}

Fact key_usage_fits_static_rsa(const Evidence& evidence) {
  return only_with(static_rsa_fact(evidence), fits(evidence, [](const Talk& talk) {
                     return use_of_key(talk) == KeyUsage::key_encipherment;
                   }));
}

// ---- wolfSSL ------------------------------------------------------------------------------------

// wolfSSL 5.7.2: error-ssl.h. It does not look in TLS 1.3.
bool is_about_key_usage(int code) {
  constexpr int kKeyUseSignature = -383;
  constexpr int kKeyUseEncipherment = -385;
  constexpr int kExtendedKeyUse = -386;
  return code == kKeyUseSignature || code == kKeyUseEncipherment || code == kExtendedKeyUse;
}

Fact wolfssl_accepts_key_usage(const Evidence& evidence) {
  const Talk* accepted = nullptr;
  const Talk* asked = nullptr;
  for (const Talk& talk : evidence.talks()) {
    if (!talk.answered() || !leaves_the_choice(talk)) continue;
    const model::TlsLog& tls = *talk.tls();
    if (is_about_key_usage(tls.certificate_code) || is_about_key_usage(tls.library_code)) {
      if (!evidence.is_base(talk) && evidence.farm()) return unknown(Doubt::farm, talk);
      const int code =
          is_about_key_usage(tls.certificate_code) ? tls.certificate_code : tls.library_code;
      Fact fact = no(talk, fmt::format("wolfSSL error {}", code));
      return fact;
    }
    const bool looked = talk.completed() && talk.old_answer() != nullptr && use_of_key(talk);
    if (looked && accepted == nullptr) accepted = &talk;
    if (talk.old_answer() != nullptr && asked == nullptr) asked = &talk;
  }
  if (accepted != nullptr) return yes(*accepted, accepted->seen());
  if (asked != nullptr) return in_old_tls(evidence, unknown(Doubt::not_measured, *asked));
  const auto& plays = evidence.plays_of("tls12");
  return in_old_tls(evidence, plays.empty() ? unknown(Doubt::not_asked)
                                            : unknown(Doubt::not_measured, *plays.front()));
}

}  // namespace

// A probe that has no other key exchange makes the server choose what no other sender would see.
bool leaves_the_choice(const Talk& talk) {
  constexpr std::array<std::string_view, 8> kProbes{
      kPlain, kLegacy, "tls12", "tls13", "tls12-no-ems", "tls12-no-ems-no-sni", "tls11", "tls10"};
  return std::find(kProbes.begin(), kProbes.end(), talk.probe()) != kProbes.end();
}

std::span<const NamedFact> key_usage_facts() {
  static constexpr NamedFact kFacts[] = {
      {"key_usage_present", key_usage_present},
      {"key_usage_allows_signature",
       [](const Evidence& evidence) { return allows(evidence, KeyUsage::digital_signature); }},
      {"key_usage_allows_encipherment",
       [](const Evidence& evidence) { return allows(evidence, KeyUsage::key_encipherment); }},
      {"extended_key_usage_fits", extended_key_usage_fits},
      {"key_usage_fits_tls1_0", fits_version<wire::kTls10>},
      {"key_usage_fits_tls1_1", fits_version<wire::kTls11>},
      {"key_usage_fits_tls1_2", fits_version<wire::kTls12>},
      {"key_usage_fits_tls1_3", fits_version<wire::kTls13>},
      {"key_usage_fits_static_rsa", key_usage_fits_static_rsa},
      {"wolfssl_accepts_key_usage", wolfssl_accepts_key_usage},
  };
  return kFacts;
}

}  // namespace facts
