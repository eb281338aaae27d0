// SPDX-License-Identifier: GPL-3.0-or-later
//
// The certificate and its chain, as the plain conversation shows them.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/ip_address.hpp"
#include "base/text.hpp"
#include "facts/certificate_chain.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;
using wire::CertificateFacts;

bool has_fault(const model::CertificateValidation& validation, std::string_view fault) {
  return std::find(validation.faults.begin(), validation.faults.end(), fault) !=
         validation.faults.end();
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// A certificate that cannot be read whole may lack what is in it: it proves a `yes` only.
Fact if_readable(const CertificateFacts& certificate, Fact fact, const Talk& talk) {
  if (certificate.malformed && fact.value == Answer::no) return unknown(Doubt::not_measured, talk);
  return fact;
}

// ---- Names --------------------------------------------------------------------------------------

Fact names(const Evidence& evidence, const std::string& host) {
  if (host.empty() || base::IpAddress::parse(host)) return unknown(Doubt::not_applicable);
  return of_chain(evidence, [&host](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    Fact fact = wire::certificate_matches(leaf, host) ? yes(*chain.talk, host)
                                                      : no(*chain.talk, "no DNS name for " + host);
    fact.list = leaf.dns_names;
    return if_readable(leaf, std::move(fact), *chain.talk);
  });
}

Fact certificate_names_mx_host(const Evidence& evidence) {
  return names(evidence, evidence.visit().endpoint.mx_host);
}
Fact certificate_names_domain(const Evidence& evidence) {
  return names(evidence, evidence.visit().domain);
}

// ---- What the verifier says ---------------------------------------------------------------------

using Judge = std::function<Fact(const Chain& chain, const model::CertificateValidation& verdict)>;

Fact of_validation(const Evidence& evidence, const Judge& judge) {
  return of_chain(evidence, [&judge](const Chain& chain) {
    const auto& validation = chain.talk->conversation().validation;
    return validation ? judge(chain, *validation) : unknown(Doubt::not_measured, *chain.talk);
  });
}

Fact certificate_in_dates(const Evidence& evidence) {
  return of_validation(evidence, [](const Chain& chain, const auto& validation) {
    for (const std::string_view fault : {"expired", "not_yet_valid"}) {
      if (has_fault(validation, fault)) return no(*chain.talk, std::string(fault));
    }
    // A certificate without readable dates has none to be outside of.
    const CertificateFacts& leaf = chain.certificates.front();
    if (!leaf.not_before || !leaf.not_after) return unknown(Doubt::not_measured, *chain.talk);
    return yes(*chain.talk, "certificate within its dates");
  });
}

Fact certificate_trusted(const Evidence& evidence) {
  return of_validation(evidence, [](const Chain& chain, const auto& validation) {
    if (validation.faults.empty()) return yes(*chain.talk, "a path to a trusted root");
    Fact fact = no(*chain.talk, joined(validation.faults));
    fact.list = validation.faults;
    return fact;
  });
}

// No certificate of the path is missing in what was presented: it ends at a trusted root, or at a
// self-issued certificate that was presented, trusted or not. That of a private authority which
// keeps its root to itself is incomplete by this measure, because nobody else can complete it. A
// self-signed certificate has no path.
Fact certificate_chain_complete(const Evidence& evidence) {
  return of_validation(evidence, [](const Chain& chain, const auto& validation) {
    if (is_self_signed(chain.certificates)) return unknown(Doubt::not_applicable);
    for (const std::string_view fault : {"malformed", "bad_signature", "no_certificate"}) {
      if (has_fault(validation, fault)) return unknown(Doubt::not_measured, *chain.talk);
    }
    const std::vector<const CertificateFacts*> path = path_of(chain.certificates);
    const bool trusted =
        !has_fault(validation, "untrusted_issuer") && !has_fault(validation, "self_signed");
    if (trusted || path.back()->self_issued)
      return yes(*chain.talk, "issued by " + path.back()->issuer_dn);
    if (is_any_malformed(chain.certificates)) return unknown(Doubt::not_measured, *chain.talk);
    return no(*chain.talk, "no certificate of " + path.back()->issuer_dn);
  });
}

// ---- What the chain itself says -----------------------------------------------------------------

Fact certificate_self_signed(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    const std::string seen = "issued by " + leaf.issuer_dn;
    if (is_self_signed(chain.certificates)) return yes(*chain.talk, seen);
    return if_readable(leaf, no(*chain.talk, seen), *chain.talk);
  });
}

