// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remedies that several checks of a domain have in common.
#pragma once

#include <vector>

#include "checks/check.hpp"

namespace checks {

// DNSSEC for a zone that has none.
inline std::vector<Remedy> signed_zone() {
  return {
      {"",
       "Sign the zone and hand its DS record to the registrar. Behind a resolver that does not "
       "validate nothing is signed: ask one that does before anything is changed."},
      {"BIND", "Write dnssec-policy default; into the zone (9.16 or newer)."},
      {"Knot DNS", "Write dnssec-signing: on into the zone."},
      {"PowerDNS", "Run pdnsutil secure-zone ZONE."},
  };
}

// A TLSA record that every DANE sender reads.
inline std::vector<Remedy> plain_tlsa() {
  return {
      {"",
       "Publish _25._tcp.mx.example.org. TLSA 3 1 1 DIGEST, where DIGEST comes from openssl x509 "
       "-in mx.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256. Let "
       "renewals keep the key, or publish the next key's record before it is used."},
      {"certbot", "--reuse-key keeps the key, and with it the record, when it renews."},
  };
}

}  // namespace checks
