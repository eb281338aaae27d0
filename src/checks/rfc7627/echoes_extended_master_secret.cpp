// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"
#include "checks/tls_remedies.hpp"

namespace checks::rfc7627 {
namespace {

// A server that does not implement the document breaks no sentence of it, and which of the two it
// is cannot be seen.
Result not_implemented(const Fact&) { return Result::warn; }

}  // namespace

Check echoes_extended_master_secret() {
  return {.requirement = "The server answers extended_master_secret with extended_master_secret.",
          .level = Level::must,
          .citations = {{"RFC 7627", "5.2",
                         "A server that implements the document and receives the extension MUST "
                         "include it in its ServerHello."}},
          .wants = {yes("ems_echoed")},
          .otherwise = not_implemented,
          .tested =
              "A hello of TLS 1.2 offers extended_master_secret (probe tls12), and the extensions "
              "of the ServerHello are read.",
          .remedies = library_with_extended_master_secret()};
}

}  // namespace checks::rfc7627
