// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check supports_tls1_3() {
  return {.requirement = "The server negotiates TLS 1.3.",
          .level = Level::should,
          .citations = {{"RFC 9325", "3.1.1", "Implementations SHOULD support TLS 1.3."}},
          .wants = {yes("tls1_3")},
          .tested =
              "A ClientHello of TLS 1.3 alone is sent (probe tls13); any other conversation that "
              "comes to TLS 1.3 shows it too.",
          .remedies = {
              {"Postfix",
               "OpenSSL 1.1.1 or newer and smtpd_tls_protocols without an upper limit: >=TLSv1.2, "
               "and not <=TLSv1.2 or !TLSv1.3."},
              {"Exim",
               "OpenSSL 1.1.1 or GnuTLS 3.6.5 or newer, and no +no_tlsv1_3 in openssl_options."},
              {"Sendmail", "OpenSSL 1.1.1 or newer, and no SSL_OP_NO_TLSv1_3 in ServerSSLOptions."},
              {"",
               "Use a TLS library that has TLS 1.3. With GnuTLS the certificate must allow "
               "digitalSignature, or TLS 1.3 is left out."}}};
}

}  // namespace checks::rfc9325
