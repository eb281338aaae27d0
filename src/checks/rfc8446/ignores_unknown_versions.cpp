// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8446 {

Check ignores_unknown_versions() {
  return {.requirement = "The server ignores versions that it does not know.",
          .level = Level::must,
          .citations = {{"RFC 8446", "4.2.1",
                         "Servers MUST only select a version present in supported_versions and "
                         "MUST ignore unknown ones."}},
          .wants = {yes("unknown_version_ignored")},
          .tested =
              "A hello names a version that does not exist before TLS 1.3 and 1.2 (probe "
              "unknown-version).",
          .remedies = {{"",
                        "Update the TLS library of the server, or of the proxy or firewall in "
                        "front of it that ends or inspects TLS. Senders with a version newer than "
                        "TLS 1.3 will name it in the same place."}}};
}

}  // namespace checks::rfc8446
