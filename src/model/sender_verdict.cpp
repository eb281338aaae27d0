// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender_verdict.hpp"

namespace model {
namespace {

constexpr std::array<std::string_view, kWhatIfs> kWhatIfNames{
    "mta_sts_enforce", "tlsa", "sender_enforces", "tls1_2_off", "expires_tomorrow"};

}  // namespace

std::string_view to_string(WhatIf what_if) {
  return kWhatIfNames[static_cast<std::size_t>(what_if)];
}

}  // namespace model
