// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns.hpp"

namespace net {

std::string_view to_string(DnsStatus status) {
  switch (status) {
    case DnsStatus::noerror:
      return "NOERROR";
    case DnsStatus::no_answer:
      return "NO_ANSWER";
    case DnsStatus::nxdomain:
      return "NXDOMAIN";
    case DnsStatus::servfail:
      return "SERVFAIL";
    case DnsStatus::refused:
      return "REFUSED";
    case DnsStatus::formerr:
      return "FORMERR";
    case DnsStatus::notimp:
      return "NOTIMP";
    case DnsStatus::timeout:
      return "TIMEOUT";
    case DnsStatus::connect_failed:
      return "CONNECT_FAILED";
    case DnsStatus::bad_answer:
      return "BAD_ANSWER";
    case DnsStatus::bad_name:
      return "BAD_NAME";
    case DnsStatus::cname_loop:
      return "CNAME_LOOP";
    case DnsStatus::cancelled:
      return "CANCELLED";
  }
  return "UNKNOWN";
}

}  // namespace net
