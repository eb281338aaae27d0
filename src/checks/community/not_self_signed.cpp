// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::community {

Check not_self_signed() {
  return {
      .requirement = "The server's certificate is issued by a CA.",
      .level = Level::community,
      .citations =
          {{"RFC 8461", "4.2",
            "Under MTA-STS the certificate MUST chain to a root CA that the sender trusts."},
           {"RFC 7672", "3.1.1",
            "With DANE-EE the certificate is compared with the TLSA record, whoever signed it."}},
      .precedence =
          "Nothing forbids it: opportunistic senders take it and DANE-EE is made for it. For "
          "MTA-STS it is no certificate.",
      .wants = {no("certificate_self_signed")},
      .broken = Result::info,
      .tested =
          "The certificates of the plain conversation, those that a present-day sender gets, are "
          "read: issuer and subject of the server's own.",
      .remedies = another_certificate()};
}

}  // namespace checks::community
