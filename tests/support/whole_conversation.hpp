// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "model/probe.hpp"
#include "model/transcript.hpp"
#include "session/session.hpp"
#include "support/conversation_driver.hpp"
#include "support/tls_server.hpp"

namespace support {

// A probe played to its end with a mail server that answers in SMTP as Postfix does, and speaks TLS
// as `server` does: behind STARTTLS, or at once where the probe begins with TLS. The clock goes on
// when neither side has more to say.
model::Transcript whole_conversation(
    const model::Probe& probe, std::unique_ptr<TlsServer> server,
    const session::SessionSettings& settings = ConversationDriver::default_settings());

}  // namespace support
