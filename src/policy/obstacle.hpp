// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands between a sender that wants TLS and a mail server, as far as the facts of a visit
// show it. Pure.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/records.hpp"

namespace policy {

struct Obstacle {
  model::Answer passed = model::Answer::yes;
  std::string why{};                 // a clause without a full stop; empty where it is passed
  std::string_view property{};       // the fact that decides; a literal; empty: none of them
  std::string_view tlsrpt_result{};  // RFC 8460 section 4.3; empty unless it is not passed

  static Obstacle none() { return {}; }
  static Obstacle stands(std::string_view property, std::string why, std::string_view tlsrpt) {
    return {model::Answer::no, std::move(why), property, tlsrpt};
  }
  static Obstacle open(std::string_view property, std::string why) {
    return {model::Answer::unknown, std::move(why), property, {}};
  }
};

// The first that certainly stands; else the first of which it is not known; else none.
Obstacle first_of(std::initializer_list<Obstacle> obstacles);

// Of this name; where there is none, unknown(not_asked). The result lives as long as `facts`.
const model::Fact& fact_of(const std::vector<model::Fact>& facts, std::string_view name);

// On the way to a completed handshake. `record` may be null: nobody has looked at the server. What
// was throttled, blocked, silent or could not be reached is not known.
Obstacle before_tls(const model::EndpointRecord* record);

// From there to a session for one who follows MTA-STS (RFC 8461 section 4.2): TLS 1.2 or later, a
// certificate with a path to a trusted root, within its dates, of which a DNS name stands for the
// MX host (the common name does not), and an answer to EHLO inside TLS.
Obstacle within_tls(const model::EndpointRecord& record);

}  // namespace policy
