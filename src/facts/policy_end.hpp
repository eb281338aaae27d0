// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/records.hpp"

namespace facts {

// The fetch of an MTA-STS policy ended in a way that may be about us as well as about its host.
constexpr bool may_be_about_us(model::PolicyEnd end) {
  return end == model::PolicyEnd::timeout || end == model::PolicyEnd::private_address ||
         end == model::PolicyEnd::lookup_failed;
}

}  // namespace facts
