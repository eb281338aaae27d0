// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who issued the certificate, as far as that was presented, and whether they may (RFC 5280 sections
// 4.2.1.3 and 4.2.1.9).
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "facts/certificate_chain.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;
using wire::CertificateFacts;

using Issuers = std::vector<const CertificateFacts*>;

// The nearest first. A root of version 1 cannot say that it is one, and is trusted without.
Issuers issuers_of(const Chain& chain) {
  constexpr int kWithExtensions = 3;
  Issuers issuers = path_of(chain.certificates);
  issuers.erase(issuers.begin());
  if (!issuers.empty() && issuers.back()->self_issued && issuers.back()->version < kWithExtensions)
    issuers.pop_back();
  return issuers;
}

// Empty: nothing stands against it.
std::string fault_of_issuer(const CertificateFacts& issuer) {
  if (!issuer.basic_constraints) return "no basicConstraints";
  if (!issuer.basic_constraints->is_ca) return "basicConstraints without cA";
  return issuer.allows(wire::KeyUsage::certificate_sign) ? "" : "keyUsage without keyCertSign";
}

Fact certificate_issuers_are_cas(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const Issuers issuers = issuers_of(chain);
    if (issuers.empty()) return unknown(Doubt::not_applicable);
    bool read = true;
    for (const CertificateFacts* issuer : issuers) {
      const std::string fault = fault_of_issuer(*issuer);
      // The extension may be what could not be read.
      const bool lacking = !issuer->basic_constraints && issuer->malformed;
      read = read && !lacking;
      if (!fault.empty() && !lacking) return no(*chain.talk, issuer->subject_dn + ": " + fault);
    }
    if (!read) return unknown(Doubt::not_measured, *chain.talk);
    return yes(*chain.talk, fmt::format("issued by {}", issuers.front()->subject_dn));
  });
}

// Between an issuer and the server's own certificate stand those before it.
Fact certificate_path_length_fits(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const Issuers issuers = issuers_of(chain);
    if (issuers.empty()) return unknown(Doubt::not_applicable);
    bool read = true;
    for (std::size_t between = 0; between < issuers.size(); ++between) {
      const CertificateFacts& issuer = *issuers[between];
      read = read && (issuer.basic_constraints || !issuer.malformed);
      const auto most =
          issuer.basic_constraints ? issuer.basic_constraints->path_length : std::nullopt;
      if (most && *most < between)
        return no(*chain.talk, fmt::format("{}: {} certificates between, {} at most",
                                           issuer.subject_dn, between, *most));
    }
    if (!read) return unknown(Doubt::not_measured, *chain.talk);
    return yes(*chain.talk, fmt::format("{} issuers", issuers.size()));
  });
}

// No document forbids it; whoever has such a key can issue certificates where it is trusted.
Fact certificate_leaf_is_no_ca(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    if (!leaf.basic_constraints && leaf.malformed) return unknown(Doubt::not_measured, *chain.talk);
    const bool is_ca = leaf.basic_constraints && leaf.basic_constraints->is_ca;
    return is_ca ? no(*chain.talk, "basicConstraints with cA")
                 : yes(*chain.talk, "no basicConstraints with cA");
  });
}

// Whoever trusts it has it (RFC 5246 section 7.4.2: it MAY be left out); who relies on DANE-TA(2)
// must send it (RFC 7672 section 3.1.2).
Fact certificate_root_sent(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const auto& certificates = chain.certificates;
    const auto& presented = chain.talk->tls()->certificates;
    for (std::size_t i = 1; i < certificates.size(); ++i) {
      if (certificates[i].self_issued && presented[i] != presented.front())
        return yes(*chain.talk, certificates[i].subject_dn);
    }
    if (is_any_malformed(certificates)) return unknown(Doubt::not_measured, *chain.talk);
    return no(*chain.talk,
              fmt::format("{} certificates, none of them a root", certificates.size()));
  });
}

}  // namespace

std::span<const NamedFact> certificate_path_facts() {
  static constexpr NamedFact kFacts[] = {
      {"certificate_issuers_are_cas", certificate_issuers_are_cas},
      {"certificate_path_length_fits", certificate_path_length_fits},
      {"certificate_leaf_is_no_ca", certificate_leaf_is_no_ca},
      {"certificate_root_sent", certificate_root_sent},
  };
  return kFacts;
}

}  // namespace facts
