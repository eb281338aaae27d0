// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/probe.hpp"
#include "model/records.hpp"
#include "servers.hpp"

namespace matrix {

// Every built-in probe against the server, each a whole conversation: EHLO, STARTTLS, TLS, QUIT.
// The plain probe is played first and last, and the legacy one beside it where the plain one does
// not come through; a conversation that the server ended without a word of TLS is played twice.
model::EndpointRecord visit(const Server& server);

// One more conversation of a visit to it, with this probe, in its form for the visit's port; twice
// where the server ended it without a word of TLS.
void converse(model::EndpointRecord& visit, const Server& server, const model::Probe& probe);

// Lists its suites and groups, by hellos without what it has chosen so far; it must have been
// visited with the probes starttls, tls12 and tls13.
void enumerate(model::EndpointRecord& visit, const Server& server);

// A visit that nothing was said in yet.
model::EndpointRecord new_visit();

}  // namespace matrix
