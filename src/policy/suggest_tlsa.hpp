// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "policy/suggestions.hpp"

namespace policy {

// Fills in tlsa, tlsa_why_not and tlsa_to_remove.
void suggest_tlsa(const View& view, const DaneOfDomain& dane, Suggestions& suggestions);

}  // namespace policy
