// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check mx_has_ipv6() {
  return {
      .requirement = "Some MX host has an IPv6 address.",
      .level = Level::community,
      .subject = Subject::domain,
      .citations = {{"RFC 5321", "5.1",
                     "The name in an MX record returns at least one address record, A or AAAA."}},
      .wants = {yes("mx_has_ipv6")},
      .broken = Result::info,
      .tested = "AAAA of every MX host is asked for.",
      .remedies = {
          {"", "Give a host an AAAA record once its SMTP server listens there."},
          {"Postfix", "Set inet_protocols = all and let inet_interfaces contain the address."},
          {"Exim", "Leave disable_ipv6 unset, and name ::0 in local_interfaces if that is set."}}};
}

}  // namespace checks::community
