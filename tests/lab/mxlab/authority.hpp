// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "certificate_spec.hpp"
#include "openssl_ptr.hpp"

namespace mxlab {

// A key and the certificates that go with it: what a TLS server shows.
struct Identity {
  KeyPtr key;
  CertificatePtr leaf;
  std::vector<CertificatePtr> chain;  // sent after the leaf, in this order
};

// Makes the certificates of the table: a lab CA, an intermediate below it, and a stranger, a CA
// that nobody trusts. With a directory, keys and certificates are kept there and used again while
// the wish is the same, so that TLSA records made from them stay true over a restart.
class Authority {
 public:
  // An empty directory keeps all in memory. Throws StartError.
  explicit Authority(std::string directory);

  Identity issue(const std::string& name, const CertificateSpec& spec);

  // tlsa.json: the data of "3 1 1", "3 0 1", "2 0 1" and "2 1 1" for each certificate issued.
  void write_tlsa() const;

 private:
  struct Signer {
    KeyPtr key;
    CertificatePtr certificate;
  };

  std::string file(const std::string& name) const;
  Signer make_ca(const std::string& name, const std::string& common_name);
  Signer make_intermediate();
  const Signer& signer(Issuer issuer) const;
  std::vector<CertificatePtr> chain_for(const CertificateSpec& spec) const;
  CertificatePtr kept_certificate(const std::string& name, const CertificateSpec& spec,
                                  EVP_PKEY& key, const Signer* signer) const;
  void note_tlsa(const std::string& name, const Identity& identity);

  std::string directory_;
  Signer ca_, intermediate_, stranger_;
  Json tlsa_ = Json::object();
};

}  // namespace mxlab
