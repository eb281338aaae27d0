// SPDX-License-Identifier: GPL-3.0-or-later
//
// What RFC 5280 asks of a certificate by itself: its encoding, its fields, its dates and its key.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "facts/certificate_chain.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

using model::Doubt;
using model::Fact;
using wire::CertificateFacts;

Fact either(bool is_yes, const Chain& chain, std::string seen) {
  return is_yes ? yes(*chain.talk, std::move(seen)) : no(*chain.talk, std::move(seen));
}

// "certificate 2": counted as presented.
std::string place_of(const Chain& chain, const CertificateFacts& certificate) {
  return fmt::format("certificate {}", &certificate - chain.certificates.data() + 1);
}

// ---- Of every certificate that was presented ----------------------------------------------------

using Judge = bool (*)(const CertificateFacts& certificate);

// The first that fails decides, even if not all of it could be read; that all pass takes reading.
Fact of_every_certificate(const Chain& chain, Judge passes,
                          std::string (*fault)(const CertificateFacts& certificate),
                          std::string_view praise) {
  for (const CertificateFacts& certificate : chain.certificates) {
    if (!passes(certificate))
      return no(*chain.talk, place_of(chain, certificate) + ": " + fault(certificate));
  }
  if (is_any_malformed(chain.certificates)) return unknown(Doubt::not_measured, *chain.talk);
  return yes(*chain.talk, std::string(praise));
}

Fact certificate_well_formed(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    return of_every_certificate(
        chain, [](const CertificateFacts& certificate) { return !certificate.malformed; },
        [](const CertificateFacts&) { return std::string("not to be read as DER"); },
        "every certificate could be read");
  });
}

// RFC 5280 section 4.2.
Fact certificate_extensions_unique(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    return of_every_certificate(
        chain,
        [](const CertificateFacts& certificate) { return certificate.repeated_extension.empty(); },
        [](const CertificateFacts& certificate) {
          return "extension " + certificate.repeated_extension + " twice";
        },
        "no extension twice");
  });
}

// RFC 5280 section 4.1.1.2.
Fact certificate_signature_algorithms_agree(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    return of_every_certificate(
        chain,
        [](const CertificateFacts& certificate) {
          return certificate.signature_algorithms_agree || certificate.malformed;
        },
        [](const CertificateFacts& certificate) {
          return certificate.signature_algorithm + " is not what is signed";
        },
        "the same algorithm inside and outside");
  });
}

// RFC 5280 section 4.1.2.2. The number is as good as unique only if it is kept whole.
bool serial_fits(const CertificateFacts& certificate) {
  constexpr std::size_t kMost = 20;
  const std::string& number = certificate.serial_number;
  return certificate.serial_octets <= kMost && number != "0" && !number.starts_with('-');
}

Fact certificate_serial_fits(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    bool read = true;
    for (const CertificateFacts* certificate : path_without_root(chain.certificates)) {
      read = read && certificate->serial_octets != 0;
      if (serial_fits(*certificate)) continue;
      return no(*chain.talk, fmt::format("{}: serial number of {} octets{}",
                                         place_of(chain, *certificate), certificate->serial_octets,
                                         certificate->serial_number.starts_with('-') ? ", negative"
                                         : certificate->serial_number == "0"         ? ", zero"
                                                                                     : ""));
    }
    if (!read) return unknown(Doubt::not_measured, *chain.talk);
    return yes(*chain.talk, "positive, 20 octets at most");
  });
}

// ---- Of the server's own ------------------------------------------------------------------------

// RFC 5280 section 4.1.2.1. What is not of version 3 has no names either.
Fact certificate_version_fits(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    constexpr int kWithExtensions = 3;
    const CertificateFacts& leaf = chain.certificates.front();
    if (leaf.malformed && leaf.version != kWithExtensions)
      return unknown(Doubt::not_measured, *chain.talk);
    Fact fact =
        either(leaf.version == kWithExtensions, chain,
               fmt::format("version {}, {} extensions", leaf.version, leaf.extension_count));
    fact.number = static_cast<std::uint64_t>(leaf.version);
    return fact;
  });
}

