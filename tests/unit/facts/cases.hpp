// SPDX-License-Identifier: GPL-3.0-or-later
//
// What each fact must be for which visit, as tables. A fact without a `yes`, a `no` and an unknown
// among them fails the guard (every_fact_test.cpp).
#pragma once

#include <string_view>
#include <vector>

#include "visit.hpp"

namespace test {

struct Case {
  std::string_view fact;
  std::string_view says;  // "yes", "no", or the doubt: "not_asked"
  std::string_view when;
  void (*play)(Visit& visit);
};

std::vector<Case> smtp_cases();
std::vector<Case> starttls_hygiene_cases();
std::vector<Case> smtp_command_cases();
std::vector<Case> smtp_reply_cases();
std::vector<Case> ehlo_keyword_cases();
std::vector<Case> version_cases();
std::vector<Case> ssl2_cases();
std::vector<Case> extension_cases();
std::vector<Case> server_message_cases();
std::vector<Case> key_exchange_cases();
std::vector<Case> group_cases();
std::vector<Case> server_name_cases();
std::vector<Case> tolerance_cases();
std::vector<Case> certificate_cases();
std::vector<Case> certificate_form_cases();
std::vector<Case> certificate_path_cases();
std::vector<Case> certificate_digest_cases();
std::vector<Case> key_usage_cases();
std::vector<Case> identity_cases();
std::vector<Case> enumeration_cases();

// In a TEST_CASE: each case of the table as an assertion of its own.
void check(const std::vector<Case>& cases);

}  // namespace test
