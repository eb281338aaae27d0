// SPDX-License-Identifier: GPL-3.0-or-later
#include "certificate.hpp"

#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include "address.hpp"
#include "start_error.hpp"

namespace mxlab {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw StartError("cannot make a certificate: " + what + ": " + openssl_error());
}

void add_extension(X509& certificate, X509* issuer, const std::string& name,
                   const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, &certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_nconf(nullptr, &context, name.c_str(), value.c_str()));
  if (!extension || X509_add_ext(&certificate, extension.get(), -1) != 1) {
    refuse("extension " + name + " = " + value);
  }
}

std::string with_commas(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
}

std::string alternative_names(const CertificateSpec& spec) {
  std::vector<std::string> names;
  for (const std::string& name : spec.names) {
    names.push_back((Address::parse(name) ? "IP:" : "DNS:") + name);
  }
  return with_commas(names);
}

void add_extensions(X509& certificate, X509* issuer, const CertificateSpec& spec) {
  add_extension(certificate, issuer, "basicConstraints", spec.ca ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension(certificate, issuer, "subjectKeyIdentifier", "hash");
  if (issuer != nullptr && issuer != &certificate) {
    add_extension(certificate, issuer, "authorityKeyIdentifier", "keyid");
  }
  if (spec.alternative_names && !spec.names.empty()) {
    add_extension(certificate, issuer, "subjectAltName", alternative_names(spec));
  }
  if (!spec.key_usage.empty()) {
    add_extension(certificate, issuer, "keyUsage", "critical," + with_commas(spec.key_usage));
  }
  if (!spec.extended_key_usage.empty()) {
    add_extension(certificate, issuer, "extendedKeyUsage", with_commas(spec.extended_key_usage));
  }
  for (const auto& [name, value] : spec.extensions) {
    add_extension(certificate, issuer, name, value);
  }
}

void set_random_serial(X509& certificate) {
  std::array<unsigned char, 16> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x3fU) | 0x40U);  // positive, full length
  const NumberPtr number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate));
}

}  // namespace

CertificatePtr make_certificate(const CertificateSpec& spec, EVP_PKEY& key, X509* issuer,
                                EVP_PKEY* issuer_key) {
  CertificatePtr out(X509_new());
  X509* certificate = out.get();
  X509_set_version(certificate, X509_VERSION_3);
  set_random_serial(*certificate);
  X509_time_adj_ex(X509_getm_notBefore(certificate), spec.first_day, 0, nullptr);
  X509_time_adj_ex(X509_getm_notAfter(certificate), spec.last_day, 0, nullptr);
  X509_NAME* name = X509_get_subject_name(certificate);
  // X.520 ends a common name at 64 characters, OpenSSL too: a longer one stays in the SAN only.
  const std::string common_name = spec.common_name.substr(0, 64);
  X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate, issuer != nullptr ? X509_get_subject_name(issuer) : name);
  X509_set_pubkey(certificate, &key);
  add_extensions(*certificate, issuer != nullptr ? issuer : certificate, spec);
  EVP_PKEY* signing = issuer_key != nullptr ? issuer_key : &key;
  const bool edwards =
      EVP_PKEY_is_a(signing, "ED25519") == 1 || EVP_PKEY_is_a(signing, "ED448") == 1;
  const EVP_MD* digest = edwards ? nullptr : EVP_get_digestbyname(spec.digest.c_str());
  if (X509_sign(certificate, signing, digest) == 0) refuse("signing " + spec.common_name);
  return out;
}

std::string pem_of(X509& certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), &certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

CertificatePtr read_certificate_file(const std::string& file) {
  const BioPtr bio(BIO_new_file(file.c_str(), "r"));
  CertificatePtr out(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  ERR_clear_error();
  return out;
}

std::string der_of(X509& certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(&certificate, &bytes);
  std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(bytes);
  return out;
}

std::string public_key_der(EVP_PKEY& key) {
  unsigned char* bytes = nullptr;
  const int size = i2d_PUBKEY(&key, &bytes);
  std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(bytes);
  return out;
}

std::string sha256_hex(const std::string& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    out += digits[digest[i] >> 4U];
    out += digits[digest[i] & 15U];
  }
  return out;
}

}  // namespace mxlab
