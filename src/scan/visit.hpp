// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/timer.hpp"
#include "scan/conversation.hpp"
#include "scan/settings.hpp"
#include "session/certificate_verifier.hpp"
#include "session/tls_client.hpp"

namespace scan {

// The probes of the survey tier.
struct SurveyProbes {
  const model::Probe* plain = nullptr;   // "starttls"
  const model::Probe* legacy = nullptr;  // "starttls-legacy"
};

// The probe to play next on an endpoint, given what was played; nullptr: none, the visit is over.
// Survey: the plain probe, and the legacy one when the plain handshake was refused; one
// conversation that failed otherwise is not repeated at once (it would say the same, or annoy).
const model::Probe* next_probe(const SurveyProbes& probes,
                               const std::vector<model::Conversation>& played);

// What a visit needs from its surroundings, all of one thread; everything must outlive the visit.
struct VisitContext {
  net::Loop& loop;
  const Settings& settings;
  const SurveyProbes& probes;
  session::TlsContexts& tls;
  session::CertificateVerifier& verifier;
};

// All conversations with one endpoint, one after the other and spaced.
class Visit {
 public:
  using Done = std::function<void(model::EndpointRecord)>;

  // Starts at once. `done` is called exactly once, from the end of a turn of the loop; it may
  // destroy the visit.
  Visit(const VisitContext& context, const model::Endpoint& endpoint, Done done);
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  // No further conversation is begun; with `now` the current one is broken off too.
  void stop(bool now);

 private:
  void begin(const model::Probe& probe);
  void conversation_ended(model::Transcript transcript);
  void finish();
  [[nodiscard]] std::optional<model::CertificateValidation> validate(
      const model::Transcript& transcript) const;

  VisitContext context_;
  model::EndpointRecord record_;
  Done done_;
  bool stopped_ = false;
  bool finished_ = false;  // done_ is on its way
  std::unique_ptr<Conversation> conversation_;
  net::Timer spacing_;
};

}  // namespace scan
