// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check reads_split_records() {
  return {
      .requirement = "The server reads a ClientHello that comes in several TLS records.",
      .level = Level::must,
      .citations = {{"RFC 8446", "5.1",
                     "Handshake messages MAY be fragmented across several records."},
                    {"RFC 5246", "6.2.1", "A message MAY be fragmented across several records."}},
      .precedence =
          "Both sentences permit it to the sender, and it follows that the server puts the records "
          "together. Hardly any sender cuts its hello so, and none is kept away: a warning.",
      .wants = {yes("split_records_tolerated")},
      .broken = Result::warn,
      .tested =
          "A ClientHello is cut into three records, the first of 100 octets as OpenSSL up to 1.0.2 "
          "refuses one of fewer than 6 on purpose (probe split-records), and the outcome compared "
          "with the plain one.",
      .remedies = {
          {"",
           "Update the TLS library; where it is not the server's, look for a firewall or intrusion "
           "detection that wants to read the whole ClientHello in one record."}}};
}

}  // namespace checks::rfc8446
