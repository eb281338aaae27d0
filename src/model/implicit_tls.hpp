// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "model/endpoint.hpp"
#include "model/probe.hpp"

namespace model {

// The same probe for a port where TLS comes first (RFC 8314 section 3): its TLS step, then the
// greeting, then what stands behind its TLS step. EHLO in clear and STARTTLS are left out. Behind a
// hello there is no greeting, as nothing is said inside it. The id stays, so that the facts know
// the probe; one that begins with TLS already stays as it is.
//
// nullopt: it asks about what has no place there, because it has no TLS step, or says or does
// something else before it.
std::optional<Probe> implicit_form(const Probe& probe);

// The probe as it is played on this endpoint: its implicit form where the endpoint wants that.
std::optional<Probe> form_for(const Endpoint& endpoint, const Probe& probe);

}  // namespace model
