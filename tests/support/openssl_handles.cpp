// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/openssl_handles.hpp"

#include <stdexcept>

#include <openssl/err.h>
#include <openssl/pem.h>

namespace support::openssl {

void require(bool holds, const std::string& what) {
  if (holds) return;
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  throw std::runtime_error("OpenSSL: " + what + (reason ? std::string(": ") + reason : ""));
}

std::string content(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

KeyPtr read_key(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  require(key != nullptr, "private key");
  return key;
}

CertPtr read_certificate(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  CertPtr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  require(certificate != nullptr, "certificate");
  return certificate;
}

}  // namespace support::openssl
