// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ip_address.hpp"
#include "base/time.hpp"
#include "model/records.hpp"

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
  // Visits that wait before one gate of Pace. With as many, further domains that lead there are set
  // aside; with half as many, they are taken back. At least 2.
  std::size_t crowd = 2'000;
  base::Milliseconds connect_limit{10'000};
  base::Milliseconds target_limit{180'000};  // one conversation, from SYN to QUIT
  // Conversations begun in a second, at most; 0: no limit. Why so few:
  //   all           at 50 a second the tables of small routers on the way (16,384 connections, kept
  //                 for two minutes each) stay half empty, and DNS sees some 150 queries
  //   per_address   some servers allow two connections a minute, most count failures over ten
  //   per_network   one owner as a rule, who sees the same stranger at each of 256 addresses
  //   per_operator  less than one busy sender opens there, and half a million customers in a day
  model::Rates rates{50, 0.2, 1, 5};
  // The targets belong to whoever runs this: several conversations with one address at once, and no
  // budget of dirty closes.
  bool authorized = false;
  // With one address that is ours.
  std::size_t conversations_at_once = 8;
  // Somebody waits for the answer: a visit that would have to wait for the budget of dirty closes,
  // as where several hosts share an address, ends instead.
  bool impatient = false;
  // Dirty closes that a visit can make before it looks at the budget itself (DirtyBudget).
  std::size_t dirty_closes_expected = 2;

  // Of a run that is divided among machines, the part that is ours; by address, so that an address
  // is one machine's.
  unsigned shards = 1;
  unsigned shard = 0;  // below `shards`

  // Also ask for what DNS says of TLS policies: TLSA, MTA-STS, TLSRPT.
  bool policy_records = false;
  // And fetch the MTA-STS policy that a domain announces (RFC 8461 section 3.3); needs
  // policy_records.
  bool fetch_policies = false;
  std::uint16_t policy_port = 443;
  base::Milliseconds policy_limit{60'000};  // connecting included, lookups not
  std::string user_agent = "waxseal";       // what the policy host is told; nobody else is
  // And for the CAA records that hold for each MX host (RFC 8659).
  bool caa_records = false;

  // Between the end of one conversation with an address and the beginning of the next.
  [[nodiscard]] base::Milliseconds spacing() const;
  // May this address be contacted, as far as its kind goes?
  [[nodiscard]] bool permits(const base::IpAddress& address) const;

  // Domains whose lookups are under way at once: so few that a domain's address lookups do not
  // queue behind the MX lookups of thousands of others.
  static constexpr std::size_t kMaxResolving = 500;

  // Domains under way at once, most of which then wait for an address that rests.
  static constexpr std::size_t kMaxDomains = 50'000;

  // Limits on what one domain's DNS can make us do.
  static constexpr std::size_t kMaxExchanges = 10;
  static constexpr std::size_t kMaxAddresses = 16;  // of one exchange, each family
  static constexpr unsigned kMaxCaaLookups = 8;     // of one exchange, from label to label
  // Of one lookup of TLSA, of CAA or of a policy's TXT records.
  static constexpr std::size_t kMaxPolicyRecords = 16;
  static constexpr std::size_t kMaxPolicyOctets = 8192;
};

}  // namespace scan
