// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "session/tls_engine.hpp"

namespace session {

std::string wolfssl_version();  // "5.7.2"

// wolfSSL's contexts, one for each offer met. Threading: one TlsContexts per thread; sharing
// a wolfSSL context between threads is a data race when its first connections are made.
class TlsContexts {
 public:
  TlsContexts();
  ~TlsContexts();
  TlsContexts(const TlsContexts&) = delete;
  TlsContexts& operator=(const TlsContexts&) = delete;

 private:
  friend class TlsClient;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A complete handshake by wolfSSL. It accepts every certificate, because its task is to find out;
// what the certificate is worth is judged elsewhere (certificate_verifier.hpp).
class TlsClient final : public TlsEngine {
 public:
  // Offers what wolfSSL has of `offer`; when it has nothing of its cipher suites or groups, the
  // client has failed before it said anything. `contexts` must outlive the client.
  TlsClient(TlsContexts& contexts, const model::TlsOffer& offer, const ServerNames& names);
  ~TlsClient() override;

  void start() override;
  void received(std::string_view bytes) override;
  void write(std::string_view plaintext) override;
  void shut_down() override;
  [[nodiscard]] State state() const override;
  std::string take_output() override;
  std::string take_plaintext() override;
  model::TlsLog take_log() override;
  void complete(model::TlsLog& log) const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace session
