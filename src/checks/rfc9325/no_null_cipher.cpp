// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc9325 {

Check no_null_cipher() {
  return {
      .requirement = "The server accepts no cipher suite that does not encrypt.",
      .level = Level::must,
      .citations = {{"RFC 9325", "4.1",
                     "Implementations MUST NOT negotiate the cipher suites with NULL encryption."}},
      .wants = {no("cipher_null")},
      .tested =
          "Hellos that offer NULL suites alone, or NULL, RC4 and Triple DES (probes null and "
          "weak), are sent.",
      .remedies = suites_without_broken_ones()};
}

}  // namespace checks::rfc9325
