// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8314 {

Check auth_only_inside_tls() {
  return {
      .requirement = "A submission server offers AUTH inside TLS only.",
      .level = Level::should,
      .service = Service::submission,
      .citations =
          {{"RFC 8314", "4",
            "Providers SHOULD deprecate submission in cleartext as soon as practicable."},
           {"RFC 8314", "4.1",
            "Access in cleartext should in the end be disabled, or be for legacy systems alone."},
           {"RFC 4954", "4",
            "Server sites SHOULD NOT permit plaintext passwords without protection against "
            "snooping."}},
      .wants = {no("auth_offered_in_clear")},
      .tested = "The keywords of the EHLO reply in clear are read; AUTH is never said.",
      .remedies = {
          {"Postfix", "smtpd_tls_auth_only = yes."},
          {"Exim",
           "server_advertise_condition = ${if def:tls_in_cipher} in each authenticator, or "
           "auth_advertise_hosts = ${if def:tls_in_cipher {*}}."},
          {"OpenSMTPD", "listen on ... tls-require auth."},
          {"Sendmail",
           "define(`confAUTH_OPTIONS', `p y'): no mechanism that can be overheard outside TLS."},
          {"Exchange", "BasicAuthRequireTLS among the connector's AuthMechanism."}}};
}

}  // namespace checks::rfc8314
