// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chains that a server showed, one by one: a server may have an RSA and an ECDSA certificate.
#pragma once

#include <string>
#include <vector>

#include "facts/certificate_digests.hpp"
#include "model/fact.hpp"

namespace policy {

struct ShownChain {
  unsigned number = 1;  // as in certificate_digests
  // It is one of those that the other facts of the endpoint speak of; else it was shown to a hello
  // that asked for another kind of key.
  bool stands = true;
  std::string kind{};  // of the key, "RSA" or "ECDSA"; empty: not known, or there is no other chain
  std::vector<facts::CertificateDigest> digests{};

  // nullptr: it was not shown, or could not be read.
  [[nodiscard]] const facts::CertificateDigest* digest(unsigned place, unsigned selector,
                                                       unsigned matching_type) const;
  // "certificate", "key": "the server's ECDSA certificate".
  [[nodiscard]] std::string of_server(const std::string& what) const;
};

// Of an endpoint's facts, at most facts::kDigestChains. Empty: its certificates are not known.
std::vector<ShownChain> chains_of(const std::vector<model::Fact>& endpoint);

// The facts as if the endpoint had shown this chain alone.
std::vector<model::Fact> facts_with(const std::vector<model::Fact>& endpoint,
                                    const ShownChain& chain);

}  // namespace policy
