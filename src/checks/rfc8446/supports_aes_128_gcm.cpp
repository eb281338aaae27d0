// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "checks/check.hpp"

namespace checks::rfc8446 {
namespace {

bool has_mandatory_suite(const Fact& suites) {
  return std::find(suites.list.begin(), suites.list.end(), "TLS_AES_128_GCM_SHA256") !=
         suites.list.end();
}

}  // namespace

Check supports_aes_128_gcm() {
  return {
      .requirement = "A server of TLS 1.3 supports TLS_AES_128_GCM_SHA256.",
      .level = Level::must,
      .citations =
          {{"RFC 8446", "9.1",
            "A TLS-compliant application MUST implement the TLS_AES_128_GCM_SHA256 cipher suite."}},
      .wants = {{"cipher_suites_tls1_3", model::Answer::yes, has_mandatory_suite}},
      .tested = "The list of suites in TLS 1.3 is read, where they are enumerated.",
      .remedies = {{"Postfix",
                    "Give Ciphersuites in the OpenSSL configuration (tls_config_file) no list "
                    "without TLS_AES_128_GCM_SHA256."},
                   {"Exim", "With GnuTLS take -AES-128-GCM out of tls_require_ciphers."},
                   {"", "Allow TLS_AES_128_GCM_SHA256: a sender need not have another."}}};
}

}  // namespace checks::rfc8446
