// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "model/endpoint.hpp"

namespace scan {

// Tells mail servers from a transparent proxy on our way out that speaks SMTP in their place, as
// some networks have on port 25: servers of unrelated operators in unrelated networks do not all
// greet by one name. Such a proxy often hides STARTTLS, of everybody. Pure.
class ProxyWatch {
 public:
  static constexpr std::size_t kLeastNetworks = 30;  // /24, /48
  static constexpr std::size_t kLeastDomains = 10;   // of MX hosts: their last two labels

  // `greeting`: the text of a 220, without the code; its first word is the server's name (RFC 5321
  // section 4.2).
  void greeted(const model::Endpoint& endpoint, std::string_view greeting);

  // The name by which everybody greets; empty: there are several, or too few to tell.
  [[nodiscard]] std::string suspected() const;

 private:
  bool differs_ = false;
  std::string name_;
  std::set<std::string> networks_;
  std::set<std::string> domains_;
};

}  // namespace scan
