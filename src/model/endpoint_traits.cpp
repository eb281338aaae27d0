// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/endpoint_traits.hpp"

#include <fmt/core.h>

#include "wire/ehlo.hpp"
#include "wire/tls_names.hpp"

namespace model {
namespace {

bool is_positive(const Transcript& transcript, std::string_view step) {
  const wire::SmtpReply* reply = transcript.reply(step);
  return reply != nullptr && reply->is_positive();
}

Moment moment_of(const Event& event) {
  Moment moment{Moment::Kind::other, event.step, event.at};
  if (std::holds_alternative<Sent>(event.what)) moment.kind = Moment::Kind::sent;
  if (std::holds_alternative<Replied>(event.what)) moment.kind = Moment::Kind::reply;
  if (std::holds_alternative<HandshakeDone>(event.what)) moment.kind = Moment::Kind::handshake_done;
  return moment;
}

EndpointTraits::Plain plain_of(const Transcript& transcript) {
  EndpointTraits::Plain plain;
  plain.status = zgrab_status(transcript);
  plain.end = transcript.end == End::completed
                  ? "completed"
                  : fmt::format("{}.{}", to_string(transcript.stage), to_string(transcript.end));
  plain.broken_off = transcript.end == End::cancelled;
  plain.connected = transcript.connected_after.has_value();
  plain.greeted = is_positive(transcript, "greeting");
  const wire::SmtpReply* first_ehlo = transcript.first_ehlo_reply();
  plain.ehlo_accepted = first_ehlo != nullptr && first_ehlo->is_positive();
  const wire::SmtpReply* ehlo = transcript.reply("ehlo-reply");
  plain.starttls_offered = ehlo != nullptr && wire::offers(*ehlo, "STARTTLS");
  plain.starttls_accepted = is_positive(transcript, "starttls-reply");
  std::vector<Moment> moments;
  for (const Event& event : transcript.events) moments.push_back(moment_of(event));
  plain.times = stage_times(transcript.connected_after, moments, transcript.duration);
  return plain;
}

}  // namespace

std::vector<StageTime> stage_times(const std::optional<base::Milliseconds>& connected_after,
                                   const std::vector<Moment>& moments,
                                   base::Milliseconds duration) {
  std::vector<StageTime> times;
  if (connected_after) times.push_back({"connect", *connected_after});
  base::Milliseconds sent{};
  std::optional<base::Milliseconds> greeting;
  std::optional<base::Milliseconds> ehlo;
  std::optional<base::Milliseconds> starttls;
  std::optional<base::Milliseconds> handshake;
  // What the greeting and the handshake are waited for from: the connection; the reply to STARTTLS
  // for the handshake, and where TLS comes first the handshake for the greeting.
  std::optional<base::Milliseconds> since = connected_after;
  for (const Moment& moment : moments) {
    if (moment.kind == Moment::Kind::sent) sent = moment.at;
    const bool handshake_is_next = starttls || !greeting;
    if (moment.kind == Moment::Kind::handshake_done && handshake_is_next && since && !handshake) {
      handshake = moment.at - *since;
      since = moment.at;
    }
    if (moment.kind != Moment::Kind::reply) continue;
    if (moment.step == "greeting" && since && !greeting) greeting = moment.at - *since;
    const bool first_ehlo =
        moment.step == "ehlo-reply" || (moment.step == "ehlo-again-reply" && !starttls);
    if (first_ehlo && !ehlo) ehlo = moment.at - sent;
    if (moment.step == "starttls-reply" && !starttls) {
      starttls = moment.at - sent;
      since = moment.at;
    }
  }
  if (greeting) times.push_back({"greeting", *greeting});
  if (ehlo) times.push_back({"ehlo", *ehlo});
  if (starttls) times.push_back({"starttls", *starttls});
  if (handshake) times.push_back({"handshake", *handshake});
  times.push_back({"conversation", duration});
  return times;
}

EndpointTraits traits_of(const EndpointRecord& record) {
  EndpointTraits traits;
  traits.skipped = record.skipped;
  if (record.outcome) {
    traits.outcome = record.outcome->code;
    traits.measurability = to_string(record.outcome->measurability);
  }
  traits.connections = record.conversations.size();
  traits.dirty_closes = record.dirty_closes();
  if (record.conversations.empty()) return traits;
  traits.plain = plain_of(record.conversations.front().transcript);
  for (const Conversation& conversation : record.conversations) {
    if (!conversation.transcript.handshake_completed()) continue;
    traits.handshake_completed = true;
    if (!conversation.validation || !conversation.validation->faults.empty()) continue;
    traits.chain_valid = true;
    traits.name_matches = traits.name_matches || conversation.validation->matches_domain;
  }
  const Transcript& last = record.conversations.back().transcript;
  if (last.handshake_completed()) traits.tls_version = wire::version_name(last.tls->version());
  return traits;
}

}  // namespace model
