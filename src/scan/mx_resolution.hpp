// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "scan/intake.hpp"
#include "scan/policy_fetch.hpp"
#include "scan/settings.hpp"
#include "session/certificate_verifier.hpp"

namespace scan {

// What DNS says of one domain: its record, and the addresses to visit.
struct ResolvedDomain {
  model::DomainRecord record;  // endpoint_ids still empty
  struct Host {
    std::size_t exchange = 0;                // index in record.exchanges
    std::vector<base::IpAddress> addresses;  // IPv4 first
  };
  std::vector<Host> hosts;
};

// Finds the mail servers of a domain as a sender does (RFC 5321 section 5.1, RFC 7505): MX records
// sorted by preference; without MX records the domain itself, if it has an address; a null MX means
// none. A lookup that failed is not "no MX": its status says so. Of a target that is a host its
// addresses alone, with mx_status "named_host".
//
// With Settings::policy_records also what DNS says of TLS policies. A domain whose MX lookup was
// answered is asked for its MTA-STS and TLSRPT records (RFC 8461 section 3.1, RFC 8460 section 3).
// A host is asked for TLSA where the AD flag says that its addresses are signed: elsewhere TLSA
// proves nothing, and some name servers fail when they are asked (RFC 7672 section 2.2.2). For a
// host that is an alias TLSA stands at the name that it leads to or, without any there, at its own.
//
// With Settings::fetch_policies the policy that exactly one MTA-STS record announces is fetched
// (PolicyFetch); with Settings::caa_records each host that is looked up at all is asked for its CAA
// records, and without any the names above it, one label less each time (RFC 8659 section 3).
class MxResolution {
 public:
  using Done = std::function<void(ResolvedDomain)>;

  // Starts at once. `done` is called exactly once, never from inside this constructor, unless the
  // resolution is destroyed first; it may destroy the resolution. `verifier` judges the certificate
  // of a policy's host; without one no policy is fetched.
  MxResolution(net::Loop& loop, net::Resolver& resolver, const Settings& settings, Target target,
               Done done, session::CertificateVerifier* verifier = nullptr);
  MxResolution(const MxResolution&) = delete;
  MxResolution& operator=(const MxResolution&) = delete;

 private:
  void take_host();
  void mx_answered(const net::DnsAnswer& answer);
  void add_exchanges(const net::DnsAnswer& answer);
  void ask(const std::string& name, net::RecordType type,
           std::function<void(const net::DnsAnswer&)> answered);
  void look_up_addresses();
  void address_answered(std::size_t host, net::RecordType type, const net::DnsAnswer& answer);
  void look_up_policies();
  void mta_sts_answered(const net::DnsAnswer& answer);
  void look_up_caa(std::size_t exchange);
  void ask_caa(std::size_t exchange, std::string name, unsigned asked);
  void caa_answered(std::size_t exchange, const std::string& name, unsigned asked,
                    const net::DnsAnswer& answer);
  void look_up_tlsa(std::size_t exchange);
  void ask_tlsa(std::size_t exchange, const std::string& base);
  void tlsa_answered(std::size_t exchange, const std::string& base, const net::DnsAnswer& answer);
  void finish();

  net::Loop& loop_;
  net::Resolver& resolver_;
  const Settings& settings_;
  ResolvedDomain resolved_;
  Done done_;
  session::CertificateVerifier* verifier_;
  std::optional<PolicyFetch> policy_fetch_;  // once begun
  std::size_t lookups_ = 0;                  // under way, the fetch of a policy included
  std::shared_ptr<bool> alive_;  // callbacks outlive us: the resolver cannot forget a lookup
};

}  // namespace scan
