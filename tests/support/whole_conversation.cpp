// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/whole_conversation.hpp"

#include <string_view>
#include <utility>

namespace support {
namespace {

// Postfix's manner: outside TLS no AUTH.
void play_to_tls(ConversationDriver& driver) {
  driver.connect();
  driver.say("220 mx.test ESMTP\r\n");
  (void)driver.heard();
  driver.say("250-mx.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n");
  (void)driver.heard();
  driver.say("220 2.0.0 Ready to start TLS\r\n");
}

void answer_inside_tls(ConversationDriver& driver, std::string_view line) {
  if (line.starts_with("EHLO")) {
    driver.say("250-mx.test\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n");
  } else {
    driver.shut_down_tls("221 2.0.0 Bye\r\n");
    if (!driver.ended()) driver.fin();
  }
}

}  // namespace

model::Transcript whole_conversation(const model::Probe& probe, std::unique_ptr<TlsServer> server,
                                     const session::SessionSettings& settings) {
  constexpr base::Milliseconds kTick{100};
  ConversationDriver driver(probe, settings);
  play_to_tls(driver);
  driver.begin_tls(std::move(server));
  while (!driver.ended()) {
    const std::string line = driver.heard();
    if (!line.empty()) {
      answer_inside_tls(driver, line);
    } else if (driver.ended()) {
      break;
    } else if (driver.server()->failed()) {
      driver.fin();
    } else {
      driver.pass_time(kTick);  // for segments that wait, or for our limits
    }
  }
  return driver.transcript();
}

}  // namespace support
