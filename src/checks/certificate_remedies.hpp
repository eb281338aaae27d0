// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remedies that several checks of certificates have in common.
#pragma once

#include <vector>

#include "checks/check.hpp"

namespace checks {

// For a certificate that was issued wrongly: nothing else mends it.
inline std::vector<Remedy> another_certificate() {
  return {
      {"",
       "Have the certificate issued anew, by a public CA (ACME) or by a tool of today. One made by "
       "oneself that keeps all of it (OpenSSL 3; 1.1.1 sets extensions twice): openssl req -x509 "
       "-newkey rsa:2048 -nodes -days 365 -keyout mx.key -out mx.pem -subj /CN=mx.example.org "
       "-addext subjectAltName=DNS:mx.example.org -addext basicConstraints=critical,CA:FALSE "
       "-addext keyUsage=critical,digitalSignature,keyEncipherment -addext "
       "extendedKeyUsage=serverAuth. Where a TLSA record stands for the key, renew it with the "
       "same key."},
      {"Postfix", "Set smtpd_tls_chain_files = KEY, CERTIFICATES (3.4 or newer) and reload."},
      {"Exim", "Set tls_privatekey and tls_certificate to the new files."},
      {"OpenSMTPD", "Set pki NAME cert \"CERTIFICATES\" and pki NAME key \"KEY\", and restart."},
      {"Sendmail", "Set confSERVER_CERT and confSERVER_KEY in the mc file, and restart."},
      {"Exchange",
       "Use Import-ExchangeCertificate, then Enable-ExchangeCertificate -Services SMTP."},
  };
}

// The same, where it may as well be an issuer's certificate that is wrong.
inline std::vector<Remedy> another_certificate_or_issuer() {
  auto remedies = another_certificate();
  remedies.insert(remedies.begin() + 1, {"",
                                         "Where the fault is in an issuer's certificate, put the "
                                         "CA's current one in its place, or take another CA."});
  return remedies;
}

// For certificates that are good, but not the right ones after the server's own.
inline std::vector<Remedy> another_chain() {
  return {
      {"",
       "Configure the server's own certificate, then each issuer's after it, the root left out: "
       "what ACME clients call fullchain.pem."},
      {"Postfix",
       "Set smtpd_tls_chain_files = KEY, FULLCHAIN (3.4 or newer), or smtpd_tls_cert_file = "
       "FULLCHAIN."},
      {"Exim", "Set tls_certificate = FULLCHAIN."},
      {"OpenSMTPD", "Set pki NAME cert \"FULLCHAIN\"."},
      {"Exchange",
       "Install the intermediate certificates into the computer's store of intermediate "
       "authorities."},
  };
}

}  // namespace checks
