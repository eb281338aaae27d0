// SPDX-License-Identifier: GPL-3.0-or-later
#include "reply.hpp"

#include <algorithm>

namespace mxlab {
namespace {

// A client that reads an endless reply to here has shown that it has no limit.
constexpr std::size_t endless_limit = 256U << 20U;

}  // namespace

void ReplyPlayer::start(const Reply& reply) {
  reply_ = &reply;
  part_ = offset_ = endless_sent_ = 0;
  waited_ = false;
}

ReplyPlayer::Turn ReplyPlayer::next() {
  while (part_ < reply_->parts.size()) {
    const Turn turn = next_in_part(reply_->parts[part_]);
    if (turn.kind != Turn::Kind::done) return turn;
    ++part_;
    offset_ = 0;
    waited_ = false;
  }
  return reply_->endless.empty() ? Turn{} : next_endless();
}

ReplyPlayer::Turn ReplyPlayer::next_in_part(const Part& part) {
  const std::string_view left = std::string_view(part.bytes).substr(offset_);
  if (left.empty() && offset_ > 0) return {};
  const std::uint32_t wait_ms = offset_ == 0 ? part.pace.delay_ms : part.pace.split_delay_ms;
  if (!waited_ && wait_ms > 0) {
    waited_ = true;
    return {Turn::Kind::wait, {}, wait_ms};
  }
  if (left.empty()) return {};
  waited_ = false;
  const std::string_view segment = part.pace.split == 0 ? left : left.substr(0, part.pace.split);
  offset_ += segment.size();
  return {Turn::Kind::send, segment, 0};
}

ReplyPlayer::Turn ReplyPlayer::next_endless() {
  if (endless_sent_ >= endless_limit) return {};
  if (!waited_) {
    waited_ = true;
    // At least a millisecond, so that one fast reader does not starve the others.
    return {Turn::Kind::wait, {}, std::max<std::uint32_t>(reply_->endless_interval_ms, 1)};
  }
  waited_ = false;
  endless_sent_ += reply_->endless.size();
  return {Turn::Kind::send, reply_->endless, 0};
}

}  // namespace mxlab
