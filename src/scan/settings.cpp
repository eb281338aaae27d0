// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/settings.hpp"

#include <algorithm>
#include <cmath>

#include "scan/special_purpose.hpp"

namespace scan {

base::Milliseconds Settings::spacing() const {
  const double least = 1.0 / 3'600;  // an hour at most, as in Pace
  const double rate = std::max(rates.per_address, least);
  return base::Milliseconds(rates.per_address <= 0 ? 0 : std::lround(1'000.0 / rate));
}

bool Settings::permits(const base::IpAddress& address) const {
  return !is_special_purpose(address) || std::any_of(allowed_private.begin(), allowed_private.end(),
                                                     [&address](const base::IpNetwork& network) {
                                                       return network.contains(address);
                                                     });
}

}  // namespace scan
