// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc5280 {

Check key_usage_fits_tls1_3() {
  return {.requirement =
              "The certificate's keyUsage, where there is one, allows the signatures that TLS 1.3 "
              "makes with its key.",
          .level = Level::must,
          .citations =
              {{"RFC 5280", "4.2.1.3",
                "digitalSignature is asserted when the key is used for verifying signatures that "
                "are not on certificates, as in an entity authentication service."},
               {"RFC 8446", "4.4.2.2",
                "The digitalSignature bit MUST be set if the Key Usage extension is present."}},
          .wants = {yes("key_usage_fits_tls1_3")},
          .tested =
              "The certificate that was presented is read and compared with TLS 1.3, which uses "
              "its key for signatures alone. Where the handshake of TLS 1.3 was not completed it "
              "is the certificate of another conversation, if all had the same.",
          .remedies = {{"",
                        "Take a certificate whose keyUsage has digitalSignature, or one without "
                        "the extension. With an RSA key keyEncipherment may stand beside it; in "
                        "openssl: keyUsage = critical, digitalSignature, keyEncipherment. Senders "
                        "with GnuTLS (Exim on Debian) and Java break the handshake off without, "
                        "and others do not: mail of some is deferred or goes in cleartext."}}};
}

}  // namespace checks::rfc5280
