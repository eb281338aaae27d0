// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/settings.hpp"

#include <algorithm>
#include <chrono>

#include "net/token_bucket.hpp"
#include "scan/special_purpose.hpp"

namespace scan {

base::Milliseconds Settings::spacing() const {
  return std::chrono::ceil<base::Milliseconds>(net::interval_of(rates.per_address));
}

bool Settings::permits(const base::IpAddress& address) const {
  return !is_special_purpose(address) || std::any_of(allowed_private.begin(), allowed_private.end(),
                                                     [&address](const base::IpNetwork& network) {
                                                       return network.contains(address);
                                                     });
}

}  // namespace scan
