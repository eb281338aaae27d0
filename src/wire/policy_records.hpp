// SPDX-License-Identifier: GPL-3.0-or-later
//
// The TXT records with which a domain says that it has an MTA-STS policy (RFC 8461 section 3.1) and
// where reports on TLS go (RFC 8460 section 3), and TLSA records (RFC 6698 section 2). Reading
// never fails: what is wrong is said. Everything refers to the octets read, which must live as
// long.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

// Whether the record is meant to be one: it begins with the version, and that ends there. Others
// are passed over, whatever is in them.
bool is_mta_sts_record(std::string_view record);
bool is_tlsrpt_record(std::string_view record);

struct MtaStsRecord {
  std::string_view id;             // of the first such field; empty: there is none
  std::vector<std::string> flaws;  // for people: "no id"; empty: as the grammar has it
};
// At most 64 fields are read; more are a flaw.
MtaStsRecord read_mta_sts_record(std::string_view record);

struct TlsrptRecord {
  std::vector<std::string_view> uris;  // of rua, as they stand; at most 64
  std::vector<std::string> flaws;      // the same
};
TlsrptRecord read_tlsrpt_record(std::string_view record);

// Of a URI, in lower case (RFC 3986 section 3.1); empty: it has none.
std::string uri_scheme(std::string_view uri);

// What is wrong with a TLSA record by itself (RFC 6698 section 2.1, RFC 7218): a number that nobody
// knows, or data that cannot be what the matching type says. Empty: nothing.
std::string tlsa_flaw(std::uint8_t usage, std::uint8_t selector, std::uint8_t matching_type,
                      std::string_view data);

}  // namespace wire
