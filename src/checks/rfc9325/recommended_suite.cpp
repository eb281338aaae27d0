// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks/check.hpp"

namespace checks::rfc9325 {

Check recommended_suite() {
  return {
      .requirement = "In TLS 1.2 the server chooses ECDHE with AES-GCM.",
      .level = Level::should,
      .citations = {{"RFC 9325", "4.2",
                     "Recommended are ECDHE with RSA or ECDSA and AES-128-GCM or AES-256-GCM."},
                    {"RFC 9325", "4.2.1",
                     "Servers MUST prefer TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 over weaker "
                     "suites, even if it is not the first proposal."}},
      .wants = {yes("recommended_suite_tls1_2")},
      .tested =
          "The suite that is chosen in answer to ordinary hellos, which offer all four, is read "
          "(probes tls12, starttls, starttls-legacy), and the list where suites are enumerated.",
      .remedies = {
          {"Postfix",
           "smtpd_tls_ciphers = medium (the default) with smtpd_tls_eecdh_grade = auto; "
           "tls_preempt_cipherlist = yes if the list is in order"},
          {"Exim", "With OpenSSL tls_require_ciphers = ECDHE+AESGCM:ECDHE+CHACHA20:HIGH:!aNULL"},
          {"Sendmail", "O CipherList=ECDHE+AESGCM:ECDHE+CHACHA20:HIGH:!aNULL in LOCAL_CONFIG"},
          {"OpenSMTPD", "smtp ciphers \"ECDHE+AESGCM:ECDHE+CHACHA20:HIGH:!aNULL\""},
          {"",
           "Put the suites of ECDHE with AES-GCM first, and those with CBC after them or away."}}};
}

}  // namespace checks::rfc9325
