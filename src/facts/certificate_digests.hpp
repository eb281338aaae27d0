// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of the fact certificate_digests: what a TLSA record is compared with, of the
// certificates that were presented (RFC 6698 section 2.1). It is written and read here alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"

namespace facts {

inline constexpr unsigned kDigestChains = 3;        // of which digests are listed
inline constexpr unsigned kDigestCertificates = 5;  // of each chain

// "1/0 1 1 5f1c..." in the list: chain/place selector matching_type digest.
struct CertificateDigest {
  unsigned chain = 1;              // from 1
  unsigned place = 0;              // in the chain as presented; 0: the server's own
  std::uint8_t selector = 0;       // 0: the whole certificate, 1: its SubjectPublicKeyInfo
  std::uint8_t matching_type = 1;  // 1: SHA-256, 2: SHA-512
  std::string digest;              // octets

  bool operator==(const CertificateDigest&) const = default;
};

std::string to_text(const CertificateDigest& digest);
// nullopt: it is none, or beyond the limits above.
std::optional<CertificateDigest> digest_of(std::string_view text);

// Of certificate_digests; what is none is passed over, and what stands behind the first
// kDigestChains * kDigestCertificates * 4.
std::vector<CertificateDigest> digests_of(const model::Fact& fact);

}  // namespace facts
