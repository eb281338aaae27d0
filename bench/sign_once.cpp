// SPDX-License-Identifier: GPL-3.0-or-later
//
// With OpenSSL, which does not share a source file with wolfSSL: names of the two clash.
#include <cstdio>
#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "handshake_work.hpp"
#include "machine.hpp"

namespace bench {
namespace {

// 64 spaces, the context string, a zero, a hash of 48 octets.
constexpr std::size_t kContent = 64 + 33 + 1 + 48;

void require(bool good, const std::string& file) {
  if (!good) give_up(file + ": no private key that one could sign with");
}

std::string public_part(EVP_PKEY* key) {
  const int length = i2d_PUBKEY(key, nullptr);
  std::string der(static_cast<std::size_t>(length), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  i2d_PUBKEY(key, &out);
  return der;
}

}  // namespace

SignedContent sign_once(const std::string& key_file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(key_file.c_str(), "r"),
                                                             std::fclose);
  require(file != nullptr, key_file);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  require(key != nullptr, key_file);
  SignedContent out;
  out.rsa = EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA;
  out.public_key = public_part(key.get());
  out.content = std::string(kContent, ' ');
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> signer(EVP_MD_CTX_new(),
                                                                       EVP_MD_CTX_free);
  EVP_PKEY_CTX* settings = nullptr;
  require(EVP_DigestSignInit(signer.get(), &settings, out.rsa ? EVP_sha512() : EVP_sha256(),
                             nullptr, key.get()) == 1,
          key_file);
  if (out.rsa) {
    EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST);
  }
  std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(key.get()));
  out.signature.resize(length);
  require(EVP_DigestSign(signer.get(), reinterpret_cast<unsigned char*>(out.signature.data()),
                         &length, reinterpret_cast<const unsigned char*>(out.content.data()),
                         out.content.size()) == 1,
          key_file);
  out.signature.resize(length);
  return out;
}

}  // namespace bench
