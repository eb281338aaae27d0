// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "model/sender.hpp"
#include "senders/confirmation.hpp"

namespace cli {

// Every sender that is confirmed is a failed handshake in the server's log: more at a time only
// where the server is ours.
inline constexpr std::size_t kMostConfirmedUnasked = 4;

// The senders of --confirm-senders, none without the option; each once, in the order of `all`.
// nullopt, a message and the code: an id that nobody has, or what the option goes with is missing.
std::optional<std::vector<model::Sender>> senders_to_confirm(const ProbeOptions& options,
                                                             const std::vector<model::Sender>& all,
                                                             ExitCode& code);

// How many came out as predicted, and every one that did not, with both sides, in 80 columns.
std::string confirmations_text(const std::vector<senders::Confirmation>& confirmations);

}  // namespace cli
