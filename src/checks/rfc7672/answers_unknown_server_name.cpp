// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7672 {

Check answers_unknown_server_name() {
  return {
      .requirement =
          "The server works with senders that send a server_name which it does not know.",
      .level = Level::must,
      .service = Service::mail_exchanger,
      .citations =
          {{"RFC 7672", "8.1",
            "If the client sends a name for an unsupported domain the server MUST simply send some "
            "fallback chain of its choice."},
           {"RFC 8461", "7.1",
            "To an unsupported name the server MUST simply send a fallback chain of its choice."},
           {"RFC 9325", "3.7",
            "A server that does not recognize the name SHOULD NOT continue the handshake and "
            "SHOULD fail with unrecognized_name."},
           {"RFC 6066", "3",
            "A server that does not recognize the name SHOULD either send the fatal alert "
            "unrecognized_name or continue."}},
      .precedence =
          "On port 25 RFC 7672 and RFC 8461 win, being about SMTP and saying MUST: a sender names "
          "the MX host or the domain as it found it in the DNS, which may be an alias that the "
          "server does not know, and can name only one. Both bind those who publish TLSA records "
          "or a policy; RFC 6066 and RFC 9325 permit the alert to all others, so it is a warning.",
      .wants = {yes("unknown_sni_accepted")},
      .broken = Result::warn,
      .tested =
          "A hello names a host that the server cannot know (probe unknown-sni), and the outcome "
          "is compared with the plain one.",
      .remedies = {{"Postfix",
                    "Set smtpd_tls_chain_files (or smtpd_tls_cert_file) beside "
                    "tls_server_sni_maps: it is what an unknown name gets."},
                   {"Exim",
                    "Let the expansion of tls_certificate fall back to a default for a $tls_in_sni "
                    "that it does not find."},
                   {"",
                    "Take strict matching of names out of the server, or of the proxy in front of "
                    "it, on port 25."}}};
}

}  // namespace checks::rfc7672
