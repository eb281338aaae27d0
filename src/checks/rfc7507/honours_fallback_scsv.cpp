// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc7507 {

Check honours_fallback_scsv() {
  return {.requirement =
              "The server refuses a sender that says it has fallen back from a version that the "
              "server supports.",
          .level = Level::must,
          .citations =
              {{"RFC 7507", "3",
                "If the server has a newer version than the hello with TLS_FALLBACK_SCSV, it MUST "
                "respond with the alert inappropriate_fallback."},
               {"RFC 9325", "3.1.3",
                "Clients do not need the signalling suite any more, as they do not fall back."},
               {"RFC 8446", "4.1.3",
                "The mark in the random of a downgraded ServerHello guards against the same."}},
          .precedence =
              "RFC 9325: senders of TLS 1.2 must not fall back, and RFC 8446 has a better guard. "
              "What RFC 7507 demands is old and its lack harmless, so a warning.",
          .wants = {yes("fallback_scsv_honoured")},
          .broken = Result::warn,
          .tested =
              "A ClientHello of TLS 1.2 with TLS_FALLBACK_SCSV is sent to a server of TLS 1.3 "
              "(probe fallback-scsv), and the alert read.",
          .remedies = {{"",
                        "Update the TLS library: OpenSSL knows it from 1.0.1j on. Senders of mail "
                        "do not fall back to older versions, so nothing is in danger."}}};
}

}  // namespace checks::rfc7507
