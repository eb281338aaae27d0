// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "senders/server.hpp"

namespace senders {

using Numbers = std::vector<std::uint16_t>;

// Whether the server does a key exchange with this group, in this version.
Answer does_group(const Server& server, std::uint16_t group, std::uint16_t version);

// The same with one of them. `no` for none at all.
Answer does_any_group(const Server& server, const Numbers& groups, std::uint16_t version);

}  // namespace senders
