// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "model/records.hpp"

namespace session {

// What keeps a presented chain from being valid at a given time. Several can be true at once, and
// all are said: an expired certificate of an unknown issuer is both.
enum class ChainFault : std::uint8_t {
  no_certificate,
  malformed,         // the server's own certificate cannot be read
  self_signed,       // its issuer is itself, and no root
  untrusted_issuer,  // no path to a root, with the certificates presented
  bad_signature,     // an issuer is there, but did not sign this
  path_length,       // an intermediate that its issuer does not allow (RFC 5280 section 4.2.1.9)
  name_constraints,  // a name that an issuer may not vouch for (section 4.2.1.10)
  unknown_critical_extension,
  expired,  // any certificate presented that the path may need
  not_yet_valid,
};
std::string_view to_string(ChainFault fault);

// Judges presented chains against a set of roots. Apart from the handshake on purpose: wolfSSL
// keeps every intermediate that it verified in a handshake, so one server's chain would complete
// another's.
//
// Threading: one per thread. Limits: chains over kMaxChain certificates are judged by the first
// kMaxChain. Judgements are cached by the chain's digest, dates apart, for 65,536 chains; the names
// of a certificate by its own, for 4,096 of at most 16 KiB.
class CertificateVerifier {
 public:
  static constexpr std::size_t kMaxChain = 32;

  // `roots_pem`: certificates in PEM, one behind the other; what cannot be read is passed over.
  // Fails when none can.
  static base::Result<std::unique_ptr<CertificateVerifier>> create(std::string_view roots_pem);
  ~CertificateVerifier();
  CertificateVerifier(const CertificateVerifier&) = delete;
  CertificateVerifier& operator=(const CertificateVerifier&) = delete;

  // `chain`: DER, in the order presented. Empty result: valid at `now`.
  std::vector<ChainFault> verify(const std::vector<std::string>& chain, base::WallTime now);
  // The same in words, whether the first certificate stands for the host, and the fingerprints.
  model::CertificateValidation validate(const std::vector<std::string>& chain,
                                        const std::string& mx_host, base::WallTime now);

  // Chains that were judged, and not found in the cache.
  [[nodiscard]] std::size_t verified() const;

 private:
  struct Impl;
  explicit CertificateVerifier(std::unique_ptr<Impl> impl);
  std::vector<ChainFault> verify(const std::vector<std::string>& chain,
                                 const std::vector<std::string>& digests, base::WallTime now);
  std::unique_ptr<Impl> impl_;
};

// What a chain presented for this host is worth; nullopt when none was.
std::optional<model::CertificateValidation> validation_of(CertificateVerifier& verifier,
                                                          const model::Transcript& transcript,
                                                          const std::string& mx_host,
                                                          base::WallTime now);

}  // namespace session
