// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7672 {

Check offers_starttls_to_everybody() {
  return {.requirement = "STARTTLS is offered in all conversations, or in none.",
          .level = Level::must,
          .service = Service::mail_exchanger,
          .citations = {{"RFC 7672", "9.2",
                         "Server operators MUST NOT implement selective STARTTLS if they also want "
                         "to support DANE TLSA."},
                        {"RFC 3207", "3",
                         "The keyword says that the server is currently able to negotiate TLS: it "
                         "may come and go."}},
          .precedence =
              "RFC 7672 binds those who publish TLSA records; for others it is a warning, as each "
              "absence sends mail in cleartext.",
          .wants = {yes("starttls_offer_steady")},
          .broken = Result::warn,
          .tested =
              "The EHLO replies in cleartext of all conversations are compared; servers that "
              "differ by name or certificate are not one server, and are not compared.",
          .remedies = {
              {"",
               "Offer STARTTLS from the first connection on, to clients that are new, greylisted "
               "or unknown too."},
              {"Postfix", "No STARTTLS in the table of smtpd_discard_ehlo_keyword_address_maps."},
              {"Exim", "tls_advertise_hosts = * without exceptions."},
              {"spamd",
               "It has no TLS, and answers all clients that are new: do not put it in front of a "
               "server with TLSA records."}}};
}

}  // namespace checks::rfc7672
