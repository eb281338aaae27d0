// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check prefers_forward_secrecy() {
  return {
      .requirement =
          "The server chooses a key exchange with forward secrecy whenever the sender offers one.",
      .level = Level::must,
      .citations = {{"RFC 9325", "4.1",
                     "Implementations MUST support and prefer to negotiate cipher suites offering "
                     "forward secrecy."},
                    {"RFC 7435", "3",
                     "Opportunistic security employs perfect forward secrecy wherever possible."}},
      .wants = {yes("forward_secrecy")},
      .tested =
          "Of every hello of ordinary senders that offers both kinds of key exchange (probe tls12 "
          "above all) the suite chosen in TLS 1.2 and older is read.",
      .remedies = {
          {"Postfix", "smtpd_tls_eecdh_grade = auto and tls_preempt_cipherlist = yes"},
          {"Exim",
           "With OpenSSL openssl_options = +cipher_server_preference and a tls_require_ciphers "
           "that begins with ECDHE; tls_eccurve = auto"},
          {"Sendmail",
           "O CipherList=ECDHE:DHE:HIGH:!aNULL and O "
           "ServerSSLOptions=+SSL_OP_CIPHER_SERVER_PREFERENCE in LOCAL_CONFIG"},
          {"Exchange", "Enable-TlsCipherSuite -Position 0 for the TLS_ECDHE suites with GCM"},
          {"",
           "Allow suites of ECDHE, and put them first. With GnuTLS the certificate must allow "
           "digitalSignature, or ECDHE is left out."}}};
}

}  // namespace checks::rfc9325
