// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/server.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace senders {
namespace {

constexpr std::string_view kNames[] = {
    "alpn_enforced",
    "certificate_chain_complete",
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
    "certificate_self_signed",
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
static_assert(std::is_sorted(std::begin(kNames), std::end(kNames)));

// npos: this room does not ask for it.
std::size_t place_of(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(kNames), std::end(kNames), name);
  return found != std::end(kNames) && *found == name
             ? static_cast<std::size_t>(found - std::begin(kNames))
             : std::string_view::npos;
}

}  // namespace

Server::Server(const std::vector<Fact>& facts, std::optional<model::MergedOutcome> outcome)
    : facts_(std::size(kNames)), outcome_(std::move(outcome)) {
  for (std::size_t i = 0; i < facts_.size(); ++i) facts_[i].name = kNames[i];
  for (const Fact& fact : facts) {
    const std::size_t place = place_of(fact.name);
    if (place != std::string_view::npos) facts_[place] = fact;
  }
}

const Fact& Server::fact(std::string_view name) const {
  const std::size_t place = place_of(name);
  assert(place != std::string_view::npos && "a fact that senders ask for stands in kNames");
  return facts_[place];
}

bool Server::lists(std::string_view name, std::string_view word) const {
  const std::vector<std::string>& list = fact(name).list;
  return std::find(list.begin(), list.end(), word) != list.end();
}

void Server::pretend(std::string_view name, Answer value) {
  Fact& fact = facts_[place_of(name)];
  fact = {};
  fact.name = kNames[place_of(name)];
  fact.value = value;
  fact.doubt = model::Doubt::none;
}

Server Server::without_tls1_2() const {
  Server server = *this;
  for (const std::string_view version : {"tls1_2", "tls1_1", "tls1_0", "ssl3"})
    server.pretend(version, Answer::no);
  return server;
}

Server Server::with_expired_certificate() const {
  Server server = *this;
  // Without a certificate there is nothing to expire.
  if (is("certificate_in_dates") == Answer::unknown) return server;
  server.pretend("certificate_in_dates", Answer::no);
  server.pretend("certificate_trusted", Answer::no);
  return server;
}

std::span<const std::string_view> facts_asked_for() { return kNames; }

std::string_view version_fact(std::uint16_t version) {
  switch (version) {
    case wire::kTls13:
      return "tls1_3";
    case wire::kTls12:
      return "tls1_2";
    case wire::kTls11:
      return "tls1_1";
    case wire::kTls10:
      return "tls1_0";
    default:
      return "ssl3";
  }
}

}  // namespace senders
