// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check no_compression() {
  return {.requirement = "The server does not compress TLS.",
          .level = Level::should,
          .citations = {{"RFC 9325", "3.3",
                         "In TLS 1.2 implementations and deployments SHOULD NOT support TLS-level "
                         "compression."}},
          .wants = {no("compression_accepted")},
          .tested =
              "A ClientHello of TLS 1.2 offers the compression method deflate (probes compression "
              "and tls12-extras), and the method in the ServerHello is read.",
          .remedies = {{"Postfix", "tls_ssl_options = NO_COMPRESSION"},
                       {"Exim", "openssl_options = +no_compression"},
                       {"Sendmail", "O ServerSSLOptions=+SSL_OP_NO_COMPRESSION in LOCAL_CONFIG"},
                       {"",
                        "Use a TLS library that was built without compression: OpenSSL 1.1.0 or "
                        "newer switches it off by itself."}}};
}

}  // namespace checks::rfc9325
