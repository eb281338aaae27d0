// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5246 {

Check no_anonymous_suites() {
  return {
      .requirement = "The server accepts no cipher suite without a certificate.",
      .level = Level::must,
      .citations = {{"RFC 5246", "A.5",
                     "Anonymous suites MUST NOT be used in TLS 1.2 unless the application has "
                     "asked for them; opportunistic encryption is the example it gives."},
                    {"RFC 9325", "4.2", "None of the suites that it recommends is anonymous."},
                    {"RFC 7672", "8.2",
                     "A server chooses a suite that is not anonymous, or deals rightly with "
                     "senders that negotiate an anonymous one."}},
      .precedence =
          "RFC 7672 for SMTP between servers: a sender that does not authenticate loses nothing by "
          "an anonymous suite, and one that does (DANE, MTA-STS) does not offer any.",
      .wants = {no("kx_anonymous")},
      .broken = Result::info,
      .tested =
          "A ClientHello of TLS 1.2 that offers anonymous suites alone is sent (probe anonymous).",
      .remedies = {{"Postfix", "smtpd_tls_exclude_ciphers = aNULL"},
                   {"Exim",
                    "With OpenSSL tls_require_ciphers = HIGH:!aNULL; with GnuTLS no +ANON-DH and "
                    "+ANON-ECDH in tls_require_ciphers"},
                   {"Sendmail", "O CipherList=HIGH:!aNULL in LOCAL_CONFIG"},
                   {"OpenSMTPD", "smtp ciphers \"HIGH:!aNULL\""},
                   {"",
                    "Nothing has to be done for mail between servers: who takes an anonymous suite "
                    "would not have looked at the certificate."}}};
}

}  // namespace checks::rfc5246
