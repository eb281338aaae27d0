// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9155 {

Check certificate_request_without_sha1() {
  return {
      .requirement = "Asking for a certificate in TLS 1.2 the server does not name SHA-1 and MD5.",
      .level = Level::should,
      .citations = {{"RFC 9155", "3",
                     "Servers SHOULD NOT include MD5 and SHA-1 in CertificateRequest messages."}},
      .wants = {yes("certificate_request_without_sha1")},
      .tested =
          "The signature algorithms of every CertificateRequest in TLS 1.2 are read (probe tls12).",
      .remedies = {{"Postfix", "smtpd_tls_ask_ccert = no unless client certificates are used"},
                   {"Exim",
                    "tls_try_verify_hosts and tls_verify_hosts empty unless client certificates "
                    "are used; with GnuTLS -SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1 in tls_require_ciphers"},
                   {"",
                    "Take SHA-1 and MD5 out of the server's signature algorithms, or do not ask "
                    "for certificates."}}};
}

}  // namespace checks::rfc9155
