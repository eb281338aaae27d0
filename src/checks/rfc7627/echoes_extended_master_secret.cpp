// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc7627 {
Check echoes_extended_master_secret() {
  return {.requirement = "The server answers extended_master_secret with extended_master_secret.",
          .level = Level::must,
          .citations = {{"RFC 7627", "5.2",
                         "A server that implements the document and receives the extension MUST "
                         "include it in its ServerHello."}},
          .precedence =
              "The MUST binds servers that implement the document, and from outside the lack of an "
              "answer does not tell whether this one does: a warning. RFC 9325 section 3.5 demands "
              "it of all, and is judged by itself.",
          .wants = {yes("ems_echoed")},
          .broken = Result::warn,
          .tested =
              "A ClientHello of TLS 1.2 offers extended_master_secret (probe tls12), and the "
              "extensions of the ServerHello are read.",
          .remedies = library_with_extended_master_secret()};
}

}  // namespace checks::rfc7627
