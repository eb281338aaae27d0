// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check ehlo_reply_names_server() {
  return {
      .requirement =
          "The first word of the reply to EHLO is the server's name, fully qualified, or its "
          "address as a literal.",
      .level = Level::must,
      .citations = {{"RFC 5321", "4.1.1.1",
                     "ehlo-ok-rsp = \"250 \" Domain [ SP ehlo-greet ] CRLF, or \"250-\" Domain ... "
                     "and a line for each keyword."},
                    {"RFC 5321", "2.3.5",
                     "Only resolvable, fully-qualified domain names are permitted in SMTP."}},
      .precedence = "Senders read the keywords and not the name: a warning.",
      .wants = {yes("ehlo_reply_names_host")},
      .broken = Result::warn,
      .tested =
          "The first word of every reply to EHLO with 250 is read, in cleartext and inside TLS.",
      .remedies = {{"Postfix", "myhostname = the MX host's name."},
                   {"Exim", "primary_hostname, or smtp_active_hostname, = the MX host's name."},
                   {"Exchange", "Set-ReceiveConnector NAME -Fqdn mx.example.org."},
                   {"", "Name the server, fully qualified, in the first line."}}};
}

}  // namespace checks::rfc5321
