// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check key_usage_fits_static_rsa() {
  return {
      .requirement =
          "Where the server accepts static RSA, the certificate's keyUsage allows keyEncipherment.",
      .level = Level::must,
      .citations =
          {{"RFC 5280", "4.2.1.3",
            "keyEncipherment is asserted when the key is used for key transport."},
           {"RFC 5246", "7.4.2",
            "For RSA the keyEncipherment bit MUST be set if the key usage extension is present."}},
      .precedence = "RFC 9325 wants static RSA off, and senders of today do not use it: a warning.",
      .wants = {yes("key_usage_fits_static_rsa")},
      .broken = Result::warn,
      .tested =
          "A hello that offers suites with static RSA alone (probe static-rsa) is sent, and what "
          "it comes to is compared with the certificate's keyUsage.",
      .remedies = {{"",
                    "Switch static RSA off: it has no forward secrecy, and CAs leave "
                    "keyEncipherment out of new certificates."},
                   {"Postfix", "Set smtpd_tls_exclude_ciphers = kRSA."},
                   {"Exim", "With OpenSSL add :!kRSA to tls_require_ciphers, with GnuTLS :-RSA."},
                   {"Sendmail", "Add :!kRSA to O CipherList in LOCAL_CONFIG."},
                   {"OpenSMTPD", "Add :!kRSA to smtp ciphers."}}};
}

}  // namespace checks::rfc5280
