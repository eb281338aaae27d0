// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/records.hpp"
#include "senders/confirmation.hpp"
#include "servers.hpp"

namespace matrix {

// Behind this visit to it, the own hello of every sender that is built in: whether the server
// answers as its facts let us expect. One for each sender.
std::vector<senders::Confirmation> confirm(model::EndpointRecord visit, const Server& server);

}  // namespace matrix
