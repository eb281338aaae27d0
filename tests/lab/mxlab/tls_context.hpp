// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "authority.hpp"
#include "behaviour.hpp"
#include "openssl_ptr.hpp"

namespace mxlab {

using Identities = std::map<std::string, std::shared_ptr<const Identity>>;

// One TLS configuration, shared by all conversations that have it. OpenSSL holds a pointer to it.
class TlsContext {
 public:
  // Throws StartError, with the path of the behaviour in the table.
  TlsContext(const std::string& behaviour, const TlsProfile& profile, const Identities& identities);
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  SslPtr new_connection() const;

 private:
  void set_versions_and_ciphers();
  void set_options();
  void set_dh();
  void set_certificates(const Identities& identities);
  void set_callbacks();
  [[noreturn]] void refuse(const std::string& key, const std::string& value) const;

  static int choose_certificate(SSL* ssl, int* alert, void* self);
  static int choose_protocol(SSL* ssl, const unsigned char** out, unsigned char* out_size,
                             const unsigned char* in, unsigned int in_size, void* self);
  static int look_at_hello(SSL* ssl, int* alert, void* self);

  std::string behaviour_;
  const TlsProfile& profile_;
  std::string alpn_;  // as on the wire
  std::map<std::string, std::shared_ptr<const Identity>> by_name_;
  std::vector<std::shared_ptr<const Identity>> in_use_;
  SslContextPtr context_;
};

}  // namespace mxlab
