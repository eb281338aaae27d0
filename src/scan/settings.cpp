// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/settings.hpp"

#include <algorithm>

namespace scan {

bool Settings::permits(const base::IpAddress& address) const {
  return !address.is_special_purpose() ||
         std::any_of(
             allowed_private.begin(), allowed_private.end(),
             [&address](const base::IpNetwork& network) { return network.contains(address); });
}

}  // namespace scan
