// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc9325 {

Check no_export_cipher() {
  return {.requirement = "The server accepts no cipher suite of export strength.",
          .level = Level::must,
          .citations = {{"RFC 9325", "4.1",
                         "Implementations MUST NOT negotiate cipher suites offering less than 112 "
                         "bits of security, export-level encryption included."}},
          .wants = {no("cipher_export")},
          .tested =
              "A ClientHello of TLS 1.0 that offers export suites alone is sent (probe export): "
              "newer versions do not have them.",
          .remedies = suites_without_broken_ones()};
}

}  // namespace checks::rfc9325
