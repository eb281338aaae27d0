// SPDX-License-Identifier: GPL-3.0-or-later
// What a conversation writes into the statistics about its client.
#include "conversation.hpp"
#include "listener.hpp"

namespace mxlab {

void Conversation::note(const Command& command) {
  Statistics& statistics = listener_.statistics();
  ++statistics.commands[index_of(command.verb)];
  if (command.verb == Verb::ehlo || command.verb == Verb::helo) {
    statistics.ehlo_names.add(command.parameter);
  }
  if (command.verb == Verb::starttls && !input_.empty() && !inside_tls() && !early_tls_noted_) {
    early_tls_noted_ = true;
    ++statistics.early_before_tls;
  } else if (input_.find('\n') != std::string::npos && !pipelined_noted_) {
    pipelined_noted_ = true;
    ++statistics.pipelined;
  }
  if (command.verb == Verb::quit && !quit_said_) {
    quit_said_ = true;
    ++(inside_tls() ? statistics.quit_in_tls : statistics.quit_in_clear);
  }
}

// Bytes came: was it the client's turn?
void Conversation::note_early_talk() {
  Statistics& statistics = listener_.statistics();
  if (stage_ == Stage::greeting && !early_noted_) {
    early_noted_ = true;
    ++statistics.early_before_greeting;
    if (behaviour_.early_talk) {
      waiting_ = false;
      player_.start(*behaviour_.early_talk);
    }
  } else if (starttls_said_ && !early_tls_noted_) {
    early_tls_noted_ = true;
    ++statistics.early_before_tls;
  } else if (stage_ == Stage::commands && player_.active() && !pipelined_noted_) {
    pipelined_noted_ = true;
    ++statistics.pipelined;
  }
}

void Conversation::peer_left(bool was_reset) {
  if (ended_by_lab_ || quit_said_) return;
  Statistics& statistics = listener_.statistics();
  ++statistics.dirty_closes;
  if (was_reset) ++statistics.peer_resets;
  if (stage_ == Stage::handshake && hello_seen_) {
    ++statistics.handshakes_failed;
    statistics.handshake_failures.add(was_reset ? "reset by the peer" : "closed by the peer");
  }
}

}  // namespace mxlab
