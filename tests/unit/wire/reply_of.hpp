// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <doctest/doctest.h>

#include "wire/smtp_reply.hpp"

namespace wire {

// The one reply that these octets are.
inline SmtpReply reply_of(const std::string& bytes) {
  SmtpReplyReader reader;
  reader.feed(bytes);
  REQUIRE(reader.complete());
  return reader.take();
}

}  // namespace wire
