// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tls_peer.hpp"

#include <array>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "support/openssl_handles.hpp"
#include "support/tls_peer_context.hpp"

namespace support {

using openssl::require;

struct TlsPeer::Impl {
  PeerOptions options;  // the callbacks of the context look into it
  openssl::ContextPtr context;
  openssl::SslPtr ssl;
  std::string plaintext;
  bool failed = false;

  void advance();
};

TlsPeer::TlsPeer(const PeerOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  impl_->context = make_peer_context(impl_->options);
  impl_->ssl.reset(SSL_new(impl_->context.get()));
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
      if (failed && ends_without_a_word(ssl.get())) (void)BIO_reset(SSL_get_wbio(ssl.get()));
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
  std::string bytes = openssl::content(SSL_get_wbio(impl_->ssl.get()));
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
