// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/records.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "model/endpoint_traits.hpp"

namespace model {
namespace {

void add(Funnel& funnel, const EndpointTraits& traits) {
  const EndpointTraits::Plain& plain = *traits.plain;
  const auto one_if = [](bool holds) { return std::uint64_t{holds ? 1U : 0U}; };
  ++funnel.visited;
  funnel.connected += one_if(plain.connected);
  funnel.greeted += one_if(plain.greeted);
  funnel.ehlo_accepted += one_if(plain.ehlo_accepted);
  funnel.starttls_offered += one_if(plain.starttls_offered);
  funnel.starttls_accepted += one_if(plain.starttls_accepted);
  funnel.handshake_completed += one_if(traits.handshake_completed);
  funnel.chain_valid += one_if(traits.chain_valid);
  funnel.name_matches += one_if(traits.name_matches);
}

}  // namespace

namespace {

constexpr std::array<std::string_view, 12> kPolicyEnds = {
    "not_asked", "fetched",    "no_address", "lookup_failed", "private_address", "connect_failed",
    "timeout",   "tls_failed", "redirected", "http_status",   "too_large",       "broken_off"};

}  // namespace

std::string_view to_string(PolicyEnd end) { return kPolicyEnds[static_cast<std::size_t>(end)]; }

std::optional<PolicyEnd> policy_end_of(std::string_view word) {
  const auto* found = std::find(kPolicyEnds.begin(), kPolicyEnds.end(), word);
  if (found == kPolicyEnds.end()) return std::nullopt;
  return static_cast<PolicyEnd>(found - kPolicyEnds.begin());
}

Funnel& Funnel::operator+=(const Funnel& other) {
  visited += other.visited;
  connected += other.connected;
  greeted += other.greeted;
  ehlo_accepted += other.ehlo_accepted;
  starttls_offered += other.starttls_offered;
  starttls_accepted += other.starttls_accepted;
  handshake_completed += other.handshake_completed;
  chain_valid += other.chain_valid;
  name_matches += other.name_matches;
  return *this;
}

RunCounts& RunCounts::operator+=(const RunCounts& other) {
  lines_read += other.lines_read;
  bad_lines += other.bad_lines;
  duplicates += other.duplicates;
  domains += other.domains;
  endpoints += other.endpoints;
  certificates += other.certificates;
  connections += other.connections;
  dirty_closes += other.dirty_closes;
  funnel += other.funnel;
  const auto add_words = [](auto& words, const auto& others) {
    for (const auto& [word, count] : others) words[word] += count;
  };
  add_words(mx_statuses, other.mx_statuses);
  add_words(statuses, other.statuses);
  add_words(ends, other.ends);
  add_words(outcomes, other.outcomes);
  add_words(measurabilities, other.measurabilities);
  add_words(skipped, other.skipped);
  add_words(tls_versions, other.tls_versions);
  add_words(stage_times, other.stage_times);
  return *this;
}

std::string Conversation::fingerprint(std::size_t place) const {
  if (validation && place < validation->fingerprints.size()) return validation->fingerprints[place];
  return base::sha256(transcript.tls->certificates[place]);
}

unsigned EndpointRecord::dirty_closes() const {
  return static_cast<unsigned>(
      std::count_if(conversations.begin(), conversations.end(),
                    [](const Conversation& c) { return c.transcript.dirty_close; }));
}

void RunCounts::add(const EndpointRecord& record) { add(traits_of(record)); }

void RunCounts::add(const EndpointTraits& traits) {
  ++endpoints;
  connections += traits.connections;
  dirty_closes += traits.dirty_closes;
  if (!traits.outcome.empty()) {
    ++outcomes[traits.outcome];
    ++measurabilities[traits.measurability];
  }
  if (!traits.skipped.empty()) ++skipped[traits.skipped];
  if (!traits.plain) return;
  ++statuses[traits.plain->status];
  ++ends[traits.plain->end];
  if (!traits.tls_version.empty()) ++tls_versions[traits.tls_version];
  // What we broke off ourselves measured nothing.
  if (traits.plain->broken_off) return;
  model::add(funnel, traits);
  for (const auto& [stage, time] : traits.plain->times) stage_times[std::string(stage)].add(time);
}

void RunCounts::add(const DomainRecord& record) {
  ++domains;
  ++mx_statuses[record.mx_status];
  if (!record.outcome) return;
  ++outcomes[record.outcome->code];
  ++measurabilities[std::string(to_string(record.outcome->measurability))];
}

}  // namespace model
