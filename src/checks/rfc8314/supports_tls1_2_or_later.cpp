// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc8314 {

Check supports_tls1_2_or_later() {
  return {
      .requirement = "A submission server without TLS 1.3 has TLS 1.2.",
      .level = Level::must,
      .service = Service::submission,
      .citations = {{"RFC 8314", "4", "Mail Submission Servers MUST support TLS 1.2 or later."},
                    {"RFC 8997", "1", "The minimum that RFC 8314 recommends is TLS 1.2."}},
      .applies = {no("tls1_3")},
      .wants = {yes("tls1_2")},
      .tested = "A sender with TLS 1.2 alone, and one with TLS 1.3 alone.",
      .remedies = {
          {"",
           "Update the TLS library, or the system: every one of the last ten years has TLS 1.2."},
          {"Postfix", "smtpd_tls_mandatory_protocols = >=TLSv1.2."},
          {"Windows Server",
           "Enable TLS 1.2 for Schannel: the registry keys of SCHANNEL\\Protocols\\TLS "
           "1.2\\Server."}}};
}

}  // namespace checks::rfc8314
