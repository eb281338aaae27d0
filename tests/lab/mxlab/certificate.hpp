// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "certificate_spec.hpp"
#include "openssl_ptr.hpp"

namespace mxlab {

// A certificate for this key. Without an issuer it signs itself with its own key.
CertificatePtr make_certificate(const CertificateSpec& spec, EVP_PKEY& key, X509* issuer,
                                EVP_PKEY* issuer_key);

std::string pem_of(X509& certificate);
CertificatePtr read_certificate_file(const std::string& file);  // nullptr: none readable there

std::string der_of(X509& certificate);
std::string public_key_der(EVP_PKEY& key);
std::string sha256_hex(const std::string& bytes);

}  // namespace mxlab
