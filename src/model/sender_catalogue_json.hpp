// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/sender.hpp"

namespace model {

// The senders with all that there is to say, a JSON array, indented for people. Each entry is what
// its file would be if it extended no other and left nothing to a default, and "confidence", the
// worst of its sources.
std::string senders_document(const std::vector<Sender>& senders);

}  // namespace model
