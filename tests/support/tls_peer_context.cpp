// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tls_peer_context.hpp"

#include <algorithm>
#include <map>

#include <openssl/pem.h>

#include "support/test_keys.hpp"

namespace support {
namespace {

using openssl::BioPtr;
using openssl::require;

int version_number(const std::string& name) {
  static const std::map<std::string, int> kNumbers{{"TLSv1", TLS1_VERSION},
                                                   {"TLSv1.1", TLS1_1_VERSION},
                                                   {"TLSv1.2", TLS1_2_VERSION},
                                                   {"TLSv1.3", TLS1_3_VERSION}};
  return kNumbers.at(name);
}

const PeerOptions& options_of(void* argument) { return *static_cast<const PeerOptions*>(argument); }

int accept_any_client(int, X509_STORE_CTX*) { return 1; }

// ---- Certificates

using CertStack =
    std::unique_ptr<STACK_OF(X509),
                    decltype([](STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); })>;

CertStack stack_of(const std::vector<Credential>& credentials) {
  CertStack stack(sk_X509_new_null());
  for (const Credential& one : credentials)
    sk_X509_push(stack.get(), openssl::read_certificate(one.certificate_pem).release());
  return stack;
}

void use(SSL_CTX* context, const Credential& own, const std::vector<Credential>& chain) {
  const CertStack behind = stack_of(chain);
  require(SSL_CTX_use_cert_and_key(context, openssl::read_certificate(own.certificate_pem).get(),
                                   openssl::read_key(own.key_pem).get(), behind.get(), 1) == 1,
          "certificate and key");
}

// ---- Server names

const Identity* identity_for(std::string_view name, const PeerOptions& options) {
  const auto& all = options.by_server_name;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [name](const Identity& one) { return one.server_name == name; });
  return found != all.end() ? &*found : nullptr;
}

PeerOptions::NoName behaviour(const char* name, const PeerOptions& options) {
  if (name == nullptr) return options.without_server_name;
  if (identity_for(name, options) != nullptr) return PeerOptions::NoName::serve;
  return options.unknown_server_name;
}