// RFC 5246 section 7.4.2: each certificate must directly certify the one preceding it; in TLS 1.3
// it should (RFC 8446 section 4.4.2).
Fact certificate_chain_in_order(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const auto& certificates = chain.certificates;
    if (certificates.size() < 2) return unknown(Doubt::not_applicable);
    if (is_any_malformed(certificates)) return unknown(Doubt::not_measured, *chain.talk);
    for (std::size_t i = 0; i + 1 < certificates.size(); ++i) {
      if (!same_name(certificates[i].issuer_dn, certificates[i + 1].subject_dn))
        return no(*chain.talk,
                  fmt::format("certificate {} is no issuer of certificate {}", i + 2, i + 1));
    }
    return yes(*chain.talk, fmt::format("{} certificates in order", certificates.size()));
  });
}

bool is_weak_signature(std::string_view algorithm) {
  for (const std::string_view digest : {"MD2", "MD5", "SHA1"}) {
    const std::size_t at = algorithm.find(digest);
    if (at != std::string_view::npos) return true;
  }
  return false;
}

// Whose digest we know; RSA-PSS keeps it in its parameters.
bool is_sound_signature(std::string_view algorithm) {
  for (const std::string_view known :
       {"SHA224", "SHA256", "SHA384", "SHA512", "Ed25519", "Ed448"}) {
    if (algorithm.find(known) != std::string_view::npos) return true;
  }
  return false;
}

// Along the path; nobody looks at a root's own signature.
Fact certificate_signature_sound(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    std::vector<std::string> algorithms;
    bool weak = false;
    bool sound = true;
    for (const CertificateFacts* certificate : path_without_root(chain.certificates)) {
      algorithms.push_back(certificate->signature_algorithm);
      weak = weak || is_weak_signature(algorithms.back());
      sound = sound && is_sound_signature(algorithms.back());
    }
    Fact fact = unknown(Doubt::not_measured, *chain.talk);
    if (weak) fact = no(*chain.talk, joined(algorithms));
    if (!weak && sound) fact = yes(*chain.talk, joined(algorithms));
    fact.list = std::move(algorithms);
    return fact;
  });
}

// RFC 9325 section 4.5: of RSA keys in certificates; its 224 bits are those of ECDH, and no less is
// asked of ECDSA here.
Fact certificate_key_sound(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    constexpr unsigned kEnoughRsa = 2048;
    constexpr unsigned kEnoughCurve = 224;
    const wire::PublicKey& key = chain.certificates.front().public_key;
    const bool edwards = key.algorithm == "Ed25519" || key.algorithm == "Ed448";
    const bool modular =
        key.algorithm == "RSA" || key.algorithm == "RSA-PSS" || key.algorithm == "DSA";
    if (key.bits == 0 || (!edwards && !modular && key.algorithm != "ECDSA"))
      return unknown(Doubt::not_measured, *chain.talk);
    const std::string kind = key.curve.empty() ? key.algorithm : key.curve;
    const std::string seen = fmt::format("{} of {} bits", kind, key.bits);
    const bool enough = edwards || key.bits >= (modular ? kEnoughRsa : kEnoughCurve);
    Fact fact = enough ? yes(*chain.talk, seen) : no(*chain.talk, seen);
    fact.number = key.bits;
    fact.list = {kind};
    return fact;
  });
}

}  // namespace

std::span<const NamedFact> certificate_facts() {
  static constexpr NamedFact kFacts[] = {
      {"certificate_names_mx_host", certificate_names_mx_host},
      {"certificate_names_domain", certificate_names_domain},
      {"certificate_in_dates", certificate_in_dates},
      {"certificate_trusted", certificate_trusted},
      {"certificate_self_signed", certificate_self_signed},
      {"certificate_chain_in_order", certificate_chain_in_order},
      {"certificate_chain_complete", certificate_chain_complete},
      {"certificate_signature_sound", certificate_signature_sound},
      {"certificate_key_sound", certificate_key_sound},
  };
  return kFacts;
}

}  // namespace facts
