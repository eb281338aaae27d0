// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/records.hpp"

namespace cli {

// What a newcomer wants to read when a scan has ended: how many, what share offers STARTTLS and
// completes a handshake, and what became of the rest. Several lines.
std::string summary(const model::RunRecord& record);

}  // namespace cli
