// SPDX-License-Identifier: GPL-3.0-or-later
//
// What goes to a DNS server and what comes back, as pure functions of bytes. RFC 1035, 6891, 8914.
//
// Reading is c-ares's. Writing is not: ares_dns_name_write() cuts a name whose presentation form
// is over 511 characters, and then another name is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/dns.hpp"

namespace net {

struct DnsQuestion {
  std::string name;  // in normal form
  std::string wire;  // as the Question section has it: name, type, class IN
  RecordType type = RecordType::a;
};
// nullopt: not a name that can be asked for.
std::optional<DnsQuestion> make_question(std::string_view name, RecordType type);

// A query with RD and AD set; with EDNS it announces room for 1,232 octets (no fragments).
std::string make_query(const DnsQuestion& question, std::uint16_t id, bool edns);

// Whether the message answers this very query, and how. Everything else that comes to our port
// is a mistake or a forgery and is not to be believed.
bool answers_query(std::string_view message, const DnsQuestion& question, std::uint16_t id);

struct DnsResponse {
  DnsAnswer answer;        // server and attempts are left empty
  bool truncated = false;  // the TC flag: the answer is not whole
  bool has_edns = false;
};
// Reads a message of at most 64 KiB that a stranger may have written. Never fails: a message that
// cannot be read has the status bad_answer. Aliases are followed from the question's name; records
// of other names are left out.
DnsResponse parse_response(std::string_view message, const DnsQuestion& question);

}  // namespace net