// RFC 9525 section 2, RFC 8461 section 4.2.
Fact certificate_has_dns_names(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    if (leaf.dns_names.empty() && leaf.malformed) return unknown(Doubt::not_measured, *chain.talk);
    Fact fact =
        either(!leaf.dns_names.empty(), chain, fmt::format("{} DNS names", leaf.dns_names.size()));
    fact.list = leaf.dns_names;
    return fact;
  });
}

// RFC 5280 section 4.1.2.5.
Fact certificate_dates_ordered(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    if (!leaf.not_before || !leaf.not_after) return unknown(Doubt::not_measured, *chain.talk);
    return either(
        *leaf.not_before <= *leaf.not_after, chain,
        fmt::format("{} to {}", base::rfc3339(*leaf.not_before), base::rfc3339(*leaf.not_after)));
  });
}

// Renewed by a person, it wants to be noticed in time.
Fact certificate_days_left(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    using std::chrono::days;
    constexpr days kEnough(14);
    const CertificateFacts& leaf = chain.certificates.front();
    if (!leaf.not_after) return unknown(Doubt::not_measured, *chain.talk);
    const auto rest = *leaf.not_after - chain.talk->transcript().started;
    const auto left = std::max(std::chrono::floor<days>(rest), days(0));
    Fact fact = either(left >= kEnough, chain, "until " + base::rfc3339(*leaf.not_after));
    fact.number = static_cast<std::uint64_t>(left.count());
    return fact;
  });
}

// RFC 8017 section 3.1.
Fact certificate_exponent_sound(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    constexpr std::uint64_t kLeast = 3;
    const CertificateFacts& leaf = chain.certificates.front();
    const wire::PublicKey& key = leaf.public_key;
    if (key.algorithm != "RSA" && key.algorithm != "RSA-PSS")
      return unknown(key.algorithm.empty() ? Doubt::not_measured : Doubt::not_applicable);
    // It was not read, or is larger than any that is in use.
    if (key.exponent == 0) return unknown(Doubt::not_measured, *chain.talk);
    Fact fact = either(key.exponent >= kLeast && key.exponent % 2 == 1, chain,
                       fmt::format("public exponent {}", key.exponent));
    fact.number = key.exponent;
    return fact;
  });
}

// RFC 5480 section 2.1.1.
Fact certificate_curve_named(const Evidence& evidence) {
  return of_chain(evidence, [](const Chain& chain) {
    const CertificateFacts& leaf = chain.certificates.front();
    const wire::PublicKey& key = leaf.public_key;
    if (key.algorithm != "ECDSA")
      return unknown(key.algorithm.empty() ? Doubt::not_measured : Doubt::not_applicable);
    if (!key.curve.empty()) return yes(*chain.talk, key.curve);
    if (leaf.malformed) return unknown(Doubt::not_measured, *chain.talk);
    return no(*chain.talk, "a curve without a name");
  });
}

}  // namespace

std::span<const NamedFact> certificate_form_facts() {
  static constexpr NamedFact kFacts[] = {
      {"certificate_well_formed", certificate_well_formed},
      {"certificate_version_fits", certificate_version_fits},
      {"certificate_serial_fits", certificate_serial_fits},
      {"certificate_extensions_unique", certificate_extensions_unique},
      {"certificate_signature_algorithms_agree", certificate_signature_algorithms_agree},
      {"certificate_has_dns_names", certificate_has_dns_names},
      {"certificate_dates_ordered", certificate_dates_ordered},
      {"certificate_days_left", certificate_days_left},
      {"certificate_exponent_sound", certificate_exponent_sound},
      {"certificate_curve_named", certificate_curve_named},
  };
  return kFacts;
}

}  // namespace facts
