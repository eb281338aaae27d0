// SPDX-License-Identifier: GPL-3.0-or-later
//
// Predictions put to the test: each sender's own ClientHello is sent, and what the server answers
// is compared with what its facts had let us expect.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/probe.hpp"
#include "model/records.hpp"
#include "model/sender.hpp"

namespace senders {

enum class Agreement : std::uint8_t {
  not_played,
  agrees,
  disagrees,
  open,  // nothing was predicted, or nothing was seen: the conversation never came to TLS
};

struct Confirmation {
  std::string sender{};  // id
  Agreement agreement = Agreement::not_played;
  std::string predicted{};  // "a handshake", or why there is none; empty: not played
  std::string observed{};
};

// `plain` as far as TLS, and there the hello of a sender to a domain without policies. Each
// different hello once, however many send it; its id is "sender-" and that of the first of them.
std::vector<model::Probe> own_hellos(const model::Probe& plain,
                                     const std::vector<model::Sender>& all);

// One for each sender, in their order; `all` as it was for own_hellos. Of a visit that is over.
// The prediction is made of what the visit's other conversations show. Where the two disagree, the
// facts, the sender's file or this room are wrong, or the server is not the same at every time.
std::vector<Confirmation> confirmations_of(const model::EndpointRecord& visit,
                                           const std::vector<model::Sender>& all);

}  // namespace senders
