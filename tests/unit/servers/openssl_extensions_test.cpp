// SPDX-License-Identifier: GPL-3.0-or-later
//
// What OpenSSL's server does with extensions that our full client does not send: asked by OpenSSL's
// own client.
#include <doctest/doctest.h>

#include "support/openssl_handles.hpp"
#include "support/tls_peer.hpp"

namespace {

using support::PeerOptions;
using support::TlsPeer;
using support::openssl::ContextPtr;
using support::openssl::SslPtr;

class Asker {
 public:
  Asker() : context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_.get())) {
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl_.get());
    SSL_set_tlsext_status_type(ssl_.get(), TLSEXT_STATUSTYPE_ocsp);
    static constexpr unsigned char kSmtp[] = "\x4smtp";
    SSL_set_alpn_protos(ssl_.get(), kSmtp, sizeof kSmtp - 1);
  }

  bool shake_hands(TlsPeer& server) {
    for (int round = 0; round < 4; ++round) {
      SSL_do_handshake(ssl_.get());
      BIO* out = SSL_get_wbio(ssl_.get());
      server.received(support::openssl::content(out));
      (void)BIO_reset(out);
      last_answer = server.take_output();
      BIO_write(SSL_get_rbio(ssl_.get()), last_answer.data(), static_cast<int>(last_answer.size()));
      if (server.failed()) return false;
    }
    return SSL_is_init_finished(ssl_.get()) == 1;
  }

  std::string alpn() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }

  std::string staple() const {
    const unsigned char* blob = nullptr;
    const long size = SSL_get_tlsext_status_ocsp_resp(ssl_.get(), &blob);
    return size > 0
               ? std::string(reinterpret_cast<const char*>(blob), static_cast<std::size_t>(size))
               : std::string();
  }

  std::string last_answer;

 private:
  ContextPtr context_;
  SslPtr ssl_;
};

PeerOptions ordinary() {
  PeerOptions options;
  options.credential = support::make_certificate({});
  return options;
}

TEST_CASE("OpenSSL: ALPN chosen, ignored and refused") {
  PeerOptions options = ordinary();
  options.alpn = {"imap", "smtp"};
  TlsPeer choosing(options);
  Asker chosen;
  CHECK(chosen.shake_hands(choosing));
  CHECK(chosen.alpn() == "smtp");

  options.alpn = {"imap"};
  TlsPeer refusing(options);
  Asker refused;
  CHECK_FALSE(refused.shake_hands(refusing));
  CHECK(refused.last_answer.ends_with("\x02\x78"));  // fatal, no_application_protocol (120)

  options.alpn_mandatory = false;
  TlsPeer ignoring(options);
  Asker ignored;
  CHECK(ignored.shake_hands(ignoring));
  CHECK(ignored.alpn().empty());
}

TEST_CASE("OpenSSL: a staple is what it was told") {
  for (const char* version : {"TLSv1.2", "TLSv1.3"}) {
    PeerOptions options = ordinary();
    options.max_version = version;
    options.ocsp_staple = "no OCSP response at all";
    TlsPeer server(options);
    Asker asker;
    CHECK(asker.shake_hands(server));
    CHECK(asker.staple() == options.ocsp_staple);
  }
}

}  // namespace
