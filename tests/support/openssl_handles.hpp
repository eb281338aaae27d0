// SPDX-License-Identifier: GPL-3.0-or-later
//
// OpenSSL's objects with an owner, for the files of this folder that use OpenSSL.
#pragma once

#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace support::openssl {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using CertPtr = std::unique_ptr<X509, Deleter<X509_free>>;
using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free>>;
using ContextPtr = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Deleter<SSL_free>>;

// Throws std::runtime_error with `what` and OpenSSL's reason.
void require(bool holds, const std::string& what);

std::string content(BIO* bio);
KeyPtr read_key(const std::string& pem);
CertPtr read_certificate(const std::string& pem);

}  // namespace support::openssl
