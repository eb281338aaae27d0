// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ip_address.hpp"
#include "base/time.hpp"

namespace scan {

// What a run was asked to do. Read-only once it has begun.
struct Settings {
  std::string run_id;
  // What EHLO says. Empty: nobody but the loopback is spoken to, as "localhost".
  std::string client_name;
  std::optional<base::IpAddress>
      source;  // local address to connect from, for targets of its family
  std::uint16_t port = 25;
  // Private, loopback and reserved networks that are targets all the same.
  std::vector<base::IpNetwork> allowed_private;
  std::size_t senders = 1000;  // conversations at once
  base::Milliseconds connect_limit{10'000};
  base::Milliseconds target_limit{180'000};  // one conversation, from SYN to QUIT
  // Between the end of one conversation with an address and the beginning of the next. Why 5 s:
  // some servers allow two connections a minute, most count failures over ten.
  base::Milliseconds spacing{5'000};
  // The targets belong to whoever runs this: several conversations with one address at once, and no
  // budget of dirty closes.
  bool authorized = false;
  // Dirty closes that a visit can make before it looks at the budget itself (DirtyBudget).
  std::size_t dirty_closes_expected = 2;

  // May this address be contacted, as far as its kind goes?
  [[nodiscard]] bool permits(const base::IpAddress& address) const;

  // Domains whose lookups are under way at once: so few that a domain's address lookups do not
  // queue behind the MX lookups of thousands of others.
  static constexpr std::size_t kMaxResolving = 500;

  // Domains under way at once, most of which then wait for an address that rests.
  static constexpr std::size_t kMaxDomains = 50'000;

  // With one address that is ours.
  static constexpr std::size_t kConversationsAtOnce = 8;

  // Limits on what one domain's DNS can make us do.
  static constexpr std::size_t kMaxExchanges = 10;
  static constexpr std::size_t kMaxAddresses = 16;  // of one exchange, each family
};

}  // namespace scan
