// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "address.hpp"
#include "behaviour.hpp"
#include "certificate_spec.hpp"

namespace mxlab {

// One listening address. Connection n is served by sequence[n % size].
struct Listen {
  Address address;
  std::uint16_t port = 25;
  bool shared_socket = false;  // with all others of this port that say so
  std::vector<const Behaviour*> sequence;
};

// What the lab is: read once, constant afterwards.
struct Table {
  std::map<std::string, CertificateSpec> certificates;
  std::map<std::string, std::unique_ptr<Behaviour>> behaviours;
  std::vector<Listen> listen;
};

// REQUIRES: nothing; throws StartError with the file, the place in it and what to do.
// port_override, when not 0, stands for the port of entries that do not name one.
Table read_table(const std::string& file, std::uint16_t port_override);

}  // namespace mxlab
