// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check dh_of_2048_bits() {
  return {
      .requirement = "Diffie-Hellman primes of the server have 2,048 bits or more.",
      .level = Level::must,
      .citations = {{"RFC 9325", "4.5",
                     "For DHE cipher suites key lengths of at least 2048 bits are REQUIRED."}},
      .wants = {yes("dhe_at_least_2048")},
      .tested =
          "Every prime in a ServerKeyExchange is measured, that of a hello with DHE suites alone "
          "among them (probe dhe).",
      .remedies = {
          {"Postfix",
           "Leave smtpd_tls_dh1024_param_file empty (3.7 or newer with OpenSSL 3.0 or newer), or "
           "name the file that openssl dhparam -out FILE 2048 writes."},
          {"Exim", "tls_dhparam = ffdhe2048"},
          {"Sendmail",
           "O DHParameters=FILE in LOCAL_CONFIG, the file that openssl dhparam -out FILE 2048 "
           "writes."},
          {"OpenSMTPD", "pki NAME dhe auto, or none"},
          {"Exchange",
           "ServerMinKeyBitLength = 2048 (DWORD) under "
           "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\KeyExchangeAlgor"
           "ithms\\Diffie-Hellman"},
          {"",
           "Use parameters of 2,048 bits, or no DHE at all: every sender of today has ECDHE."}}};
}

}  // namespace checks::rfc9325
