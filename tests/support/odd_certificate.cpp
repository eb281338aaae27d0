// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/odd_certificate.hpp"

#include <array>
#include <string>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509v3.h>

namespace support::openssl {
namespace {

using BignumPtr = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using BuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using ParamsPtr = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using OctetsPtr = std::unique_ptr<ASN1_OCTET_STRING, Deleter<ASN1_OCTET_STRING_free>>;

BignumPtr number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &number) == 1, name);
  return BignumPtr(number);
}

// The same modulus with e = d = 1: whatever is signed is its own signature.
KeyPtr with_unit_exponent(const EVP_PKEY* key) {
  const BignumPtr one(BN_new());
  BN_one(one.get());
  const BuilderPtr builder(OSSL_PARAM_BLD_new());
  std::array<BignumPtr, 4> kept;
  std::size_t count = 0;
  for (const char* name : {OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_FACTOR1,
                           OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1}) {
    kept.at(count) = number_of(key, name);
    OSSL_PARAM_BLD_push_BN(builder.get(), name, kept.at(count++).get());
  }
  for (const char* name : {OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D,
                           OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2})
    OSSL_PARAM_BLD_push_BN(builder.get(), name, one.get());
  const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* made = nullptr;
  require(EVP_PKEY_fromdata_init(context.get()) == 1 &&
              EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, params.get()) == 1,
          "a key with the exponent 1");
  return KeyPtr(made);
}

void set_serial(X509* certificate, const std::string& decimal) {
  BIGNUM* number = nullptr;
  require(BN_dec2bn(&number, decimal.c_str()) > 0, "serial number " + decimal);
  const BignumPtr owner(number);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
}

void drop_extension(X509* certificate, int place) {
  const ExtensionPtr owner(X509_delete_ext(certificate, place));
  require(owner != nullptr, "no such extension");
}

void repeat_names(X509* certificate) {
  const int place = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
  require(place >= 0, "no subjectAltName to repeat");
  X509_add_ext(certificate, X509_get_ext(certificate, place), -1);
}

void add_unreadable(X509* certificate) {
  static constexpr std::array<unsigned char, 4> kNoSequence{0x30, 0x7f, 0x01, 0x01};
  const OctetsPtr octets(ASN1_OCTET_STRING_new());
  ASN1_OCTET_STRING_set(octets.get(), kNoSequence.data(), kNoSequence.size());
  const ExtensionPtr extension(
      X509_EXTENSION_create_by_NID(nullptr, NID_basic_constraints, 0, octets.get()));
  X509_add_ext(certificate, extension.get(), -1);
}

void add_authority(X509* certificate) {
  const ExtensionPtr extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE"));
  X509_add_ext(certificate, extension.get(), -1);
}

void make_version_1(X509* certificate) {
  while (X509_get_ext_count(certificate) > 0) drop_extension(certificate, 0);
  X509_set_version(certificate, X509_VERSION_1);
}

}  // namespace

KeyPtr make_odd(KeyPtr key, Oddity oddity) {
  if (oddity == Oddity::unit_exponent) return with_unit_exponent(key.get());
  if (oddity == Oddity::explicit_curve)
    require(EVP_PKEY_set_utf8_string_param(key.get(), OSSL_PKEY_PARAM_EC_ENCODING,
                                           OSSL_PKEY_EC_ENCODING_EXPLICIT) == 1,
            "an explicit curve");
  return key;
}

void make_odd(X509* certificate, Oddity oddity) {
  if (oddity == Oddity::version_1) make_version_1(certificate);
  if (oddity == Oddity::negative_serial) set_serial(certificate, "-1000");
  if (oddity == Oddity::long_serial) set_serial(certificate, "1" + std::string(50, '0'));
  if (oddity == Oddity::repeated_extension) repeat_names(certificate);
  if (oddity == Oddity::unreadable_extension) add_unreadable(certificate);
  if (oddity == Oddity::authority) add_authority(certificate);
  if (oddity == Oddity::no_dns_name)
    drop_extension(certificate, X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1));
}

void make_odd_when_signed(X509* certificate, Oddity oddity) {
  if (oddity != Oddity::two_signature_algorithms) return;
  const X509_ALGOR* named = nullptr;
  X509_get0_signature(nullptr, &named, certificate);
  // The one that is not signed; OpenSSL has no other way to it.
  X509_ALGOR_set0(const_cast<X509_ALGOR*>(named), OBJ_nid2obj(NID_sha384WithRSAEncryption),
                  V_ASN1_NULL, nullptr);
}

}  // namespace support::openssl
