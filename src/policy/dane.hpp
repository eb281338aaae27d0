// SPDX-License-Identifier: GPL-3.0-or-later
//
// DANE for SMTP (RFC 7672, RFC 7671): what a sender that follows it makes of a domain, host by host
// and address by address. Pure. What matches what is facts/dane_match's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/dane_match.hpp"
#include "policy/view.hpp"

namespace policy {

// Worst first, but for `unknown`, `none`.
enum class DaneState : std::uint8_t {
  invalid,        // usable records, and at one address at least none of them fits, or no TLS at all
  lookup_failed,  // senders keep away from the host (RFC 7672 section 2.1.2)
  unknown,
  unusable,  // signed records, and none that can be used: TLS is wanted, and no proof (RFC
             // 7672 2.2)
  half,      // they fit, but the MX answer that leads to the host is not signed (RFC 7672 2.2.1)
  rollover,  // they fit, and a usable one fits nothing: of the next key, or of the last
  valid,
  none,  // DANE is none of this host's: no records, or not signed
};
std::string_view to_string(DaneState state);

// What a record is worth at one server.
enum class RecordUse : std::uint8_t {
  matches,
  matches_nothing,
  outweighed,  // a stronger digest of the same usage and selector counts (RFC 7671 section 9)
  unusable,    // usages 0 and 1, unknown numbers, data of a wrong length
  unknown,     // the certificates are not known
};
std::string_view to_string(RecordUse use);

struct RecordAtServer {
  model::TlsaRecord record;
  RecordUse use = RecordUse::unknown;
  std::string why{};  // a clause without a full stop: "the server's key", "usage 1"
};

struct DaneAtServer {
  std::string endpoint_id;
  facts::DaneMatch match;  // .dane fails too where STARTTLS is not offered or no handshake succeeds
  std::vector<RecordAtServer> records{};
  std::string_view
      tlsrpt_result{};  // that a sender would report (RFC 8460 section 4.3); empty: none
};

struct DaneAtHost {
  std::string mx_host;
  unsigned preference = 0;
  std::string tlsa_name{};  // "_25._tcp.mx.example.org", where the records stand; empty: not asked
  DaneState state = DaneState::unknown;
  std::string why{};                 // a clause without a full stop; empty where valid
  std::string_view tlsrpt_result{};  // the same as of its servers
  std::vector<DaneAtServer> servers{};
};

enum class Coverage : std::uint8_t { all, some, none };
std::string_view to_string(Coverage coverage);

struct DaneOfDomain {
  DaneState state =
      DaneState::none;  // the worst of the hosts that have records; none where no host has any
  Coverage coverage = Coverage::none;  // how many of the hosts have signed records
  bool mx_signed = false;              // the AD flag stood on the MX answer
  std::string why{};                   // of the worst host, with its name
  std::string_view tlsrpt_result{};
  std::vector<DaneAtHost> hosts{};  // in the order of the domain's exchanges
};

DaneOfDomain dane_of(const View& view);

}  // namespace policy
