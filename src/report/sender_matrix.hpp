// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/sender.hpp"
#include "model/sender_verdict.hpp"

namespace cli {

// What becomes of mail, for people, in 80 columns: a sentence that counts, then the senders, those
// together that come out alike in everything, the worst first, each group with the first obstacle
// and with what becomes of it if one thing were otherwise. `mail`: "mail to example.org".
// `senders`: whom the verdicts are of; behind the id of one of whom something is only assumed
// stands a mark.
std::string sender_matrix(std::string_view mail, const std::vector<model::SenderVerdict>& verdicts,
                          const std::vector<model::Sender>& senders);

// In the words of an operator: "returned after 5 days".
std::string delivery_text(const model::SenderVerdict& verdict);

}  // namespace cli
