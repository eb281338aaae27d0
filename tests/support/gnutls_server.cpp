// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/gnutls_server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <gnutls/gnutls.h>

#include "support/test_keys.hpp"

namespace support {
namespace {

void require(int code, const std::string& what) {
  if (code < 0) throw std::runtime_error("GnuTLS: " + what + ": " + gnutls_strerror(code));
}

// gnutls_datum_t has no const.
gnutls_datum_t datum(const std::string& text) {
  return {const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(text.data())),
          static_cast<unsigned>(text.size())};
}

bool only_waits(ssize_t code) { return code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED; }

}  // namespace

struct GnutlsServer::Impl {
  gnutls_certificate_credentials_t credentials = nullptr;
  gnutls_dh_params_t dh = nullptr;
  gnutls_session_t session = nullptr;
  std::string inbox;
  std::string outbox;
  std::string plaintext;
  bool open = false;
  bool ended = false;
  int failure = 0;

  ~Impl();
  void set_credentials(const GnutlsOptions& options);
  void set_session(const GnutlsOptions& options);
  void advance();

  static ssize_t pull(gnutls_transport_ptr_t self, void* buffer, std::size_t size);
  static ssize_t push(gnutls_transport_ptr_t self, const void* data, std::size_t size);
  // GnuTLS demands one; a server that does not block is never asked.
  static int pull_timeout(gnutls_transport_ptr_t self, unsigned) {
    return static_cast<Impl*>(self)->inbox.empty() ? 0 : 1;
  }
};

GnutlsServer::Impl::~Impl() {
  if (session != nullptr) gnutls_deinit(session);
  if (credentials != nullptr) gnutls_certificate_free_credentials(credentials);
  if (dh != nullptr) gnutls_dh_params_deinit(dh);
}

void GnutlsServer::Impl::set_credentials(const GnutlsOptions& options) {
  require(gnutls_certificate_allocate_credentials(&credentials), "credentials");
  std::string behind;
  for (const Credential& more : options.chain) behind += more.certificate_pem;
  for (const Credential& own : options.credentials) {
    const std::string chain = own.certificate_pem + behind;
    const gnutls_datum_t certificates = datum(chain);
    const gnutls_datum_t key = datum(own.key_pem);
    require(
        gnutls_certificate_set_x509_key_mem(credentials, &certificates, &key, GNUTLS_X509_FMT_PEM),
        "certificate and key");
  }
  if (options.dh_bits != 0) {
    require(gnutls_dh_params_init(&dh), "Diffie-Hellman");
    const std::string pem = test_dh_parameters(options.dh_bits);
    const gnutls_datum_t parameters = datum(pem);
    require(gnutls_dh_params_import_pkcs3(dh, &parameters, GNUTLS_X509_FMT_PEM), "Diffie-Hellman");
    gnutls_certificate_set_dh_params(credentials, dh);
  }
}

void GnutlsServer::Impl::set_session(const GnutlsOptions& options) {
  require(gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL), "session");
  const char* wrong = nullptr;
  const int code = gnutls_priority_set_direct(session, options.priority.c_str(), &wrong);
  require(code, code < 0 && wrong != nullptr ? "priority at '" + std::string(wrong) + "'"
                                             : std::string("priority"));
  require(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials), "credentials");
  if (options.request_client_certificate || options.require_client_certificate) {
    gnutls_certificate_server_set_request(
        session, options.require_client_certificate ? GNUTLS_CERT_REQUIRE : GNUTLS_CERT_REQUEST);
  }
  if (!options.alpn.empty()) {
    std::vector<gnutls_datum_t> protocols;
    for (const std::string& protocol : options.alpn) protocols.push_back(datum(protocol));
    require(gnutls_alpn_set_protocols(
                session, protocols.data(), static_cast<unsigned>(protocols.size()),
                options.alpn_mandatory ? unsigned{GNUTLS_ALPN_MANDATORY} : 0U),
            "ALPN");
  }
  if (options.session_tickets) {
    gnutls_datum_t key{};
    require(gnutls_session_ticket_key_generate(&key), "ticket key");
    const int enabled = gnutls_session_ticket_enable_server(session, &key);
    gnutls_free(key.data);
    require(enabled, "tickets");
  }
  gnutls_handshake_set_timeout(session, 0);
  gnutls_transport_set_ptr(session, this);
  gnutls_transport_set_pull_function(session, pull);
  gnutls_transport_set_push_function(session, push);
  gnutls_transport_set_pull_timeout_function(session, pull_timeout);
}

ssize_t GnutlsServer::Impl::pull(gnutls_transport_ptr_t self, void* buffer, std::size_t size) {
  auto& impl = *static_cast<Impl*>(self);
  if (impl.inbox.empty()) {
    gnutls_transport_set_errno(impl.session, EAGAIN);
    return -1;
  }
  const std::size_t count = std::min(size, impl.inbox.size());
  std::memcpy(buffer, impl.inbox.data(), count);
  impl.inbox.erase(0, count);
  return static_cast<ssize_t>(count);
}

ssize_t GnutlsServer::Impl::push(gnutls_transport_ptr_t self, const void* data, std::size_t size) {
  static_cast<Impl*>(self)->outbox.append(static_cast<const char*>(data), size);
  return static_cast<ssize_t>(size);
}

void GnutlsServer::Impl::advance() {
  while (!open && !ended) {
    const int code = gnutls_handshake(session);
    if (code == GNUTLS_E_SUCCESS) {
      open = true;
    } else if (only_waits(code)) {
      // It says so behind each record that does not end a message, whether or not more are there.
      if (inbox.empty()) return;
    } else if (gnutls_error_is_fatal(code) != 0) {
      // It leaves the alert to the application, and most applications send it.
      gnutls_alert_send_appropriate(session, code);
      failure = code;
      ended = true;
    }  // else a warning, or the client's own alert of that kind: on with it
  }
  std::array<char, 4096> buffer{};
  while (!ended) {
    const ssize_t count = gnutls_record_recv(session, buffer.data(), buffer.size());
    if (only_waits(count)) return;
    if (count > 0) {
      plaintext.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || gnutls_error_is_fatal(static_cast<int>(count)) != 0) {
      ended = true;
    }
  }
}

GnutlsServer::GnutlsServer(const GnutlsOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->set_credentials(options);
  impl_->set_session(options);
}

GnutlsServer::~GnutlsServer() = default;

void GnutlsServer::received(std::string_view bytes) {
  impl_->inbox += bytes;
  impl_->advance();
}

void GnutlsServer::write(std::string_view plaintext) {
  while (!plaintext.empty()) {
    const ssize_t count = gnutls_record_send(impl_->session, plaintext.data(), plaintext.size());
    require(static_cast<int>(std::min<ssize_t>(count, 0)), "write");
    plaintext.remove_prefix(static_cast<std::size_t>(count));
  }
}

void GnutlsServer::shut_down() { gnutls_bye(impl_->session, GNUTLS_SHUT_WR); }

std::string GnutlsServer::take_output() { return std::exchange(impl_->outbox, {}); }
std::string GnutlsServer::take_plaintext() { return std::exchange(impl_->plaintext, {}); }
bool GnutlsServer::open() const { return impl_->open; }
bool GnutlsServer::failed() const { return impl_->failure != 0; }

std::string GnutlsServer::failure() const {
  return impl_->failure != 0 ? gnutls_strerror(impl_->failure) : "";
}

}  // namespace support
