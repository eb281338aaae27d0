// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check no_auth_on_mail_exchanger() {
  return {
      .requirement = "A mail server for everybody does not offer AUTH in cleartext.",
      .level = Level::community,
      .service = Service::mail_exchanger,
      .citations =
          {{"RFC 4954", "3", "The extension is appropriate for submission."},
           {"RFC 8314", "4",
            "Providers whose users submit mail in cleartext on port 25 SHOULD move them to TLS."}},
      .wants = {no("auth_offered_in_clear")},
      .broken = Result::info,
      .tested = "The keywords of the EHLO reply in cleartext are read; AUTH is never sent.",
      .remedies = {
          {"", "Leave AUTH to ports 465 and 587: on port 25 it is what passwords are guessed at."},
          {"Postfix",
           "smtpd_sasl_auth_enable = no in main.cf, and yes for submission in master.cf."},
          {"Exim", "auth_advertise_hosts = ${if eq{$received_port}{25}{}{*}}."},
          {"OpenSMTPD", "no auth in the listener on port 25."}}};
}

}  // namespace checks::community
