// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/second_look.hpp"

#include <algorithm>
#include <array>

namespace plan {
namespace {

using std::chrono::minutes;

struct Rest {
  std::string_view what;  // a whole code, or its part behind the dot
  minutes rest;
};

constexpr std::array<Rest, 15> kRests{{
    // Greylisting usually opens after five minutes; postscreen lets in whom its tests after the
    // greeting have passed, and forgets a pass no sooner than that.
    {"greylisted", minutes(6)},
    {"must_wait", minutes(6)},
    // Postfix's anvil counts over a minute, others over ten.
    {"rate_limited", minutes(10)},
    {"overloaded", minutes(5)},
    {"temporary", minutes(5)},
    {"tls_unavailable", minutes(5)},
    {"tarpit", minutes(5)},
    {"timeout", minutes(5)},  // of connect and handshake too
    {"connect.failed", minutes(5)},
    // Who closes instead of a greeting may count connections.
    {"banner.closed", minutes(10)},
    {"banner.reset", minutes(10)},
    {"ehlo.closed", minutes(10)},
    {"ehlo.reset", minutes(10)},
    // Some offer STARTTLS only to those whom they have seen before (RFC 7672 section 9.2).
    {"starttls.not_offered", minutes(15)},
    {"starttls.stripped", minutes(15)},
}};

}  // namespace

base::Milliseconds rest_before_second_look(std::string_view code) {
  const std::string_view kind = code.substr(code.find('.') + 1);
  const auto found = std::find_if(kRests.begin(), kRests.end(), [&](const Rest& row) {
    return row.what == code || row.what == kind;
  });
  return found == kRests.end() ? base::Milliseconds(0) : base::Milliseconds(found->rest);
}

}  // namespace plan
