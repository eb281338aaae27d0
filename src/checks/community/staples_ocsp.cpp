// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check staples_ocsp() {
  return {.requirement =
              "A server with a trusted certificate sends an OCSP response to senders that ask.",
          .level = Level::community,
          .citations = {{"RFC 9325", "7.5",
                         "Servers SHOULD support OCSP stapling; not so where DANE is used."},
                        {"RFC 7672", "4",
                         "SMTP servers cannot expect broad support of CRL or OCSP from senders."}},
          .precedence = "RFC 7672 for mail: nobody can count on it, so no more than a remark.",
          .applies = {yes("certificate_trusted")},
          .wants = {yes("ocsp_staple")},
          .broken = Result::info,
          .tested =
              "A ClientHello of TLS 1.2 asks with status_request (probe status-request), and the "
              "messages of the server are read.",
          .remedies = {
              {"Exim", "tls_ocsp_file = the response of the CA, which a job of your own renews"},
              {"",
               "Nothing has to be done: hardly any sender asks, several CAs have no OCSP any more, "
               "and Postfix cannot staple."}}};
}

}  // namespace checks::community
