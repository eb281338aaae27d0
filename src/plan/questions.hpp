// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which probe answers what: the table that a visit's plan is made of.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "model/probe.hpp"

namespace plan {

struct Question {
  std::string_view probe;
  model::Tier tier;  // the least thorough visit that asks it
  // It is played while one of these facts was asked by nobody.
  std::vector<std::string_view> facts;
  // Probes that ask this together with other things: played first, and this one only when one of
  // them was played and left the fact open. Empty: it is asked at once.
  std::vector<std::string_view> shared = {};
  // Played only while this fact is not `no`: nobody is asked for post-quantum groups in TLS 1.2.
  std::string_view unless_not = {};
  // Enumeration is likely to answer it: asked behind it.
  bool enumerated = false;
};

// In the order played: what ends cleanly first, so that what is known early came without a dirty
// close.
std::span<const Question> questions();

}  // namespace plan
