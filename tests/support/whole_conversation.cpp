// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/whole_conversation.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace support {
namespace {

// Postfix's answers, in clear and inside TLS.
std::string reply_to(std::string_view command, bool inside_tls) {
  if (command.starts_with("EHLO")) {
    const std::string last = inside_tls ? "AUTH PLAIN" : "STARTTLS";  // outside TLS no AUTH
    return "250-mx.test\r\n250-PIPELINING\r\n250 " + last + "\r\n";
  }
  if (command == "NOOP" || command == "RSET") return "250 2.0.0 Ok\r\n";
  if (command.starts_with("MAIL FROM:")) return "250 2.1.0 Ok\r\n";
  if (command == "QUIT") return "221 2.0.0 Bye\r\n";
  if (!command.starts_with("STARTTLS")) return "500 5.5.2 Error: command not recognized\r\n";
  if (command != "STARTTLS") return "501 5.5.4 Syntax: STARTTLS\r\n";
  return inside_tls ? "554 5.5.1 Error: TLS already active\r\n"
                    : "220 2.0.0 Ready to start TLS\r\n";
}

// The lines that the client has said. What stands behind STARTTLS in clear is thrown away (RFC 3207
// section 4.2): whatever it is, TLS begins now.
void answer_in_clear(ConversationDriver& driver, std::string_view said,
                     std::unique_ptr<TlsServer>& server) {
  for (const std::string_view line : base::split(said, '\n')) {
    const std::string_view command = line.substr(0, line.find('\r'));
    if (command.empty()) continue;
    driver.say(reply_to(command, false));
    if (command == "STARTTLS") return driver.begin_tls(std::move(server));
  }
}

void answer_inside_tls(ConversationDriver& driver, std::string_view said) {
  for (const std::string_view line : base::split(said, '\n')) {
    const std::string_view command = line.substr(0, line.find('\r'));
    if (command.empty()) continue;
    if (command != "QUIT") {
      driver.say(reply_to(command, true));
      continue;
    }
    driver.shut_down_tls(reply_to(command, true));
    if (!driver.ended()) driver.fin();
  }
}

}  // namespace

model::Transcript whole_conversation(const model::Probe& probe, std::unique_ptr<TlsServer> server,
                                     const session::SessionSettings& settings) {
  constexpr base::Milliseconds kTick{100};
  ConversationDriver driver(probe, settings);
  driver.connect();
  const bool implicit_tls = model::tls_step(probe) == &probe.steps.front();
  if (implicit_tls) driver.begin_tls(std::move(server));
  bool greeted = false;
  while (!driver.ended()) {
    const bool may_greet = !implicit_tls || driver.server()->open();
    if (may_greet && !std::exchange(greeted, true)) driver.say("220 mx.test ESMTP\r\n");
    const std::string said = driver.heard();
    if (!said.empty()) {
      if (driver.server() == nullptr) {
        answer_in_clear(driver, said, server);
      } else {
        answer_inside_tls(driver, said);
      }
    } else if (driver.ended()) {
      break;
    } else if (driver.server() != nullptr && driver.server()->failed()) {
      driver.fin();
    } else {
      driver.pass_time(kTick);  // for segments that wait, or for our limits
    }
  }
  return driver.transcript();
}

}  // namespace support
