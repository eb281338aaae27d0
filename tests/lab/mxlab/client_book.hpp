// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <unordered_map>

#include "address.hpp"
#include "behaviour.hpp"

namespace mxlab {

// What one listening address remembers of its clients, to enforce Limits.
class ClientBook {
 public:
  // The reply that turns this connection away, or nullptr: welcome. Either way the client counts
  // as connected until leave().
  const Reply* arrive(const Address& client, const Limits& limits, std::uint64_t now_ms);
  void leave(const Address& client);

  // True when this client may not begin TLS again within the minute.
  bool starttls_refused(const Address& client, const Limits& limits, std::uint64_t now_ms);

 private:
  struct Window {
    std::uint64_t since_ms = 0;
    std::uint32_t count = 0;

    std::uint32_t add(std::uint64_t now_ms);
  };
  struct Client {
    std::uint32_t concurrent = 0;
    std::uint64_t seen = 0;
    Window connections, starttls;
  };

  Client& client_at(const Address& address);

  std::unordered_map<Address, Client, AddressHash> clients_;
};

}  // namespace mxlab
