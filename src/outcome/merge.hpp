// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "model/outcome.hpp"
#include "model/records.hpp"

namespace outcome {

// What the conversations with the plain probe say together; nullopt: there was none. Every
// conversation must have its outcome.
//
//   measured counts before transient and transient before blocked: who was let in once has seen
//   more; what was measured twice and differently is a code of its own (intermittent); of those
//   that count alike the last one speaks.
std::optional<model::MergedOutcome> merged(const model::EndpointRecord& visit);

// Puts both into the record: each conversation's outcome, and what they say together.
void conclude(model::EndpointRecord& visit);

// The same for a domain whose mail goes nowhere, by its DNS; leaves others alone.
void conclude(model::DomainRecord& domain);

}  // namespace outcome
