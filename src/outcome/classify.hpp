// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a conversation came out. Pure; the same for a conversation played now and one read back.
#pragma once

#include "model/outcome.hpp"
#include "model/records.hpp"

namespace outcome {

// The code of the table that fits, and the particulars. Never fails: every way to end has a code.
model::Outcome outcome_of(const model::Conversation& conversation);

}  // namespace outcome
