// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check supports_tls1_2() {
  return {.requirement = "The server negotiates TLS 1.2.",
          .level = Level::must,
          .citations = {{"RFC 9325", "3.1.1", "Implementations MUST support TLS 1.2."},
                        {"RFC 8461", "7.2",
                         "MTAs that support MTA-STS have TLS 1.2, TLS 1.3 or newer."}},
          .precedence =
              "RFC 9325: the choice that RFC 8461 leaves is about a sender and a server that both "
              "are new.",
          .wants = {yes("tls1_2")},
          .tested =
              "A hello of TLS 1.2 alone is sent (probe tls12); any other conversation that comes "
              "to TLS 1.2 shows it too.",
          .remedies = {{"Postfix",
                        "smtpd_tls_protocols = >=TLSv1.2 (before 3.6: !SSLv2, !SSLv3, !TLSv1, "
                        "!TLSv1.1), which leaves TLS 1.2 in."},
                       {"Exim",
                        "Take +no_tlsv1_2 out of openssl_options, or -VERS-TLS1.2 out of "
                        "tls_require_ciphers with GnuTLS."},
                       {"",
                        "Switch TLS 1.2 on beside TLS 1.3: senders without TLS 1.3 are many, and "
                        "fall back to cleartext or do not deliver."}}};
}

}  // namespace checks::rfc9325
