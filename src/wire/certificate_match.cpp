// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.hpp"
#include "wire/certificate.hpp"

namespace wire {

bool dns_name_matches(std::string_view pattern, std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  if (host.empty() || pattern.empty()) return false;
  if (pattern.substr(0, 2) != "*.") return base::equals_ignoring_case(pattern, host);
  const std::size_t dot = host.find('.');
  return dot != std::string_view::npos && dot > 0 &&
         base::equals_ignoring_case(pattern.substr(1), host.substr(dot));
}

bool certificate_matches(const CertificateFacts& certificate, std::string_view host) {
  if (const auto address = base::IpAddress::parse(host)) {
    return std::find(certificate.ip_addresses.begin(), certificate.ip_addresses.end(), *address) !=
           certificate.ip_addresses.end();
  }
  return std::any_of(certificate.dns_names.begin(), certificate.dns_names.end(),
                     [host](const std::string& name) { return dns_name_matches(name, host); });
}

}  // namespace wire
