// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/certificate_maker.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "support/odd_certificate.hpp"
#include "support/openssl_handles.hpp"

namespace support {
namespace {

using openssl::BioPtr;
using openssl::CertPtr;
using openssl::KeyPtr;
using openssl::require;

KeyPtr key_for(const CertificateWish& wish) {
  if (!wish.key_pem.empty()) return openssl::read_key(wish.key_pem);
  KeyPtr key;
  if (wish.rsa_bits != 0) {
    key.reset(EVP_RSA_gen(wish.rsa_bits));
  } else if (wish.key_type.starts_with("P-")) {
    key.reset(EVP_EC_gen(wish.key_type.c_str()));
  } else {
    key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, wish.key_type.c_str()));
  }
  require(key != nullptr, "no new key");
  return key;
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
  require(extension != nullptr, "extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

void set_name(X509_NAME* name, const std::string& text) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(text.data()),
                             static_cast<int>(text.size()), -1, 0);
}

std::string alternative_names(const CertificateWish& wish) {
  std::string names;
  if (!wish.ca && !wish.name.empty()) names = "DNS:" + wish.name;
  for (const std::string& name : wish.more_names)
    names += (names.empty() ? "DNS:" : ",DNS:") + name;
  return names;
}

void add_extensions(X509* certificate, const CertificateWish& wish) {
  if (wish.ca) {
    add_extension(
        certificate, NID_basic_constraints,
        "critical,CA:TRUE" +
            (wish.path_length >= 0 ? ",pathlen:" + std::to_string(wish.path_length) : ""));
    add_extension(certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  }
  const std::string names = alternative_names(wish);
  if (!names.empty()) add_extension(certificate, NID_subject_alt_name, names);
  if (!wish.key_usage.empty()) add_extension(certificate, NID_key_usage, wish.key_usage);
  if (!wish.extended_key_usage.empty())
    add_extension(certificate, NID_ext_key_usage, wish.extended_key_usage);
}

void sign(X509* certificate, EVP_PKEY* key, const std::string& digest) {
  // The Edwards curves hash in their own way, and X509_sign wants to be told none.
  const bool own_digest = EVP_PKEY_is_a(key, "ED25519") == 1 || EVP_PKEY_is_a(key, "ED448") == 1;
  const EVP_MD* md = own_digest ? nullptr : EVP_get_digestbyname(digest.c_str());
  require(own_digest || md != nullptr, "no digest " + digest);
  require(X509_sign(certificate, key, md) > 0, "sign");
}

Credential written(X509* certificate, EVP_PKEY* key) {
  Credential made;
  const BioPtr pem(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(pem.get(), certificate);
  made.certificate_pem = openssl::content(pem.get());
  const BioPtr key_pem(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(key_pem.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  made.key_pem = openssl::content(key_pem.get());
  const BioPtr der(BIO_new(BIO_s_mem()));
  i2d_X509_bio(der.get(), certificate);
  made.certificate_der = openssl::content(der.get());
  return made;
}

}  // namespace

Credential make_certificate(const CertificateWish& wish, const Credential* issuer) {
  static long serial = 1000;
  const KeyPtr key = openssl::make_odd(key_for(wish), wish.odd);
  const CertPtr certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.not_before_days * 86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.not_after_days * 86400);
  X509_set_pubkey(certificate.get(), key.get());
  set_name(X509_get_subject_name(certificate.get()), wish.name);
  const CertPtr issuer_certificate =
      issuer != nullptr ? openssl::read_certificate(issuer->certificate_pem) : nullptr;
  if (!wish.issuer_name.empty()) {
    set_name(X509_get_issuer_name(certificate.get()), wish.issuer_name);
  } else {
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer ? issuer_certificate.get()
                                                                         : certificate.get()));
  }
  add_extensions(certificate.get(), wish);
  openssl::make_odd(certificate.get(), wish.odd);
  const KeyPtr issuer_key = issuer != nullptr ? openssl::read_key(issuer->key_pem) : nullptr;
  sign(certificate.get(), issuer ? issuer_key.get() : key.get(), wish.signature_digest);
  openssl::make_odd_when_signed(certificate.get(), wish.odd);
  return written(certificate.get(), key.get());
}

}  // namespace support
