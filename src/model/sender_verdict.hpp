// SPDX-License-Identifier: GPL-3.0-or-later
//
// What would become of a message of one kind of sender (src/senders predicts; results-schema/
// describes).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/sender.hpp"

namespace model {

// The same, if one thing were otherwise.
enum class WhatIf : std::uint8_t {
  mta_sts_enforce,  // the receiver publishes an MTA-STS policy with mode enforce and these MX hosts
  tlsa,             // the receiver publishes TLSA records that fit its certificates
  sender_enforces,  // the sender's administrator makes TLS mandatory
  tls1_2_off,       // the receiver switches off TLS 1.2 and older
  expires_tomorrow,  // the receiver's certificate runs out
};
inline constexpr std::size_t kWhatIfs = 5;
std::string_view to_string(WhatIf what_if);

struct SenderVerdict {
  std::string sender;  // id
  Delivery delivery = Delivery::unknown;
  // Why it is not TLS with proof, or not known: a clause without a full stop. Empty where there is
  // nothing to say.
  std::string reason{};
  // The first fact that stands in the way, or is not known; a literal. Empty: none does.
  std::string_view property{};
  std::optional<double> clear_after_minutes{};  // the earliest, of a delivery in clear
  std::optional<double> bounce_after_hours{};   // where nothing changes; 0: at once
  std::string_view
      tlsrpt_result{};  // what the sender would report (RFC 8460 section 4.3); empty: nothing
  std::string tlsrpt_reason{};  // failure-reason-code
  // Of a domain's: where the message goes, or where the sender gives up. Empty: nowhere.
  std::string endpoint_id{};
  std::array<Delivery, kWhatIfs> what_if{};  // by WhatIf

  bool operator==(const SenderVerdict&) const = default;
};

}  // namespace model
