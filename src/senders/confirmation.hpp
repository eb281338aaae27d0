// SPDX-License-Identifier: GPL-3.0-or-later
//
// A prediction put to the test: the sender's own ClientHello is sent, and what the server answers
// is compared with what its facts had let us expect.
#pragma once

#include <string>

#include "model/probe.hpp"
#include "model/records.hpp"
#include "model/sender.hpp"

namespace senders {

// `plain` as far as TLS, and there the sender's hello; its id is "sender-" and the sender's.
model::Probe own_hello(const model::Probe& plain, const model::Sender& sender);

enum class Agreement : std::uint8_t {
  not_played,
  agrees,
  disagrees,
  open,  // nothing was predicted, or nothing was seen: the conversation never came to TLS
};

struct Confirmation {
  Agreement agreement = Agreement::not_played;
  std::string predicted{};  // "a handshake", or why there is none
  std::string observed{};
};

// Of a visit whose facts are derived. Where they disagree, the facts, the sender's file or this
// room are wrong, or the server is not the same at every time.
Confirmation confirmation_of(const model::EndpointRecord& visit, const model::Sender& sender);

}  // namespace senders
