// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/certificate_remedies.hpp"
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check serial_is_positive_and_short() {
  return {.requirement =
              "Serial numbers of the certificate and its issuers are positive and have 20 octets "
              "at most.",
          .level = Level::must,
          .citations = {{"RFC 5280", "4.1.2.2",
                         "The serial number MUST be a positive integer, and conforming CAs MUST "
                         "NOT use values longer than 20 octets."},
                        {"RFC 5280", "4.1.2.2",
                         "Certificate users SHOULD be prepared to handle serial numbers that are "
                         "negative or zero."}},
          .precedence =
              "The MUST binds CAs, and the same section asks those who read certificates to put up "
              "with it: a warning.",
          .wants = {yes("certificate_serial_fits")},
          .broken = Result::warn,
          .tested =
              "The certificates of the plain conversation, those that a present-day sender gets, "
              "are read, those of the path.",
          .remedies = another_certificate_or_issuer()};
}

}  // namespace checks::rfc5280
