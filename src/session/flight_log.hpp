// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transcript.hpp"
#include "wire/tls_flight.hpp"

namespace session {

// What the wire shows in clear of both directions: the part of the log that both TLS engines share.
model::TlsLog log_of(wire::TlsFlight from_server, wire::TlsFlight from_client);

}  // namespace session
