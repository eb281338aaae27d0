// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check own_cipher_order() {
  return {.requirement = "In TLS 1.2 the server chooses the suite by an order of its own.",
          .level = Level::community,
          .citations = {{"RFC 9325", "4.2.1",
                         "Servers MUST prefer a good suite over weaker ones whenever it is "
                         "proposed, even if it is not the first proposal."}},
          .wants = {yes("server_cipher_preference")},
          .broken = Result::info,
          .tested =
              "Where suites are enumerated, hellos of TLS 1.2 offer the same suites in opposite "
              "orders.",
          .remedies = {
              {"Postfix", "tls_preempt_cipherlist = yes"},
              {"Exim",
               "With OpenSSL openssl_options = +cipher_server_preference, with GnuTLS "
               "%SERVER_PRECEDENCE in tls_require_ciphers"},
              {"Sendmail", "O ServerSSLOptions=+SSL_OP_CIPHER_SERVER_PREFERENCE in LOCAL_CONFIG"},
              {"",
               "Nothing has to be done where all suites of the server are good ones: then it may "
               "follow the sender."}}};
}

}  // namespace checks::community
