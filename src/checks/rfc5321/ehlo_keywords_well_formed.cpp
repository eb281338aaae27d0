// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.hpp"
#include "checks/check.hpp"

namespace checks::rfc5321 {
namespace {

// "AUTH=LOGIN" beside "AUTH LOGIN" was for clients older than RFC 2554, and does no harm.
Result informs_of_old_auth(const Fact& broken) {
  const bool only_auth = !broken.list.empty() &&
                         std::all_of(broken.list.begin(), broken.list.end(), [](const auto& word) {
                           return base::starts_with_ignoring_case(word, "AUTH=");
                         });
  return only_auth ? Result::info : Result::warn;
}

}  // namespace

Check ehlo_keywords_well_formed() {
  return {
      .requirement =
          "Each further line of the EHLO reply is a keyword of letters, digits and hyphens, and "
          "parameters in printable ASCII.",
      .level = Level::must,
      .citations =
          {{"RFC 5321", "4.1.1.1",
            "ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / \"-\"); ehlo-param = 1*(%d33-126)."}},
      .precedence =
          "Senders ignore a line that they do not know: a warning, and information for AUTH=, "
          "which was for clients older than RFC 2554.",
      .wants = {yes("ehlo_keywords_well_formed")},
      .broken_by = informs_of_old_auth,
      .tested =
          "The lines of every EHLO reply are read, in cleartext and inside TLS; blanks too many do "
          "not count.",
      .remedies = {
          {"Postfix", "broken_sasl_auth_clients = no: \"AUTH=\" was for clients of the nineties."},
          {"Exim", "The line \"AUTH=\" is not Exim's own: look for a proxy in front of it."},
          {"", "Take texts that are no keywords out of the list."}}};
}

}  // namespace checks::rfc5321
