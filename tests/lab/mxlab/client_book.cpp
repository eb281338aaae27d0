// SPDX-License-Identifier: GPL-3.0-or-later
#include "client_book.hpp"

namespace mxlab {
namespace {

constexpr std::size_t clients_limit = 65536;
constexpr std::uint64_t minute_ms = 60000;

}  // namespace

std::uint32_t ClientBook::Window::add(std::uint64_t now_ms) {
  if (now_ms - since_ms >= minute_ms) {
    since_ms = now_ms;
    count = 0;
  }
  return ++count;
}

ClientBook::Client& ClientBook::client_at(const Address& address) {
  if (clients_.size() >= clients_limit) {
    std::erase_if(clients_, [](const auto& entry) { return entry.second.concurrent == 0; });
  }
  return clients_[address];
}

const Reply* ClientBook::arrive(const Address& address, const Limits& limits,
                                std::uint64_t now_ms) {
  Client& client = client_at(address);
  ++client.concurrent;
  ++client.seen;
  const std::uint32_t in_minute = client.connections.add(now_ms);
  if (client.seen <= limits.refuse_first) return &limits.refuse_first_reply;
  const auto over = [](std::uint32_t count, std::uint32_t limit) {
    return limit > 0 && count > limit;
  };
  const bool refused = over(client.concurrent, limits.max_connections_per_client) ||
                       over(in_minute, limits.connections_per_minute);
  return refused ? &limits.reply : nullptr;
}

void ClientBook::leave(const Address& address) {
  const auto found = clients_.find(address);
  if (found != clients_.end() && found->second.concurrent > 0) --found->second.concurrent;
}

bool ClientBook::starttls_refused(const Address& address, const Limits& limits,
                                  std::uint64_t now_ms) {
  if (limits.starttls_per_minute == 0) return false;
  return client_at(address).starttls.add(now_ms) > limits.starttls_per_minute;
}

}  // namespace mxlab
