// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/certificate_verifier.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>

#include <wolfssl/internal.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/settings.h>

#include "base/digest.hpp"
#include "wire/certificate.hpp"

namespace session {
namespace {

constexpr std::size_t kMaxCached = 65'536;  // chains; then the cache starts anew
// The names of leaves, for the other conversations with the same host. A leaf's size is its
// server's choice, and its names are no longer than it is.
constexpr std::size_t kMaxCachedNames = 4'096;     // leaves; then the cache starts anew
constexpr std::size_t kMaxOctetsOfNames = 16'384;  // of a leaf whose names are kept

struct FreeManager {
  void operator()(WOLFSSL_CERT_MANAGER* manager) const { wolfSSL_CertManagerFree(manager); }
};

// Signature, issuer, constraints, path length; not the dates, which depend on when one asks.
int check(WOLFSSL_CERT_MANAGER* manager, const std::string& der, int type) {
  DecodedCert certificate;
  InitDecodedCert(&certificate, reinterpret_cast<const byte*>(der.data()),
                  static_cast<word32>(der.size()), nullptr);
  const int code = ParseCertRelative(&certificate, type, VERIFY_SKIP_DATE, manager, nullptr);
  FreeDecodedCert(&certificate);
  return code;
}

void add_intermediate(WOLFSSL_CERT_MANAGER* manager, const std::string& der) {
  DerBuffer* buffer = nullptr;
  if (AllocDer(&buffer, static_cast<word32>(der.size()), CA_TYPE, nullptr) != 0) return;
  std::memcpy(buffer->buffer, der.data(), der.size());
  // AddCA takes the buffer over, and checks no signature: check() was asked before.
  AddCA(manager, &buffer, WOLFSSL_CHAIN_CA, VERIFY_SKIP_DATE);
}

std::vector<std::string> digests_of(const std::vector<std::string>& chain) {
  std::vector<std::string> digests;
  digests.reserve(chain.size());
  for (const std::string& der : chain) digests.push_back(base::sha256(der));
  return digests;
}

ChainFault fault_of(int code, const wire::CertificateFacts& leaf) {
  switch (code) {
    case ASN_NO_SIGNER_E:
    case ASN_SELF_SIGNED_E:
      return leaf.self_issued ? ChainFault::self_signed : ChainFault::untrusted_issuer;
    case ASN_SIG_CONFIRM_E:
    case ASN_SIG_HASH_E:
    case ASN_SIG_KEY_E:
    case ASN_SIG_OID_E:
    case HASH_TYPE_E:
      return ChainFault::bad_signature;
    case ASN_PATHLEN_INV_E:
    case ASN_PATHLEN_SIZE_E:
      return ChainFault::path_length;
    case ASN_NAME_INVALID_E:
      return ChainFault::name_constraints;
    case ASN_CRIT_EXT_E:
      return ChainFault::unknown_critical_extension;
    default:
      return ChainFault::malformed;
  }
}

}  // namespace

std::string_view to_string(ChainFault fault) {
  switch (fault) {
    case ChainFault::no_certificate:
      return "no_certificate";
    case ChainFault::malformed:
      return "malformed";
    case ChainFault::self_signed:
      return "self_signed";
    case ChainFault::untrusted_issuer:
      return "untrusted_issuer";
    case ChainFault::bad_signature:
      return "bad_signature";
    case ChainFault::path_length:
      return "path_length";
    case ChainFault::name_constraints:
      return "name_constraints";
    case ChainFault::unknown_critical_extension:
      return "unknown_critical_extension";
    case ChainFault::expired:
      return "expired";
    case ChainFault::not_yet_valid:
      return "not_yet_valid";
  }
  return "";
}

struct CertificateVerifier::Impl {
  // What does not change with time.
  struct Judged {
    std::optional<ChainFault> fault;
    base::WallTime not_before = base::WallTime::min();  // the latest of the path
    base::WallTime not_after = base::WallTime::max();   // the earliest
  };

