// SPDX-License-Identifier: GPL-3.0-or-later
//
// Servers in words, for the tests of this room: "tls1_2 tls1_3=no certificate_key_sound=2048:RSA".
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "model/sender.hpp"
#include "senders/server.hpp"

namespace senders_test {

// A word alone is a yes; =no, =unknown; =N:WORD,WORD a yes with its number (or 0) and list.
inline model::Fact fact_of(std::string_view word) {
  model::Fact fact;
  fact.doubt = model::Doubt::none;
  fact.value = model::Answer::yes;
  const std::size_t equals = word.find('=');
  const std::string_view name = word.substr(0, equals);
  for (const std::string_view known : senders::facts_asked_for())
    if (known == name) fact.name = known;
  if (fact.name.empty()) throw std::runtime_error("senders do not ask for " + std::string(name));
  if (equals == std::string_view::npos) return fact;
  const std::string_view value = word.substr(equals + 1);
  const std::size_t colon = value.find(':');
  if (value == "no") {
    fact.value = model::Answer::no;
  } else if (value == "unknown") {
    fact.value = model::Answer::unknown;
    fact.doubt = model::Doubt::not_measured;
  } else {
    fact.number = std::stoul(std::string(value.substr(0, colon)));
    if (colon != std::string_view::npos)
      for (const std::string_view entry : base::split(value.substr(colon + 1), ',')) {
        fact.list.emplace_back(entry);
        std::replace(fact.list.back().begin(), fact.list.back().end(), '#', ' ');
      }
    if (!fact.list.empty()) fact.seen = fact.list.front();
  }
  return fact;
}

// What comes later wins.
inline std::vector<model::Fact> facts_of(std::string_view words) {
  std::vector<model::Fact> facts;
  for (const std::string_view word : base::split(words, ' '))
    if (!word.empty()) facts.push_back(fact_of(word));
  return facts;
}

// What an ordinary server shows at the standard tier: TLS 1.2 and 1.3, an RSA key of 2,048 bits, a
// certificate that is in order.
constexpr std::string_view kOrdinary =
    "starttls_offered starttls_accepted starttls_works ehlo_accepted ehlo_answered_inside_tls "
    "tls1_3 tls1_2 tls1_1=no tls1_0=no ssl3=no ems_echoed ems_required=no renegotiation_info "
    "renegotiation_info_required=no sni_required=no large_hello_tolerated alpn_enforced=no "
    "recommended_suite_tls1_2 kx_ecdhe_rsa kx_ecdhe_ecdsa=no kx_static_rsa kx_dhe kx_anonymous=no "
    "group_x25519 group_secp256r1 group_secp384r1 group_x25519mlkem768=no hello_retry_request "
    "certificate_key_sound=2048:RSA certificate_trusted certificate_in_dates "
    "certificate_names_mx_host certificate_names_domain=0:mx.example.test "
    "certificate_signature_sound certificate_has_dns_names extended_key_usage_fits "
    "key_usage_allows_signature key_usage_allows_encipherment "
    "certificate_depends_on_sni=no dhe_at_least_2048=2048";

inline model::MergedOutcome outcome_of(
    std::string code, model::Measurability measurability = model::Measurability::measured) {
  model::MergedOutcome outcome;
  outcome.code = std::move(code);
  outcome.measurability = measurability;
  outcome.attempts = 2;
  outcome.agreeing = 2;
  return outcome;
}

// An ordinary server, but for these words.
inline senders::Server server(std::string_view but = {},
                              model::MergedOutcome outcome = outcome_of("quit.completed")) {
  return {facts_of(std::string(kOrdinary) + " " + std::string(but)), std::move(outcome)};
}

// A sender like OpenSSL's clients, that takes every certificate.
inline model::Sender sender() {
  model::Sender sender;
  sender.id = "example";
  sender.hello.kind = model::Step::Kind::hello;
  return sender;
}

}  // namespace senders_test
