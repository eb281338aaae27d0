// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/endpoint.hpp"

#include <fmt/core.h>

namespace model {

std::string endpoint_id(const Endpoint& endpoint) {
  const std::string ip = endpoint.ip.to_string();
  return endpoint.ip.is_ipv4() ? fmt::format("{}/{}:{}", endpoint.mx_host, ip, endpoint.port)
                               : fmt::format("{}/[{}]:{}", endpoint.mx_host, ip, endpoint.port);
}

}  // namespace model
