// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::community {

Check small_client_ca_list() {
  return {.requirement =
              "A server that asks for a certificate names so few CAs that the message fits into "
              "one record.",
          .level = Level::community,
          .citations = {{"RFC 5246", "7.4.4",
                         "The list of CAs in a CertificateRequest may be empty, and then the "
                         "client may send any certificate."},
                        {"RFC 5246", "6.2.1",
                         "A record holds 2^14 octets; larger messages go over several, which some "
                         "TLS libraries do not read."}},
          .wants = {yes("client_ca_list_short")},
          .tested = "The octets of every CertificateRequest in TLS 1.2 and older are counted.",
          .remedies = {
              {"Postfix",
               "smtpd_tls_CAfile empty and tls_append_default_CA = no (the default); CAs in "
               "smtpd_tls_CApath are not sent"},
              {"Exim",
               "tls_verify_certificates = a directory, or a file with the CAs of your own senders "
               "alone"},
              {"", "Send no list of CAs, or only those of client certificates that are used."}}};
}

}  // namespace checks::community
