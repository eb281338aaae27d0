// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/sender.hpp"

namespace cli {

// Two lines a sender, by software: what it verifies, looks for and does where TLS fails. Within 100
// columns.
std::string senders_text(const std::vector<model::Sender>& senders);
// One in full, with its sources. Within 100 columns.
std::string sender_text(const model::Sender& sender);

}  // namespace cli
