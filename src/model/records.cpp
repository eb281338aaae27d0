// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/records.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "wire/ehlo.hpp"

namespace model {
namespace {

bool is_positive(const Transcript& transcript, std::string_view step) {
  const wire::SmtpReply* reply = transcript.reply(step);
  return reply != nullptr && reply->is_positive();
}

void add(Funnel& funnel, const EndpointRecord& record) {
  const Transcript& plain = record.conversations.front().transcript;
  const auto any = [&record](auto holds) {
    return std::any_of(record.conversations.begin(), record.conversations.end(), holds);
  };
  const auto valid = [](const Conversation& c) {
    return c.transcript.handshake_completed() && c.validation && c.validation->faults.empty();
  };
  const wire::SmtpReply* ehlo = plain.reply("ehlo-reply");
  ++funnel.visited;
  funnel.connected += plain.connected_after ? 1 : 0;
  funnel.greeted += is_positive(plain, "greeting") ? 1 : 0;
  funnel.ehlo_accepted += is_positive(plain, "ehlo-reply") ? 1 : 0;
  funnel.starttls_offered += ehlo != nullptr && wire::offers(*ehlo, "STARTTLS") ? 1 : 0;
  funnel.starttls_accepted += is_positive(plain, "starttls-reply") ? 1 : 0;
  funnel.handshake_completed +=
      any([](const Conversation& c) { return c.transcript.handshake_completed(); }) ? 1 : 0;
  funnel.chain_valid += any(valid) ? 1 : 0;
  funnel.name_matches +=
      any([&valid](const Conversation& c) { return valid(c) && c.validation->matches_domain; }) ? 1
                                                                                                : 0;
}

}  // namespace

unsigned EndpointRecord::dirty_closes() const {
  return static_cast<unsigned>(
      std::count_if(conversations.begin(), conversations.end(),
                    [](const Conversation& c) { return c.transcript.dirty_close; }));
}

void RunCounts::add(const EndpointRecord& record) {
  ++endpoints;
  connections += record.conversations.size();
  dirty_closes += record.dirty_closes();
  add(record.outcome);
  if (!record.skipped.empty()) ++skipped[record.skipped];
  if (record.conversations.empty()) return;
  // What we broke off ourselves measured nothing.
  const bool broken_off = record.conversations.front().transcript.end == End::cancelled;
  if (!broken_off) model::add(funnel, record);
  const Transcript& plain = record.conversations.front().transcript;
  ++statuses[std::string(zgrab_status(plain))];
  ++ends[plain.end == End::completed
             ? "completed"
             : fmt::format("{}.{}", to_string(plain.stage), to_string(plain.end))];
  const Transcript& last = record.conversations.back().transcript;
  if (last.handshake_completed()) {
    ++tls_versions[std::string(wire::version_name(last.tls->version()))];
  }
}

void RunCounts::add(const std::optional<MergedOutcome>& outcome) {
  if (!outcome) return;
  ++outcomes[outcome->code];
  ++measurabilities[std::string(to_string(outcome->measurability))];
}

void RunCounts::add(const DomainRecord& record) {
  ++domains;
  add(record.outcome);
  ++mx_statuses[record.mx_status];
}

}  // namespace model
