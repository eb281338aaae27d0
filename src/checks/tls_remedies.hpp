// SPDX-License-Identifier: GPL-3.0-or-later
//
// Remedies that several checks have in common: one setting mends all of them.
#pragma once

#include <vector>

#include "checks/check.hpp"

namespace checks {

// TLS 1.2 and newer, and nothing else.
inline std::vector<Remedy> versions_from_tls1_2() {
  return {
      {"Postfix",
       "smtpd_tls_protocols = >=TLSv1.2 and smtpd_tls_mandatory_protocols = >=TLSv1.2 (before 3.6: "
       "!SSLv2, !SSLv3, !TLSv1, !TLSv1.1)"},
      {"Exim",
       "With OpenSSL openssl_options = +no_sslv2 +no_sslv3 +no_tlsv1 +no_tlsv1_1; with GnuTLS "
       "tls_require_ciphers = NORMAL:-VERS-TLS1.0:-VERS-TLS1.1"},
      {"Sendmail",
       "O ServerSSLOptions=+SSL_OP_NO_SSLv2 +SSL_OP_NO_SSLv3 +SSL_OP_NO_TLSv1 +SSL_OP_NO_TLSv1_1 "
       "in LOCAL_CONFIG"},
      {"OpenSMTPD", "Update OpenSMTPD and LibreSSL, which have TLS 1.2 and 1.3 alone by default."},
      {"Exchange",
       "Enabled = 0 and DisabledByDefault = 1 (DWORD) under "
       "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols, in the "
       "Server key of each old version"},
      {"Cisco Secure Email Gateway", "sslconfig, INBOUND: TLS 1.2 and newer alone"},
      {"",
       "Switch every version before TLS 1.2 off, on the server or on the proxy in front of it that "
       "ends TLS."},
  };
}

// TLS 1.2 itself, for a server that has neither it nor TLS 1.3, or has 1.3 alone.
inline std::vector<Remedy> tls1_2_switched_on() {
  return {
      {"",
       "Update the TLS library where it has no TLS 1.2 (OpenSSL has it from 1.0.1, Windows Server "
       "from 2008 R2), and do so before older versions are switched off: senders without TLS 1.3 "
       "are many, and fall back to cleartext or do not deliver."},
      {"Postfix",
       "smtpd_tls_protocols = >=TLSv1.2 (before 3.6: !SSLv2, !SSLv3, !TLSv1, !TLSv1.1), which "
       "leaves TLS 1.2 in."},
      {"Exim",
       "Take +no_tlsv1_2 out of openssl_options, or -VERS-TLS1.2 out of tls_require_ciphers with "
       "GnuTLS."},
      {"Sendmail", "Take SSL_OP_NO_TLSv1_2 out of O ServerSSLOptions in LOCAL_CONFIG."},
      {"Windows Server",
       "Enabled = 1 and DisabledByDefault = 0 (DWORD) under "
       "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS "
       "1.2\\Server."},
  };
}

// No RC4, Triple DES, export strength, or no encryption at all. Static RSA is another matter.
inline std::vector<Remedy> suites_without_broken_ones() {
  return {
      {"Postfix", "smtpd_tls_exclude_ciphers = eNULL, EXPORT, RC4, 3DES"},
      {"Exim",
       "With OpenSSL tls_require_ciphers = HIGH:!aNULL:!eNULL:!3DES:!RC4; with GnuTLS "
       "tls_require_ciphers = NORMAL, without +ARCFOUR-128, +3DES-CBC and +NULL"},
      {"Sendmail", "O CipherList=HIGH:!aNULL:!eNULL:!3DES:!RC4 in LOCAL_CONFIG"},
      {"OpenSMTPD", "smtp ciphers \"HIGH:!aNULL:!eNULL:!3DES:!RC4\""},
      {"Exchange", "Disable-TlsCipherSuite for each suite with RC4, 3DES, NULL or EXPORT"},
      {"", "Take NULL, export, RC4 and Triple DES suites out of the server's list."},
  };
}

inline std::vector<Remedy> library_with_extended_master_secret() {
  return {
      {"Exim", "With GnuTLS take %NO_SESSION_HASH out of tls_require_ciphers."},
      {"",
       "Update the TLS library: OpenSSL from 1.1.0, GnuTLS from 3.4, Schannel and Go from 1.21 "
       "have Extended Master Secret. Senders under FIPS 140-3 rules use no TLS 1.2 without it."},
  };
}

inline std::vector<Remedy> library_with_secure_renegotiation() {
  return {
      {"Exim", "With GnuTLS take %DISABLE_SAFE_RENEGOTIATION out of tls_require_ciphers."},
      {"",
       "Update the TLS library, which is from before 2010 or has secure renegotiation switched "
       "off. Senders with OpenSSL 3.0 break the handshake off."},
  };
}

inline std::vector<Remedy> library_with_post_quantum() {
  return {
      {"Postfix",
       "Postfix 3.10 or newer with OpenSSL 3.5 or newer: tls_eecdh_auto_curves and "
       "tls_ffdhe_auto_groups empty, so that OpenSSL's own list of groups holds"},
      {"", "Use a TLS library that has X25519MLKEM768 in its list of groups, as OpenSSL from 3.5."},
  };
}

}  // namespace checks
