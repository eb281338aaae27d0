// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/records.hpp"

namespace outcome {

// Whether the server of a concluded visit has asked to be visited less often, as a 421 ("service
// not available, closing", RFC 5321 section 4.2.2), a 454 ("TLS not available due to temporary
// reason", RFC 3207 section 4) and words about limits and load do. Who does not let us in at all
// does not ask for patience.
bool asks_patience(const model::EndpointRecord& visit);

}  // namespace outcome
