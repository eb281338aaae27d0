// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/extended_error.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace net {

namespace {

// IANA, "Extended DNS Error Codes".
constexpr std::array<std::string_view, 31> names = {
    "Other Error",
    "Unsupported DNSKEY Algorithm",
    "Unsupported DS Digest Type",
    "Stale Answer",
    "Forged Answer",
    "DNSSEC Indeterminate",
    "DNSSEC Bogus",
    "Signature Expired",
    "Signature Not Yet Valid",
    "DNSKEY Missing",
    "RRSIGs Missing",
    "No Zone Key Bit Set",
    "NSEC Missing",
    "Cached Error",
    "Not Ready",
    "Blocked",
    "Censored",
    "Filtered",
    "Prohibited",
    "Stale NXDomain Answer",
    "Not Authoritative",
    "Not Supported",
    "No Reachable Authority",
    "Network Error",
    "Invalid Data",
    "Signature Expired before Valid",
    "Too Early",
    "Unsupported NSEC3 Iterations Value",
    "Unable to conform to policy",
    "Synthesized",
    "Invalid Query Type",
};

constexpr std::size_t max_octets = 255;

std::string describe(std::string_view option) {
  base::ByteReader reader(option);
  const unsigned code = reader.u16();
  if (!reader.ok()) return {};
  std::string text = code < names.size() ? fmt::format("{} {}", code, names.at(code))
                                         : fmt::format("{} Unassigned", code);
  std::string_view extra = reader.rest().substr(0, max_octets);
  while (!extra.empty() && extra.back() == '\0') extra.remove_suffix(1);  // RFC 8914 section 2
  if (!extra.empty()) text += ": " + base::escape(extra);
  return text;
}

}  // namespace

void read_extended_error(const ares_dns_record_t& message, bool& has_edns, std::string& text) {
  const std::size_t records = ares_dns_record_rr_cnt(&message, ARES_SECTION_ADDITIONAL);
  for (std::size_t i = 0; i < records; ++i) {
    const auto* record = ares_dns_record_rr_get_const(&message, ARES_SECTION_ADDITIONAL, i);
    if (record == nullptr || ares_dns_rr_get_type(record) != ARES_REC_TYPE_OPT) continue;
    has_edns = true;
    const unsigned char* value = nullptr;
    std::size_t size = 0;
    if (ares_dns_rr_get_opt_byid(record, ARES_RR_OPT_OPTIONS, ARES_OPT_PARAM_EXTENDED_DNS_ERROR,
                                 &value, &size) != ARES_FALSE &&
        value != nullptr) {
      text = describe({reinterpret_cast<const char*>(value), size});
    }
    return;  // a message has at most one OPT record (RFC 6891 section 6.1.1)
  }
}

}  // namespace net
