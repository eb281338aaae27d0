// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <doctest/doctest.h>

#include "support/conversation_driver.hpp"

namespace test {

// Up to the first octet of TLS, which the driver keeps.
inline void play_to_tls(support::ConversationDriver& driver) {
  driver.connect();
  driver.say("220 mx.test ESMTP\r\n");
  REQUIRE(driver.heard() == "EHLO probe.test\r\n");
  driver.say("250-mx.test\r\n250 STARTTLS\r\n");
  REQUIRE(driver.heard() == "STARTTLS\r\n");
  driver.say("220 go\r\n");
}

}  // namespace test
