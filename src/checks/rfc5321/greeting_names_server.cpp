// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5321 {

Check greeting_names_server() {
  return {
      .requirement =
          "The first word of the greeting is the server's name, fully qualified, or its address as "
          "a literal.",
      .level = Level::must,
      .citations =
          {{"RFC 5321", "4.2",
            "Greeting = \"220 \" (Domain / address-literal) [ SP textstring ] CRLF."},
           {"RFC 5321", "4.3.1",
            "The greeting has the official name of the server as the first word after the code."},
           {"RFC 5321", "2.3.5",
            "Only resolvable, fully-qualified domain names are permitted in SMTP."}},
      .precedence = "Senders read the code and not the name: a warning.",
      .wants = {yes("greeting_names_host"), known("ehlo_accepted")},
      .broken = Result::warn,
      .tested =
          "The first word of every greeting with 220 is read; one that a firewall has starred out "
          "does not count.",
      .remedies = {
          {"Postfix",
           "smtpd_banner = $myhostname ESMTP $mail_name, and myhostname = the MX host's name."},
          {"Exim",
           "smtp_banner = $smtp_active_hostname ESMTP, and primary_hostname = the MX host's name."},
          {"OpenSMTPD", "listen on ... hostname NAME, or the first line of the file \"mailname\"."},
          {"Sendmail",
           "define(`confSMTP_LOGIN_MSG', `$j ...'), and confDOMAIN_NAME where $j is not fully "
           "qualified."},
          {"Exchange", "Set-ReceiveConnector NAME -Banner \"220 mx.example.org\", or -Fqdn."},
          {"", "Begin the greeting with the fully qualified name."}}};
}

}  // namespace checks::rfc5321
