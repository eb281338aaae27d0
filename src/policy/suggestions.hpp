// SPDX-License-Identifier: GPL-3.0-or-later
//
// Records ready to be published. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/dane.hpp"
#include "policy/mta_sts.hpp"
#include "policy/records.hpp"
#include "policy/view.hpp"

namespace policy {

// One line of a zone file.
struct ZoneRecord {
  std::string name;        // "_25._tcp.mx.example.org.", with the final dot
  std::string type;        // "TLSA", "TXT"
  std::string value;       // in zone file syntax: "3 1 1 9f86...", "\"v=STSv1; id=...;\""
  std::string note{};      // a clause: which key it is of, why it is wanted; empty: nothing to say
  bool published = false;  // it is there already, as it should be
};

// What to publish so that all policies hold for the servers as they are, and why not, where it
// should not be: a record that locks mail out is not suggested. Without an MX host all but the two
// sentences is empty.
struct Suggestions {
  // 3 1 1 for every key seen at every host (RFC 7672 section 3.1); where records that are there
  // prove a key already, those, as published.
  std::vector<ZoneRecord> tlsa{};
  // Sentences about the hosts that have none in `tlsa`; empty: all have.
  std::string tlsa_why_not{};
  std::vector<ZoneRecord> tlsa_to_remove{};  // published, usable, and of no key that was seen
  ZoneRecord mta_sts_record{};               // with an id that differs from the one that is there
  std::string mta_sts_url{};     // "https://mta-sts.example.org/.well-known/mta-sts.txt"
  std::string mta_sts_policy{};  // its text, CRLF line ends (RFC 8461 section 3.2)
  // The mode of that text: testing where something stands against enforce, which the sentence says.
  std::string mta_sts_mode{};
  std::string mta_sts_why_not_enforce{};  // also where a policy that is there is left as it is
  ZoneRecord tlsrpt_record{};
};

// `id`: for the MTA-STS record, 1 to 32 letters and digits: the date and time as a rule.
Suggestions suggestions_of(const View& view, const DaneOfDomain& dane,
                           const MtaStsOfDomain& mta_sts, const TlsrptOfDomain& tlsrpt,
                           const std::string& id);

}  // namespace policy
