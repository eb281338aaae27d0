// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ip_address.hpp"
#include "model/records.hpp"
#include "net/https_fetch.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "scan/settings.hpp"
#include "session/certificate_verifier.hpp"

namespace scan {

// Fetches the MTA-STS policy of a domain from mta-sts.DOMAIN (RFC 8461 section 3.3), as a sender
// does, but for the certificate: one that a sender would refuse is told with the policy behind it.
// Whether there should be a policy at all is asked elsewhere.
//
// Limits: kMaxTries addresses, the first of each family that Settings::permits, the second only
// where the first gave no answer; Settings::policy_limit for all of it behind the lookups; those of
// net::HttpsFetch.
//
// Threading and ownership: as everything of a Loop. Destroying it ends it without a word.
class PolicyFetch {
 public:
  static constexpr std::size_t kMaxTries = 2;

  using Done = std::function<void(model::PolicyFetch)>;

  // Starts at once; everything given but `domain` must outlive it. `done` is called exactly once,
  // never from inside this constructor; it may destroy the fetch.
  PolicyFetch(net::Loop& loop, net::Resolver& resolver, session::CertificateVerifier& verifier,
              const Settings& settings, const std::string& domain, Done done);
  PolicyFetch(const PolicyFetch&) = delete;
  PolicyFetch& operator=(const PolicyFetch&) = delete;

 private:
  void look_up(net::RecordType type, net::DnsAnswer& answer);
  void addresses_known();
  void try_next();
  void answered(const net::HttpsAnswer& answer);
  void finish();

  net::Loop& loop_;
  net::Resolver& resolver_;
  session::CertificateVerifier& verifier_;
  const Settings& settings_;
  Done done_;
  model::PolicyFetch fetch_;
  base::Instant started_;
  base::Instant deadline_{};
  net::DnsAnswer ipv4_;
  net::DnsAnswer ipv6_;
  unsigned lookups_ = 0;                  // under way
  std::vector<base::IpAddress> to_try_;   // the next one last
  std::optional<net::HttpsFetch> https_;  // under way
  std::shared_ptr<bool> alive_;  // callbacks outlive us: the resolver cannot forget a lookup
};

}  // namespace scan
