// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/coverage.hpp"

#include <algorithm>

#include "wire/tls_names.hpp"

namespace facts {
namespace {

void add(Numbers& values, std::uint16_t value) {
  if (value != 0 && !contains(values, value)) values.push_back(value);
}

bool meet(const Numbers& some, const Numbers& others) {
  return std::any_of(some.begin(), some.end(),
                     [&others](std::uint16_t value) { return contains(others, value); });
}

bool refused(const model::TlsLog& tls) {
  return tls.answer() == nullptr &&
         std::any_of(tls.alerts.begin(), tls.alerts.end(), [](const model::SeenAlert& seen) {
           return seen.from_server &&
                  seen.alert.level == static_cast<std::uint8_t>(wire::AlertLevel::fatal);
         });
}

std::uint16_t group_of(const model::TlsLog& tls) {
  if (const auto* answer = tls.answer(); answer != nullptr && answer->key_share_group)
    return *answer->key_share_group;
  return tls.server_key_exchange ? tls.server_key_exchange->named_curve : std::uint16_t{0};
}

// The server took a group that the hello does not offer (wolfSSL before TLS 1.3: the curve of its
// key, whatever is offered): it wants none of those that are.
bool took_another_group(const model::TlsLog& tls, const wire::ClientHello& hello) {
  const std::uint16_t group = group_of(tls);
  return group != 0 && !contains(hello.supported_groups, group);
}

// The newest version that the hello offers, and nothing newer.
std::uint16_t newest_of(const wire::ClientHello& hello) {
  if (contains(hello.supported_versions, wire::kTls13)) return wire::kTls13;
  return hello.legacy_version;
}

// Offers `version` and nothing else that a server could fall back to above it.
bool asks_for(const wire::ClientHello& hello, std::uint16_t version) {
  if (newest_of(hello) != version) return false;
  return version != wire::kTls13 || !contains(hello.supported_versions, wire::kTls12);
}

bool enumerates(const model::Conversation& conversation) {
  constexpr std::string_view kPrefix = "enumerate-";
  return conversation.transcript.probe.compare(0, kPrefix.size(), kPrefix) == 0;
}

template <typename Do>
void for_each_hello(const model::EndpointRecord& visit, bool enumerating, Do act) {
  for (const model::Conversation& conversation : visit.conversations) {
    const auto& tls = conversation.transcript.tls;
    const bool wanted = !enumerating || enumerates(conversation);
    if (wanted && tls && tls->client_hello) act(*tls, *tls->client_hello);
  }
}

// Whether curves play a part: all of the hello's suites are of ECDHE.
bool only_ecdhe(const wire::ClientHello& hello) {
  return std::all_of(
      hello.cipher_suites.begin(), hello.cipher_suites.end(),
      [](std::uint16_t suite) { return wire::key_exchange_of(suite) == wire::KeyExchange::ecdhe; });
}

Numbers groups_used(const model::EndpointRecord& visit, std::uint16_t version) {
  Numbers used;
  for_each_hello(visit, false, [&](const model::TlsLog& tls, const wire::ClientHello&) {
    const bool tls13 = tls.version() >= wire::kTls13;
    if (tls.version() != 0 && tls13 == (version >= wire::kTls13)) add(used, group_of(tls));
  });
  return used;
}

Numbers suites_used(const model::EndpointRecord& visit, std::uint16_t version) {
  Numbers used;
  for_each_hello(visit, false, [&](const model::TlsLog& tls, const wire::ClientHello&) {
    if (const auto* answer = tls.answer(); answer != nullptr && answer->version() == version)
      add(used, answer->cipher_suite);
  });
  return used;
}

}  // namespace

Coverage Coverage::of_cipher_suites(const model::EndpointRecord& visit, std::uint16_t version) {
  Coverage coverage;
  coverage.accepted_ = suites_used(visit, version);
  const Numbers groups = groups_used(visit, version);
  for_each_hello(visit, true, [&](const model::TlsLog& tls, const wire::ClientHello& hello) {
    if (!asks_for(hello, version)) return;
    coverage.enumerated_ = true;
    const auto* answer = tls.answer();
    // Answered with an older version: not with these suites in this one.
    const bool older = answer != nullptr && answer->version() < version;
    if (!older && !refused(tls)) return;
    const bool group_known = groups.empty() || meet(hello.supported_groups, groups);
    if (!group_known && (version >= wire::kTls13 || only_ecdhe(hello))) return;
    for (const std::uint16_t suite : hello.cipher_suites) add(coverage.refused_, suite);
  });
  return coverage;
}

Coverage Coverage::of_groups(const model::EndpointRecord& visit, std::uint16_t version) {
  Coverage coverage;
  coverage.accepted_ = groups_used(visit, version);
  const Numbers suites = suites_used(visit, version);
  for_each_hello(visit, true, [&](const model::TlsLog& tls, const wire::ClientHello& hello) {
    if (!asks_for(hello, version)) return;
    coverage.enumerated_ = true;
    if (!refused(tls) && !took_another_group(tls, hello)) return;
    if (!meet(hello.cipher_suites, suites)) return;
    if (version < wire::kTls13 && !only_ecdhe(hello)) return;
    for (const std::uint16_t group : hello.supported_groups) add(coverage.refused_, group);
  });
  return coverage;
}

bool Coverage::accepts(std::uint16_t value) const { return contains(accepted_, value); }

Numbers Coverage::left_of(const Numbers& universe) const {
  Numbers left;
  for (const std::uint16_t value : universe) {
    if (is_left(value)) left.push_back(value);
  }
  return left;
}

bool Coverage::knows_all_of(const Numbers& universe) const {
  return std::none_of(universe.begin(), universe.end(),
                      [this](std::uint16_t value) { return is_left(value); });
}

}  // namespace facts
