// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check key_usage_fits_tls1_2() {
  return {
      .requirement =
          "In TLS 1.2 the server uses its key only for what the certificate's keyUsage allows.",
      .level = Level::must,
      .citations =
          {{"RFC 5280", "4.2.1.3",
            "digitalSignature is asserted for signatures, keyEncipherment for key transport."},
           {"RFC 5246", "7.4.2",
            "If the key usage extension is present, the digitalSignature bit MUST be set for "
            "DHE_RSA and ECDHE_RSA, and keyEncipherment for RSA; with ECDSA the certificate MUST "
            "allow the key to be used for signing."}},
      .wants = {yes("key_usage_fits_tls1_2")},
      .tested =
          "The suite that the server chooses in TLS 1.2 of all that an ordinary sender offers "
          "(probe tls12) is compared with the certificate's keyUsage.",
      .remedies = {
          {"",
           "Take a certificate whose keyUsage has digitalSignature, or one without the extension. "
           "With an RSA key keyEncipherment may stand beside it; in openssl: keyUsage = critical, "
           "digitalSignature, keyEncipherment. Senders with GnuTLS (Exim on Debian) and Java break "
           "the handshake off without, and with an ECDSA key OpenSSL does so too."}}};
}

}  // namespace checks::rfc5280
