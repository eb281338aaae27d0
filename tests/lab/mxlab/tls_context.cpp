// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls_context.hpp"

#include <algorithm>

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include "start_error.hpp"

namespace mxlab {
namespace {

using ParamBuildPtr = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<&OSSL_PARAM_BLD_free>>;
using ParamsPtr = std::unique_ptr<OSSL_PARAM, FreeWith<&OSSL_PARAM_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, FreeWith<&EVP_PKEY_CTX_free>>;

// The well-known primes, generator 2: RFC 2409 for the short ones, RFC 3526 for the others.
NumberPtr prime_of(int bits) {
  switch (bits) {
    case 768:
      return NumberPtr(BN_get_rfc2409_prime_768(nullptr));
    case 1024:
      return NumberPtr(BN_get_rfc2409_prime_1024(nullptr));
    case 1536:
      return NumberPtr(BN_get_rfc3526_prime_1536(nullptr));
    case 2048:
      return NumberPtr(BN_get_rfc3526_prime_2048(nullptr));
    case 3072:
      return NumberPtr(BN_get_rfc3526_prime_3072(nullptr));
    default:
      return NumberPtr(BN_get_rfc3526_prime_4096(nullptr));
  }
}

KeyPtr dh_parameters(int bits) {
  const NumberPtr p = prime_of(bits);
  const NumberPtr g(BN_new());
  BN_set_word(g.get(), 2);
  const ParamBuildPtr build(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_FFC_P, p.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_FFC_G, g.get());
  const ParamsPtr params(OSSL_PARAM_BLD_to_param(build.get()));
  const KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "DH", nullptr));
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(context.get());
  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEY_PARAMETERS, params.get());
  return KeyPtr(key);
}

bool show(SSL& ssl, const Identity& identity) {
  SSL_certs_clear(&ssl);
  bool shown = SSL_use_certificate(&ssl, identity.leaf.get()) == 1 &&
               SSL_use_PrivateKey(&ssl, identity.key.get()) == 1;
  for (const CertificatePtr& next : identity.chain) {
    shown = shown && SSL_add1_chain_cert(&ssl, next.get()) == 1;
  }
  return shown;
}

int accept_any_client(int, X509_STORE_CTX*) { return 1; }

}  // namespace

TlsContext::TlsContext(const std::string& behaviour, const TlsProfile& profile,
                       const Identities& identities)
    : behaviour_(behaviour), profile_(profile), context_(SSL_CTX_new(TLS_server_method())) {
  set_versions_and_ciphers();
  set_options();
  set_dh();
  set_certificates(identities);
  set_callbacks();
}

void TlsContext::refuse(const std::string& key, const std::string& value) const {
  throw StartError("/behaviours/" + behaviour_ + "/tls/" + key + ": OpenSSL refuses \"" + value +
                   "\": " + openssl_error() +
                   " (security_level is 2 unless the table says otherwise; old versions, short "
                   "keys and SHA-1 need 0)");
}

void TlsContext::set_versions_and_ciphers() {
  SSL_CTX* context = context_.get();
  SSL_CTX_set_min_proto_version(context, profile_.min_version);
  SSL_CTX_set_max_proto_version(context, profile_.max_version);
  // Said outright, so that the lab is the same under every distribution's defaults.
  SSL_CTX_set_security_level(context, 2);
  const auto set = [&](const char* key, const std::string& value, auto setter) {
    if (!value.empty() && setter(value.c_str()) != 1) refuse(key, value);
  };
  set("ciphers", profile_.ciphers,
      [&](const char* value) { return SSL_CTX_set_cipher_list(context, value); });
  set("ciphersuites", profile_.ciphersuites,
      [&](const char* value) { return SSL_CTX_set_ciphersuites(context, value); });
  if (profile_.security_level) SSL_CTX_set_security_level(context, *profile_.security_level);
  set("groups", profile_.groups,
      [&](const char* value) { return SSL_CTX_set1_groups_list(context, value); });
  set("signature_algorithms", profile_.signature_algorithms,
      [&](const char* value) { return SSL_CTX_set1_sigalgs_list(context, value); });
}

void TlsContext::set_options() {
  SSL_CTX* context = context_.get();
  std::uint64_t options = SSL_OP_NO_RENEGOTIATION;
  if (!profile_.extended_master_secret) options |= SSL_OP_NO_EXTENDED_MASTER_SECRET;
  if (!profile_.encrypt_then_mac) options |= SSL_OP_NO_ENCRYPT_THEN_MAC;
  if (profile_.server_preference) options |= SSL_OP_CIPHER_SERVER_PREFERENCE;
  if (!profile_.tickets) {
    options |= SSL_OP_NO_TICKET;
    SSL_CTX_set_num_tickets(context, 0);
  }
  SSL_CTX_set_options(context, options);
  // Buffers only while they are used: thousands of conversations wait at any moment.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  if (profile_.record_size > 0) SSL_CTX_set_max_send_fragment(context, profile_.record_size);
  if (profile_.client_certificate != ClientCertificate::none) {
    int mode = SSL_VERIFY_PEER;
    if (profile_.client_certificate == ClientCertificate::require) {
      mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    }
    SSL_CTX_set_verify(context, mode, accept_any_client);
    constexpr std::string_view session_id = "mxlab";
    SSL_CTX_set_session_id_context(context,
                                   reinterpret_cast<const unsigned char*>(session_id.data()),
                                   static_cast<unsigned int>(session_id.size()));
  }
}

