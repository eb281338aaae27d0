// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "net/loop.hpp"

namespace net {

// Gives a text to whoever asks for it by HTTP on this machine, in Prometheus's exposition format
// 0.0.4: every GET is answered with 200 and the text, whatever its path, everything else with 405
// (RFC 9110 section 15.5.6), and the connection is closed. It does not keep the loop running.
//
// Limits: a connection beyond kMaxConnections is closed at once; a request over kMaxRequest octets
// is answered with 431; a connection that has not asked after kPatience is reset.
class TextServer {
 public:
  static constexpr std::size_t kMaxConnections = 8;
  static constexpr std::size_t kMaxRequest = 4096;
  static constexpr base::Milliseconds kPatience{5'000};

  // `where`: "127.0.0.1:9100", "[::1]:9100", or "9100" for 127.0.0.1; port 0 is one of the kernel's
  // choice. `text` is called for each request and must not destroy the server. Fails with a
  // sentence for an address that is not on the loopback, and a port that is none or is taken.
  static base::Result<std::unique_ptr<TextServer>> listen(Loop& loop, std::string_view where,
                                                          std::function<std::string()> text,
                                                          base::Milliseconds patience = kPatience);
  // Connections under way are reset.
  ~TextServer();
  TextServer(const TextServer&) = delete;
  TextServer& operator=(const TextServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Impl;
  explicit TextServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
