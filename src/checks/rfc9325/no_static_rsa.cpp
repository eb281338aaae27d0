// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check no_static_rsa() {
  return {
      .requirement = "The server accepts no cipher suite with static RSA.",
      .level = Level::should,
      .citations =
          {{"RFC 9325", "4.1",
            "Implementations SHOULD NOT negotiate cipher suites based on RSA key transport."},
           {"RFC 9325", "5.2",
            "For opportunistic security some of its recommendations may be too strict: cleartext "
            "is worse than an outdated version or suite."}},
      .precedence =
          "RFC 9325 section 4.1 for what the server negotiates: a warning. Section 5.2 and RFC "
          "7435 say against it that cleartext is worse, to which a sender that delivers "
          "opportunistically and has nothing better falls back; mail is delivered either way.",
      .wants = {no("kx_static_rsa")},
      .tested = "A ClientHello of TLS 1.2 that offers static RSA alone is sent (probe static-rsa).",
      .remedies = {
          {"Postfix", "smtpd_tls_exclude_ciphers = kRSA (beside what stands there)"},
          {"Exim",
           "With OpenSSL tls_require_ciphers = HIGH:!aNULL:!kRSA, with GnuTLS tls_require_ciphers "
           "= NORMAL:-RSA"},
          {"Sendmail", "O CipherList=HIGH:!aNULL:!kRSA in LOCAL_CONFIG"},
          {"OpenSMTPD", "smtp ciphers \"HIGH:!aNULL:!kRSA\""},
          {"Exchange", "Disable-TlsCipherSuite for each suite whose name begins with TLS_RSA_WITH"},
          {"",
           "Take static RSA out when the log shows that no sender needs it: senders that have "
           "nothing else fall back to cleartext."}}};
}

}  // namespace checks::rfc9325
