// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/proxy_watch.hpp"

#include "scan/vantage.hpp"

namespace scan {
namespace {

std::string last_two_labels(const std::string& host) {
  const std::size_t last = host.rfind('.');
  const std::size_t before =
      last == std::string::npos || last == 0 ? last : host.rfind('.', last - 1);
  return before == std::string::npos ? host : host.substr(before + 1);
}

}  // namespace

void ProxyWatch::greeted(const model::Endpoint& endpoint, std::string_view greeting) {
  if (differs_ || domains_.size() >= kLeastDomains * 4) return;
  const std::string_view name = greeting.substr(0, greeting.find(' '));
  if (name_.empty()) name_ = name;
  differs_ = name_ != name;
  networks_.insert(network_of(endpoint.ip));
  domains_.insert(last_two_labels(endpoint.mx_host));
}

std::string ProxyWatch::suspected() const {
  const bool enough = networks_.size() >= kLeastNetworks && domains_.size() >= kLeastDomains;
  return enough && !differs_ ? name_ : std::string();
}

}  // namespace scan
