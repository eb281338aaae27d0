// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/conversation.hpp"

#include <utility>

namespace scan {

Conversation::Conversation(net::Loop& loop, const model::Endpoint& endpoint,
                           const model::Probe& probe, const session::SessionSettings& settings,
                           session::TlsContexts& contexts,
                           const std::optional<base::IpAddress>& source, Done done)
    : loop_(loop),
      session_(probe, settings, contexts, loop.now(), loop.wall_now()),
      stream_(loop, *this),
      deadline_(loop,
                [this] {
                  session_.deadline_reached(loop_.now());
                  settle();
                }),
      done_(std::move(done)) {
  stream_.connect(endpoint.ip, endpoint.port, source);
  deadline_.start_at(session_.deadline());
}

void Conversation::cancel() {
  session_.cancel(loop_.now());
  settle();
}

void Conversation::connected() {
  session_.connected(loop_.now());
  settle();
}

void Conversation::connect_failed(int error) {
  session_.connect_failed(error, loop_.now());
  settle();
}

void Conversation::received(std::string_view bytes) {
  session_.received(bytes, loop_.now());
  settle();
}

void Conversation::closed(int error) {
  session_.closed(error, loop_.now());
  settle();
}

void Conversation::settle() {
  std::string output = session_.take_output();
  if (!output.empty()) stream_.write(std::move(output));
  if (!session_.ended()) return deadline_.start_at(session_.deadline());
  deadline_.stop();
  if (session_.wants_reset()) {
    stream_.reset();
  } else {
    stream_.close();
  }
  // Last: may destroy *this.
  if (auto done = std::exchange(done_, nullptr)) done(session_.take_transcript());
}

}  // namespace scan
