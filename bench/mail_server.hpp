// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

#include "model/endpoint.hpp"

namespace bench {

// What all of them call themselves.
inline constexpr const char* kServerName = "mx.bench.test";

// Below the range that the kernel takes for outgoing connections, and another one for each run, so
// that two of them can go on side by side.
std::uint16_t some_port();

// The mail servers of mail_servers.json (tests/lab/mxlab plays them), as a process on the servers'
// core, and a folder for its keys that goes when it goes.
class MailServer {
 public:
  explicit MailServer(std::uint16_t port);
  ~MailServer();
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  // Its addresses 127.90.`block`.1 to `count`.
  [[nodiscard]] std::vector<model::Endpoint> endpoints(unsigned block, unsigned count) const;
  // The root that its certificates have, in PEM.
  [[nodiscard]] std::string roots() const;
  // For files that are to go with it.
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  std::uint16_t port_;
  std::string folder_;
  pid_t process_ = -1;
};

}  // namespace bench
