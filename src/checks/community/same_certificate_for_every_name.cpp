// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check same_certificate_for_every_name() {
  return {
      .requirement =
          "The server presents the same certificate to senders that do not name the MX host.",
      .level = Level::community,
      .citations = {{"RFC 7672", "8.1",
                     "A client without SNI, or with a name that is not supported, gets a fallback "
                     "chain of the server's choice."},
                    {"RFC 8461", "7.1",
                     "Senders that honour MTA-STS name the MX host in SNI; the fallback chain is "
                     "for the others."}},
      .wants = {no("certificate_depends_on_sni")},
      .broken = Result::info,
      .tested =
          "The certificates under the MX host's name and without one (probe no-sni) are compared, "
          "of one kind of key.",
      .remedies = {
          {"",
           "Nothing has to be done where the certificate under the MX host's name is the right "
           "one. Let the default be that of the MX host: senders with Postfix name nobody unless "
           "they use DANE."},
          {"Postfix",
           "Mind that smtpd_tls_chain_files is the default, tls_server_sni_maps those by name."}}};
}

}  // namespace checks::community