// Called with every ClientHello, whether or not it names a server.
int on_server_name(SSL* ssl, int* alert, void* argument) {
  const PeerOptions& options = options_of(argument);
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  const PeerOptions::NoName answer = behaviour(name, options);
  if (answer != PeerOptions::NoName::serve) {
    // For ends_without_a_word(): what fails before or behind this fails with its own alert.
    if (answer == PeerOptions::NoName::abort) SSL_set_app_data(ssl, argument);
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  const Identity* identity = name != nullptr ? identity_for(name, options) : nullptr;
  if (identity == nullptr) return SSL_TLSEXT_ERR_NOACK;
  SSL_certs_clear(ssl);
  const CertStack behind = stack_of(identity->chain);
  const int used = SSL_use_cert_and_key(
      ssl, openssl::read_certificate(identity->credential.certificate_pem).get(),
      openssl::read_key(identity->credential.key_pem).get(), behind.get(), 1);
  return used == 1 ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// ---- Extensions

int on_alpn(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
            unsigned offered_size, void* argument) {
  const PeerOptions& options = options_of(argument);
  for (const std::string& known : options.alpn) {
    for (unsigned at = 0; at < offered_size; at += 1U + offered[at]) {
      const std::string_view name(reinterpret_cast<const char*>(offered + at + 1), offered[at]);
      if (name != known) continue;
      *chosen = offered + at + 1;
      *size = offered[at];
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return options.alpn_mandatory ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_NOACK;
}

int on_status_request(SSL* ssl, void* argument) {
  const std::string& staple = options_of(argument).ocsp_staple;
  SSL_set_tlsext_status_ocsp_resp(ssl, OPENSSL_memdup(staple.data(), staple.size()),
                                  static_cast<long>(staple.size()));
  return SSL_TLSEXT_ERR_OK;
}

// What OpenSSL's macros do, but for their old-style casts.
template <typename Callback>
void set_callback(SSL_CTX* context, int which, Callback callback) {
  SSL_CTX_callback_ctrl(context, which, reinterpret_cast<void (*)()>(callback));
}

void set_extensions(SSL_CTX* context, const PeerOptions& options) {
  void* argument = const_cast<PeerOptions*>(&options);
  set_callback(context, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB, on_server_name);
  SSL_CTX_set_tlsext_servername_arg(context, argument);
  if (!options.alpn.empty()) SSL_CTX_set_alpn_select_cb(context, on_alpn, argument);
  if (!options.ocsp_staple.empty()) {
    set_callback(context, SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB, on_status_request);
    SSL_CTX_set_tlsext_status_arg(context, argument);
  }
  if (!options.session_tickets) SSL_CTX_set_num_tickets(context, 0);
}

// ---- Diffie-Hellman

using SecurityCallback = int (*)(const SSL*, const SSL_CTX*, int, int, int, void*, void*);
SecurityCallback openssl_security = nullptr;

// OpenSSL's own refuses Diffie-Hellman below 1024 bits, even at level 0.
int allow_small_dh(const SSL* ssl, const SSL_CTX* context, int operation, int bits, int nid,
                   void* other, void* extra) {
  if (operation == SSL_SECOP_TMP_DH) return 1;
  return openssl_security(ssl, context, operation, bits, nid, other, extra);
}

void set_dhe(SSL_CTX* context, const std::string& dhe) {
  if (dhe == "none") return;
  if (dhe == "auto") {
    SSL_CTX_set_dh_auto(context, 1);
    return;
  }
  openssl_security = SSL_CTX_get_security_callback(context);
  SSL_CTX_set_security_callback(context, allow_small_dh);
  const std::string pem = test_dh_parameters(static_cast<unsigned>(std::stoul(dhe)));
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  openssl::KeyPtr parameters(PEM_read_bio_Parameters(bio.get(), nullptr));
  require(parameters != nullptr, "Diffie-Hellman parameters");
  require(SSL_CTX_set0_tmp_dh_pkey(context, parameters.get()) == 1, "Diffie-Hellman");
  (void)parameters.release();
}

void set_algorithms(SSL_CTX* context, const PeerOptions& options) {
  SSL_CTX_set_security_level(context, 0);
  require(SSL_CTX_set_cipher_list(context, options.ciphers.c_str()) == 1, "ciphers");
  if (options.security_level) SSL_CTX_set_security_level(context, *options.security_level);
  if (!options.ciphersuites.empty())
    require(SSL_CTX_set_ciphersuites(context, options.ciphersuites.c_str()) == 1, "ciphersuites");
  if (!options.groups.empty())
    require(SSL_CTX_set1_groups_list(context, options.groups.c_str()) == 1, "groups");
  if (!options.signature_algorithms.empty())
    require(SSL_CTX_set1_sigalgs_list(context, options.signature_algorithms.c_str()) == 1,
            "signature algorithms");
  set_dhe(context, options.dhe);
}

std::uint64_t switches(const PeerOptions& options) {
  std::uint64_t set = 0;
  if (!options.extended_master_secret) set |= SSL_OP_NO_EXTENDED_MASTER_SECRET;
  if (options.server_preference) set |= SSL_OP_CIPHER_SERVER_PREFERENCE;
  if (!options.encrypt_then_mac) set |= SSL_OP_NO_ENCRYPT_THEN_MAC;
  if (!options.session_tickets) set |= SSL_OP_NO_TICKET;
  if (!options.renegotiation) set |= SSL_OP_NO_RENEGOTIATION;
  return set;
}

}  // namespace

openssl::ContextPtr make_peer_context(const PeerOptions& options) {
  openssl::ContextPtr made(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = made.get();
  SSL_CTX_set_min_proto_version(context, version_number(options.min_version));
  SSL_CTX_set_max_proto_version(context, version_number(options.max_version));
  set_algorithms(context, options);
  SSL_CTX_set_options(context, switches(options));
  if (options.request_client_certificate || options.require_client_certificate) {
    const int mode = SSL_VERIFY_PEER |
                     (options.require_client_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
    SSL_CTX_set_verify(context, mode, accept_any_client);
  }
  set_extensions(context, options);
  if (!options.credential.key_pem.empty()) use(context, options.credential, options.chain);
  for (const Identity& more : options.more_identities) use(context, more.credential, more.chain);
  return made;
}

bool ends_without_a_word(const SSL* ssl) { return SSL_get_app_data(ssl) != nullptr; }

}  // namespace support
