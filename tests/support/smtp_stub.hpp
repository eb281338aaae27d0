// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace support {

// A mail server without STARTTLS that listens on one port of every 127.x address and counts. It
// answers from threads of its own.
class SmtpStub {
 public:
  // `hold`: says nothing until release() was called.
  explicit SmtpStub(bool hold = false);
  ~SmtpStub();
  SmtpStub(const SmtpStub&) = delete;
  SmtpStub& operator=(const SmtpStub&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  void release();

  struct Counts {
    unsigned connections = 0;
    unsigned at_once = 0;  // the most
    unsigned quits = 0;
  };
  // By local address.
  [[nodiscard]] std::map<std::string, Counts> counts() const;
  [[nodiscard]] unsigned open_now() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace support
