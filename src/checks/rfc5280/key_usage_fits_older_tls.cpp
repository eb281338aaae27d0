// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check key_usage_fits_older_tls() {
  return {
      .requirement =
          "In TLS 1.0 and 1.1 the server uses its key only for what the certificate's keyUsage "
          "allows.",
      .level = Level::must,
      .citations =
          {{"RFC 5280", "4.2.1.3",
            "digitalSignature is asserted for signatures, keyEncipherment for key transport."},
           {"RFC 4346", "7.4.2",
            "When a key usage extension is present, the digitalSignature bit MUST be set for the "
            "key to be eligible for signing, and keyEncipherment MUST be present to allow "
            "encryption."},
           {"RFC 8996", "4", "TLS 1.0 MUST NOT be used; section 5 says so of TLS 1.1."}},
      .precedence =
          "RFC 8996 forbids these versions altogether, so that what fits within them is of little "
          "weight: a warning.",
      .wants = {yes("key_usage_fits_tls1_1"), yes("key_usage_fits_tls1_0")},
      .broken = Result::warn,
      .tested =
          "The suites that the server chooses in TLS 1.0 and 1.1 (probes tls10 and tls11) are "
          "compared with the certificate's keyUsage.",
      .remedies = {
          {"",
           "Take a certificate whose keyUsage has digitalSignature, or one without the extension. "
           "With an RSA key keyEncipherment may stand beside it; in openssl: keyUsage = critical, "
           "digitalSignature, keyEncipherment. Better still, switch TLS 1.0 and 1.1 off."}}};
}

}  // namespace checks::rfc5280
