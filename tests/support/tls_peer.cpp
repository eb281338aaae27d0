// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tls_peer.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace support {
namespace {

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

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

std::string content(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

KeyPtr read_key(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return KeyPtr(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

CertPtr read_certificate(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return CertPtr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
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

int version_number(const std::string& name) {
  static const std::map<std::string, int> kNumbers{{"TLSv1", TLS1_VERSION},
                                                   {"TLSv1.1", TLS1_1_VERSION},
                                                   {"TLSv1.2", TLS1_2_VERSION},
                                                   {"TLSv1.3", TLS1_3_VERSION}};
  return kNumbers.at(name);
}

int accept_any_client(int, X509_STORE_CTX*) { return 1; }

}  // namespace

Credential make_certificate(const CertificateWish& wish, const Credential* issuer) {
  static long serial = 1000;
  const KeyPtr key = !wish.key_pem.empty() ? read_key(wish.key_pem)
                     : wish.rsa_bits != 0  ? KeyPtr(EVP_RSA_gen(wish.rsa_bits))
                                           : KeyPtr(EVP_EC_gen("P-256"));
  const CertPtr certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.not_before_days * 86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.not_after_days * 86400);
  X509_set_pubkey(certificate.get(), key.get());
  set_name(X509_get_subject_name(certificate.get()), wish.name);
  const CertPtr issuer_certificate =
      issuer != nullptr ? read_certificate(issuer->certificate_pem) : nullptr;
  if (!wish.issuer_name.empty()) {
    set_name(X509_get_issuer_name(certificate.get()), wish.issuer_name);
  } else {
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer ? issuer_certificate.get()
                                                                         : certificate.get()));
  }
  if (wish.ca) {
    add_extension(
        certificate.get(), NID_basic_constraints,
        "critical,CA:TRUE" +
            (wish.path_length >= 0 ? ",pathlen:" + std::to_string(wish.path_length) : ""));
    add_extension(certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  } else if (!wish.name.empty()) {
    add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + wish.name);
  }
  if (!wish.key_usage.empty()) add_extension(certificate.get(), NID_key_usage, wish.key_usage);
  const KeyPtr issuer_key = issuer != nullptr ? read_key(issuer->key_pem) : nullptr;
  require(X509_sign(certificate.get(), issuer ? issuer_key.get() : key.get(), EVP_sha256()) > 0,
          "sign");

  Credential made;
  const BioPtr pem(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(pem.get(), certificate.get());
  made.certificate_pem = content(pem.get());
  const BioPtr key_pem(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  made.key_pem = content(key_pem.get());
  const BioPtr der(BIO_new(BIO_s_mem()));
  i2d_X509_bio(der.get(), certificate.get());
  made.certificate_der = content(der.get());
  return made;
}

struct TlsPeer::Impl {
  std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>> context;
  std::unique_ptr<SSL, Deleter<SSL_free>> ssl;
  std::string plaintext;
  bool failed = false;

  void advance();
};

TlsPeer::TlsPeer(const PeerOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = impl_->context.get();
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, version_number(options.min_version));
  SSL_CTX_set_max_proto_version(context, version_number(options.max_version));
  require(SSL_CTX_set_cipher_list(context, options.ciphers.c_str()) == 1, "ciphers");
  SSL_CTX_set_dh_auto(context, 1);
  if (!options.extended_master_secret)
    SSL_CTX_set_options(context, SSL_OP_NO_EXTENDED_MASTER_SECRET);
  if (options.request_client_certificate || options.require_client_certificate) {
    const int mode = SSL_VERIFY_PEER |
                     (options.require_client_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
    SSL_CTX_set_verify(context, mode, accept_any_client);
  }
  if (!options.credential.key_pem.empty()) {
    SSL_CTX_use_certificate(context, read_certificate(options.credential.certificate_pem).get());
    SSL_CTX_use_PrivateKey(context, read_key(options.credential.key_pem).get());
    for (const Credential& more : options.chain) {
      SSL_CTX_add1_chain_cert(context, read_certificate(more.certificate_pem).get());
    }
  }
  impl_->ssl.reset(SSL_new(context));
  SSL_set_bio(impl_->ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(impl_->ssl.get());
}

TlsPeer::~TlsPeer() { ERR_clear_error(); }

void TlsPeer::Impl::advance() {
  ERR_clear_error();
  if (!SSL_is_init_finished(ssl.get())) {
    const int result = SSL_do_handshake(ssl.get());
    if (result != 1) {
      failed = SSL_get_error(ssl.get(), result) != SSL_ERROR_WANT_READ;
      return;
    }
  }
  std::array<char, 4096> buffer{};
  for (;;) {
    const int count = SSL_read(ssl.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) return;
    plaintext.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

void TlsPeer::received(std::string_view bytes) {
  BIO_write(SSL_get_rbio(impl_->ssl.get()), bytes.data(), static_cast<int>(bytes.size()));
  impl_->advance();
}

void TlsPeer::write(std::string_view plaintext) {
  require(SSL_write(impl_->ssl.get(), plaintext.data(), static_cast<int>(plaintext.size())) > 0,
          "write");
}

void TlsPeer::shut_down() { SSL_shutdown(impl_->ssl.get()); }

std::string TlsPeer::take_output() {
  std::string bytes = content(SSL_get_wbio(impl_->ssl.get()));
  (void)BIO_reset(SSL_get_wbio(impl_->ssl.get()));
  return bytes;
}

std::string TlsPeer::take_plaintext() { return std::exchange(impl_->plaintext, {}); }
bool TlsPeer::open() const { return SSL_is_init_finished(impl_->ssl.get()) == 1; }
bool TlsPeer::failed() const { return impl_->failed; }

std::string TlsPeer::server_name() const {
  const char* name = SSL_get_servername(impl_->ssl.get(), TLSEXT_NAMETYPE_host_name);
  return name != nullptr ? name : "";
}

}  // namespace support
