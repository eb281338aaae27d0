// SPDX-License-Identifier: GPL-3.0-or-later
//
// The facts that senders ask for, and their names as what a compiler looks up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace senders {

// Sorted.
inline constexpr std::string_view kFactNames[] = {
    "alpn_enforced",
    "certificate_chain_in_order",
    "certificate_depends_on_sni",
    "certificate_digests",
    "certificate_has_dns_names",
    "certificate_in_dates",
    "certificate_issuers_are_cas",
    "certificate_key_sound",
    "certificate_names_domain",
    "certificate_names_mx_host",
    "certificate_path_length_fits",
    "certificate_signature_sound",
    "certificate_trusted",
    "cipher_suites_ssl3",
    "cipher_suites_tls1_0",
    "cipher_suites_tls1_1",
    "cipher_suites_tls1_2",
    "cipher_suites_tls1_3",
    "client_certificate_required",
    "dhe_at_least_2048",
    "ehlo_accepted",
    "ehlo_answered_inside_tls",
    "ems_echoed",
    "ems_required",
    "extended_key_usage_fits",
    "forward_secrecy",
    "group_secp256r1",
    "group_secp384r1",
    "group_x25519",
    "group_x25519mlkem768",
    "groups_tls1_2",
    "groups_tls1_3",
    "hello_retry_request",
    "key_usage_allows_encipherment",
    "key_usage_allows_signature",
    "kx_anonymous",
    "kx_dhe",
    "kx_ecdhe_ecdsa",
    "kx_ecdhe_rsa",
    "kx_static_rsa",
    "large_hello_tolerated",
    "recommended_suite_tls1_2",
    "renegotiation_info",
    "renegotiation_info_required",
    "server_cipher_preference",
    "sni_required",
    "ssl3",
    "starttls_accepted",
    "starttls_offered",
    "starttls_works",
    "tls1_0",
    "tls1_1",
    "tls1_2",
    "tls1_3",
};
inline constexpr std::size_t kFacts = std::size(kFactNames);
static_assert(std::is_sorted(std::begin(kFactNames), std::end(kFactNames)));

// kFacts: senders do not ask for it.
constexpr std::size_t place_of(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(kFactNames), std::end(kFactNames), name);
  return found != std::end(kFactNames) && *found == name
             ? static_cast<std::size_t>(found - std::begin(kFactNames))
             : kFacts;
}

// A name of kFactNames. Made of a literal it costs nothing, and one that does not stand there does
// not compile.
class FactName {
 public:
  template <std::size_t kSize>
  consteval FactName(const char (&literal)[kSize]) : place_(place_of({literal, kSize - 1})) {
    if (place_ == kFacts) throw "a fact that senders ask for stands in kFactNames";
  }

  [[nodiscard]] constexpr std::size_t place() const { return place_; }
  [[nodiscard]] constexpr std::string_view text() const { return kFactNames[place_]; }
  constexpr operator std::string_view() const { return text(); }

 private:
  std::size_t place_;
};

}  // namespace senders
