// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check reads_split_records() {
  return {
      .requirement = "The server reads a ClientHello that comes in several TLS records.",
      .level = Level::must,
      .citations = {{"RFC 8446", "5.1",
                     "Handshake messages MAY be fragmented across several records, so that who "
                     "reads them puts them together."},
                    {"RFC 5246", "6.2.1", "A message MAY be fragmented across several records."}},
      .wants = {yes("split_records_tolerated")},
      .tested =
          "A ClientHello is cut into three records, the first of a single octet (probe "
          "split-records), and the outcome compared with the plain one.",
      .remedies = {
          {"",
           "Update the TLS library; where it is not the server's, look for a firewall or intrusion "
           "detection that wants to read the whole ClientHello in one record."}}};
}

}  // namespace checks::rfc8446
