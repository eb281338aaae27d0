// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8314 {

Check no_tls1_1_or_older() {
  return {.requirement = "A submission server does not speak TLS 1.0 and 1.1.",
          .level = Level::should,
          .service = Service::submission,
          .citations = {{"RFC 8314", "4",
                         "As soon as practicable, providers SHOULD discontinue support for SSL and "
                         "TLS 1.0, with RFC 8997 section 3 for TLS 1.1 too."},
                        {"RFC 8996", "4", "TLS 1.0 MUST NOT be used (section 5: nor TLS 1.1)."}},
          .precedence =
              "RFC 8996 is stricter, and judged by itself; this is what RFC 8314 says of "
              "submission, which leaves providers the time to move their users.",
          .wants = {no("tls1_0"), no("tls1_1")},
          .tested = "A sender with TLS 1.0 alone, and one with nothing newer than TLS 1.1.",
          .remedies = {
              {"Postfix", "smtpd_tls_mandatory_protocols = >=TLSv1.2 for the submission services."},
              {"Exim",
               "tls_require_ciphers with GnuTLS: NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2; with "
               "OpenSSL: openssl_options = +no_sslv2 +no_sslv3 +no_tlsv1 +no_tlsv1_1."},
              {"OpenSMTPD", "listen on ... protocols \"tlsv1.2,tlsv1.3\"."},
              {"Sendmail",
               "O ServerSSLOptions=+SSL_OP_NO_SSLv3 +SSL_OP_NO_TLSv1 +SSL_OP_NO_TLSv1_1."}}};
}

}  // namespace checks::rfc8314
