// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace interop {

// Looks at one direction of a handshake: the first handshake message's records, and the first alert
// that is not encrypted. What is no TLS it leaves alone.
class Records {
 public:
  void feed(std::string_view bytes);

  // The records that carry the first handshake message, once it is whole; at most kMostOctets.
  [[nodiscard]] const std::string& first_message() const { return first_; }
  [[nodiscard]] bool first_is_whole() const { return whole_; }
  [[nodiscard]] std::optional<unsigned> alert() const { return alert_; }

 private:
  static constexpr std::size_t kMostOctets = 65536;

  void take(std::string_view record);

  std::string pending_;
  std::string first_;
  std::string message_;
  std::optional<unsigned> alert_;
  bool whole_ = false;
  bool lost_ = false;  // too much, or no TLS
};

}  // namespace interop