void TlsContext::set_dh() {
  if (profile_.dh_bits == 0) {
    SSL_CTX_set_dh_auto(context_.get(), 1);
    return;
  }
  KeyPtr parameters = dh_parameters(profile_.dh_bits);
  if (!parameters || SSL_CTX_set0_tmp_dh_pkey(context_.get(), parameters.get()) != 1) {
    refuse("dh_bits", std::to_string(profile_.dh_bits));
  }
  static_cast<void>(parameters.release());  // the context owns it now
}

void TlsContext::set_certificates(const Identities& identities) {
  SSL_CTX* context = context_.get();
  for (const std::string& name : profile_.certificates) {
    const std::shared_ptr<const Identity>& identity = identities.at(name);
    in_use_.push_back(identity);
    bool loaded = SSL_CTX_use_certificate(context, identity->leaf.get()) == 1 &&
                  SSL_CTX_use_PrivateKey(context, identity->key.get()) == 1;
    for (const CertificatePtr& next : identity->chain) {
      loaded = loaded && SSL_CTX_add1_chain_cert(context, next.get()) == 1;
    }
    if (!loaded) refuse("certificate", name);
  }
  for (const auto& [server, name] : profile_.sni) by_name_[server] = identities.at(name);
}

void TlsContext::set_callbacks() {
  SSL_CTX* context = context_.get();
  // The macro SSL_CTX_set_tlsext_servername_callback does this with an old cast.
  SSL_CTX_callback_ctrl(context, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
                        reinterpret_cast<void (*)()>(&TlsContext::choose_certificate));
  SSL_CTX_set_tlsext_servername_arg(context, this);
  for (const std::string& protocol : profile_.alpn) {
    alpn_ += static_cast<char>(protocol.size());
    alpn_ += protocol;
  }
  if (!alpn_.empty()) SSL_CTX_set_alpn_select_cb(context, &TlsContext::choose_protocol, this);
  if (!profile_.require_extensions.empty() || !profile_.refuse_extensions.empty()) {
    SSL_CTX_set_client_hello_cb(context, &TlsContext::look_at_hello, this);
  }
}

SslPtr TlsContext::new_connection() const {
  SslPtr ssl(SSL_new(context_.get()));
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(ssl.get());
  return ssl;
}

int TlsContext::choose_certificate(SSL* ssl, int* alert, void* self) {
  const TlsContext& context = *static_cast<const TlsContext*>(self);
  const char* wanted = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (wanted == nullptr) return SSL_TLSEXT_ERR_OK;
  const auto found = context.by_name_.find(wanted);
  if (found != context.by_name_.end()) {
    return show(*ssl, *found->second) ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *alert = SSL_AD_UNRECOGNIZED_NAME;
  switch (context.profile_.unknown_sni) {
    case UnknownSni::refuse:
      return SSL_TLSEXT_ERR_ALERT_FATAL;
    case UnknownSni::warn:
      return SSL_TLSEXT_ERR_ALERT_WARNING;
    default:
      return SSL_TLSEXT_ERR_OK;
  }
}

int TlsContext::choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                                const unsigned char* in, unsigned int in_size, void* self) {
  const TlsContext& context = *static_cast<const TlsContext*>(self);
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(
      &chosen, out_size, reinterpret_cast<const unsigned char*>(context.alpn_.data()),
      static_cast<unsigned int>(context.alpn_.size()), in, in_size);
  *out = chosen;
  if (found == OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_OK;
  return context.profile_.alpn_required ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_NOACK;
}

int TlsContext::look_at_hello(SSL* ssl, int* alert, void* self) {
  const TlsProfile& profile = static_cast<const TlsContext*>(self)->profile_;
  const auto present = [ssl](unsigned extension) {
    const unsigned char* data = nullptr;
    std::size_t size = 0;
    return SSL_client_hello_get0_ext(ssl, extension, &data, &size) == 1;
  };
  const bool fine =
      std::all_of(profile.require_extensions.begin(), profile.require_extensions.end(), present) &&
      std::none_of(profile.refuse_extensions.begin(), profile.refuse_extensions.end(), present);
  *alert = profile.refusal_alert;
  return fine ? SSL_CLIENT_HELLO_SUCCESS : SSL_CLIENT_HELLO_ERROR;
}

}  // namespace mxlab
