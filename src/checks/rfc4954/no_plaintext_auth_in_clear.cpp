// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "checks/check.hpp"

namespace checks::rfc4954 {
namespace {

bool is_plaintext(const std::string& mechanism) {
  return base::equals_ignoring_case(mechanism, "PLAIN") ||
         base::equals_ignoring_case(mechanism, "LOGIN");
}

bool has_no_plaintext_mechanism(const Fact& offered) {
  return std::none_of(offered.list.begin(), offered.list.end(), is_plaintext);
}

}  // namespace

Check no_plaintext_auth_in_clear() {
  return {
      .requirement = "PLAIN and LOGIN are not offered before TLS.",
      .level = Level::should,
      .citations =
          {{"RFC 4954", "4",
            "Server sites SHOULD NOT use any configuration which permits a plaintext password "
            "mechanism without a protection mechanism against password snooping."}},
      .wants = {{"auth_offered_in_clear", model::Answer::no, has_no_plaintext_mechanism}},
      .tested =
          "The mechanisms after AUTH are read in the EHLO reply in cleartext; AUTH is never sent.",
      .remedies = {
          {"Postfix",
           "smtpd_tls_auth_only = yes, or smtpd_sasl_security_options = noanonymous, noplaintext "
           "with smtpd_sasl_tls_security_options = noanonymous."},
          {"Exim",
           "server_advertise_condition = ${if def:tls_in_cipher} in the plaintext authenticators."},
          {"Sendmail", "define(`confAUTH_OPTIONS', `p y')."},
          {"Exchange", "BasicAuthRequireTLS among the connector's AuthMechanism."},
          {"", "Offer AUTH inside TLS only."}}};
}

}  // namespace checks::rfc4954
