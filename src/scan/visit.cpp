// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/visit.hpp"

#include <utility>

#include "wire/certificate.hpp"

namespace scan {

using model::End;

const model::Probe* next_probe(const SurveyProbes& probes,
                               const std::vector<model::Conversation>& played) {
  if (played.empty()) return probes.plain;
  if (played.size() > 1) return nullptr;
  const model::Transcript& plain = played.front().transcript;
  const bool refused = plain.end == End::handshake_failed || plain.end == End::peer_closed ||
                       plain.end == End::peer_reset;
  return plain.stage == model::Stage::handshake && refused ? probes.legacy : nullptr;
}

Visit::Visit(const VisitContext& context, const model::Endpoint& endpoint, Done done)
    : context_(context), done_(std::move(done)), spacing_(context.loop, [this] {
        if (const auto* probe = next_probe(context_.probes, record_.conversations)) begin(*probe);
      }) {
  record_.endpoint = endpoint;
  record_.started = context_.loop.wall_now();
  begin(*next_probe(context_.probes, record_.conversations));
}

void Visit::begin(const model::Probe& probe) {
  const Settings& settings = context_.settings;
  session::SessionSettings session;
  session.client_name = settings.client_name.empty() ? "localhost" : settings.client_name;
  session.server_names = {record_.endpoint.mx_host, record_.domain};
  session.connect_limit = settings.connect_limit;
  session.total_limit = settings.target_limit;
  const bool same_family =
      settings.source && settings.source->family() == record_.endpoint.ip.family();
  conversation_ = std::make_unique<Conversation>(
      context_.loop, record_.endpoint, probe, session, context_.tls,
      same_family ? settings.source : std::nullopt,
      [this](model::Transcript transcript) { conversation_ended(std::move(transcript)); });
}

void Visit::conversation_ended(model::Transcript transcript) {
  auto validation = validate(transcript);
  record_.conversations.push_back({std::move(transcript), std::move(validation)});
  if (!stopped_ && next_probe(context_.probes, record_.conversations) != nullptr) {
    // Not from inside its own callback.
    context_.loop.defer([ended = std::shared_ptr<Conversation>(std::move(conversation_))] {});
    spacing_.start(context_.settings.spacing);
  } else {
    finish();
  }
}

std::optional<model::CertificateValidation> Visit::validate(
    const model::Transcript& transcript) const {
  if (!transcript.tls || transcript.tls->certificates.empty()) return std::nullopt;
  const auto& chain = transcript.tls->certificates;
  model::CertificateValidation validation;
  for (const session::ChainFault fault :
       context_.verifier.verify(chain, context_.loop.wall_now())) {
    validation.faults.emplace_back(session::to_string(fault));
  }
  validation.matches_domain =
      wire::certificate_matches(wire::read_certificate(chain.front()), record_.endpoint.mx_host);
  return validation;
}

void Visit::finish() {
  if (std::exchange(finished_, true)) return;
  const bool cut_short = !record_.conversations.empty() &&
                         record_.conversations.back().transcript.end == End::cancelled;
  record_.interrupted =
      stopped_ && (cut_short || next_probe(context_.probes, record_.conversations) != nullptr);
  record_.duration =
      std::chrono::duration_cast<base::Milliseconds>(context_.loop.wall_now() - record_.started);
  context_.loop.defer([this] { std::exchange(done_, nullptr)(std::move(record_)); });
}

void Visit::stop(bool now) {
  if (std::exchange(stopped_, true) && !now) return;
  if (finished_) return;
  const bool between = !conversation_;
  if (between) {
    spacing_.stop();
    finish();
  } else if (now) {
    conversation_->cancel();
  }
}

}  // namespace scan
