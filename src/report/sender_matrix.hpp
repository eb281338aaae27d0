// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/sender.hpp"
#include "model/sender_verdict.hpp"
#include "report/text_columns.hpp"

namespace report {

// What becomes of mail, for people, in lines of `columns`, at least 60: a sentence that counts,
// then the senders, those together that come out alike in everything, the worst first, each group
// with the first obstacle and with what becomes of it if one thing were otherwise. `mail`: "mail to
// example.org". `assumed`: ids of senders of whom something is only assumed, behind which stands a
// mark.
std::string sender_matrix(std::string_view mail, const std::vector<model::SenderVerdict>& verdicts,
                          const std::set<std::string>& assumed, std::size_t columns = kColumns);
// Of senders that are known: `senders` are those whom the verdicts are of.
std::string sender_matrix(std::string_view mail, const std::vector<model::SenderVerdict>& verdicts,
                          const std::vector<model::Sender>& senders);

// In the words of an operator: "returned after 5 days".
std::string delivery_text(const model::SenderVerdict& verdict);

}  // namespace report
