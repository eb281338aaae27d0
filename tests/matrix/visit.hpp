// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/records.hpp"
#include "servers.hpp"

namespace matrix {

// Every built-in probe against the server, each a whole conversation: EHLO, STARTTLS, TLS, QUIT.
// The plain probe is played first and last, and the legacy one beside it where the plain one does
// not come through; a conversation that the server ended without a word of TLS is played twice.
model::EndpointRecord visit(const Server& server);

}  // namespace matrix