  std::unique_ptr<WOLFSSL_CERT_MANAGER, FreeManager> manager;
  std::unordered_map<std::string, Judged> cache;                  // by the digest of the digests
  std::unordered_map<std::string, wire::CertificateFacts> names;  // by digest; names only
  std::size_t verified = 0;

  const Judged& judged(const std::vector<std::string>& chain,
                       const std::vector<std::string>& digests);
  Judged judge(const std::vector<std::string>& chain, const std::string& leaf_digest);
  void keep_names(const std::string& digest, const wire::CertificateFacts& facts);
  bool matches(const std::string& leaf, const std::string& digest, const std::string& host);
  struct Intermediate {
    wire::CertificateFacts facts;
    bool anchored = false;  // its issuer is a root
  };
  std::vector<Intermediate> add_intermediates(const std::vector<std::string>& chain);
};

// Makes issuers of those presented certificates that have a path to a root, in whatever order they
// came: as long as one more finds its own issuer, it goes on.
std::vector<CertificateVerifier::Impl::Intermediate> CertificateVerifier::Impl::add_intermediates(
    const std::vector<std::string>& chain) {
  std::vector<Intermediate> added;
  std::vector<std::size_t> waiting;
  std::vector<bool> anchored(chain.size());  // issued by a root itself
  for (std::size_t i = 1; i < std::min(chain.size(), kMaxChain); ++i) {
    waiting.push_back(i);
    anchored[i] = check(manager.get(), chain[i], CHAIN_CERT_TYPE) == 0;
  }
  bool progress = true;
  while (progress) {
    progress = false;
    for (auto next = waiting.begin(); next != waiting.end();) {
      if (check(manager.get(), chain[*next], CHAIN_CERT_TYPE) != 0) {
        ++next;
        continue;
      }
      add_intermediate(manager.get(), chain[*next]);
      added.push_back({wire::read_certificate(chain[*next]), anchored[*next]});
      next = waiting.erase(next);
      progress = true;
    }
  }
  return added;
}

CertificateVerifier::Impl::Judged CertificateVerifier::Impl::judge(
    const std::vector<std::string>& chain, const std::string& leaf_digest) {
  const wire::CertificateFacts leaf = wire::read_certificate(chain[0]);
  if (chain[0].size() <= kMaxOctetsOfNames) keep_names(leaf_digest, leaf);
  const bool leaf_is_anchored = check(manager.get(), chain[0], CERT_TYPE) == 0;
  const auto intermediates = add_intermediates(chain);
  Judged judged;
  const int code = check(manager.get(), chain[0], CERT_TYPE);
  if (code != 0) judged.fault = fault_of(code, leaf);
  wolfSSL_CertManagerUnloadIntermediateCerts(manager.get());
  ++verified;

  // The dates of the path, and not of certificates that were sent along without need.
  // It ends where a root is the issuer, even if a cross-certificate for that root was sent as well.
  const wire::CertificateFacts* on_path = &leaf;
  bool anchored = leaf_is_anchored;
  for (std::size_t steps = 0; on_path != nullptr && steps <= intermediates.size(); ++steps) {
    judged.not_before =
        std::max(judged.not_before, on_path->not_before.value_or(judged.not_before));
    judged.not_after = std::min(judged.not_after, on_path->not_after.value_or(judged.not_after));
    const auto issuer = std::find_if(intermediates.begin(), intermediates.end(),
                                     [on_path](const Intermediate& intermediate) {
                                       return intermediate.facts.subject_dn == on_path->issuer_dn;
                                     });
    if (anchored || issuer == intermediates.end()) break;
    on_path = &issuer->facts;
    anchored = issuer->anchored;
  }
  return judged;
}

base::Result<std::unique_ptr<CertificateVerifier>> CertificateVerifier::create(
    std::string_view roots_pem) {
  auto impl = std::make_unique<Impl>();
  impl->manager.reset(wolfSSL_CertManagerNew());
  const int loaded = wolfSSL_CertManagerLoadCABuffer_ex(
      impl->manager.get(), reinterpret_cast<const unsigned char*>(roots_pem.data()),
      static_cast<long>(roots_pem.size()), WOLFSSL_FILETYPE_PEM, 1, WOLFSSL_LOAD_FLAG_IGNORE_ERR);
  if (loaded != WOLFSSL_SUCCESS) {
    return base::Error{"no certificate could be read (PEM is expected)"};
  }
  return std::unique_ptr<CertificateVerifier>(new CertificateVerifier(std::move(impl)));
}

CertificateVerifier::CertificateVerifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CertificateVerifier::~CertificateVerifier() = default;

const CertificateVerifier::Impl::Judged& CertificateVerifier::Impl::judged(
    const std::vector<std::string>& chain, const std::vector<std::string>& digests) {
  std::string all;
  for (std::size_t i = 0; i < std::min(digests.size(), kMaxChain); ++i) all += digests[i];
  const std::string key = base::sha256(all);
  const auto found = cache.find(key);
  if (found != cache.end()) return found->second;
  if (cache.size() >= kMaxCached) cache.clear();
  return cache.emplace(key, judge(chain, digests[0])).first->second;
}

void CertificateVerifier::Impl::keep_names(const std::string& digest,
                                           const wire::CertificateFacts& facts) {
  if (names.size() >= kMaxCachedNames) names.clear();
  wire::CertificateFacts& kept = names[digest];
  kept.dns_names = facts.dns_names;
  kept.ip_addresses = facts.ip_addresses;
}

bool CertificateVerifier::Impl::matches(const std::string& leaf, const std::string& digest,
                                        const std::string& host) {
  if (const auto found = names.find(digest); found != names.end())
    return wire::certificate_matches(found->second, host);
  const wire::CertificateFacts facts = wire::read_certificate(leaf);
  if (leaf.size() <= kMaxOctetsOfNames) keep_names(digest, facts);
  return wire::certificate_matches(facts, host);
}

std::vector<ChainFault> CertificateVerifier::verify(const std::vector<std::string>& chain,
                                                    base::WallTime now) {
  return verify(chain, digests_of(chain), now);
}

std::vector<ChainFault> CertificateVerifier::verify(const std::vector<std::string>& chain,
                                                    const std::vector<std::string>& digests,
                                                    base::WallTime now) {
  if (chain.empty()) return {ChainFault::no_certificate};
  const Impl::Judged& judged = impl_->judged(chain, digests);
  std::vector<ChainFault> faults;
  if (judged.fault) faults.push_back(*judged.fault);
  if (now < judged.not_before) faults.push_back(ChainFault::not_yet_valid);
  if (now > judged.not_after) faults.push_back(ChainFault::expired);
  return faults;
}

model::CertificateValidation CertificateVerifier::validate(const std::vector<std::string>& chain,
                                                           const std::string& mx_host,
                                                           base::WallTime now) {
  model::CertificateValidation validation;
  validation.fingerprints = digests_of(chain);
  for (const ChainFault fault : verify(chain, validation.fingerprints, now))
    validation.faults.emplace_back(to_string(fault));
  validation.matches_domain =
      !chain.empty() && impl_->matches(chain.front(), validation.fingerprints.front(), mx_host);
  return validation;
}

std::size_t CertificateVerifier::verified() const { return impl_->verified; }

std::optional<model::CertificateValidation> validation_of(CertificateVerifier& verifier,
                                                          const model::Transcript& transcript,
                                                          const std::string& mx_host,
                                                          base::WallTime now) {
  if (!transcript.tls || transcript.tls->certificates.empty()) return std::nullopt;
  return verifier.validate(transcript.tls->certificates, mx_host, now);
}

}  // namespace session
