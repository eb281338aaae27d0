// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mxlab {

// What the server does once a reply has been sent.
enum class Then { go_on, close, reset, silence, tls };

// How bytes are put on the wire.
struct Pace {
  std::uint32_t delay_ms = 0;        // before the first byte
  std::uint32_t split = 0;           // bytes a segment; 0: all at once
  std::uint32_t split_delay_ms = 0;  // between two segments
};

struct Part {
  std::string bytes;
  Pace pace;
};

// Anything the server says: composed when the table is read, so that saying it costs a pointer.
struct Reply {
  std::vector<Part> parts;
  std::string endless;  // sent again and again after the parts; empty: the reply ends
  std::uint32_t endless_interval_ms = 0;
  Then then = Then::go_on;
};

// Plays one reply: says what to do now, again and again, until done. The reply must outlive it.
class ReplyPlayer {
 public:
  struct Turn {
    enum class Kind { send, wait, done } kind = Kind::done;
    std::string_view bytes{};
    std::uint32_t wait_ms = 0;
  };

  void start(const Reply& reply);
  void stop() { reply_ = nullptr; }
  bool active() const { return reply_ != nullptr; }
  Then then() const { return reply_->then; }

  // REQUIRES: active().
  Turn next();

 private:
  Turn next_in_part(const Part& part);
  Turn next_endless();

  const Reply* reply_ = nullptr;
  std::size_t part_ = 0;
  std::size_t offset_ = 0;
  std::size_t endless_sent_ = 0;
  bool waited_ = false;
};

}  // namespace mxlab
