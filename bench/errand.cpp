// SPDX-License-Identifier: GPL-3.0-or-later
#include "errand.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "cli/set_up.hpp"
#include "machine.hpp"

namespace bench {
namespace {

model::Probe builtin(std::string_view id) {
  cli::ExitCode code{};
  const auto probes = cli::builtin_probes(code);
  const model::Probe* found = probes ? cli::find_probe(*probes, std::string(id)) : nullptr;
  if (found == nullptr) give_up(fmt::format("there is no probe {}", id));
  return *found;
}

// Nothing may be repeated or left out: then it would be another amount of work.
const model::Transcript* only_transcript(const model::EndpointRecord& record) {
  return record.conversations.size() == 1 ? &record.conversations.front().transcript : nullptr;
}

bool chain_is_sound(const model::EndpointRecord& record) {
  const auto& validation = record.conversations.front().validation;
  return validation && validation->faults.empty() && validation->matches_domain;
}

bool whole_handshake(const model::EndpointRecord& record) {
  const model::Transcript* said = only_transcript(record);
  return said != nullptr && said->end == model::End::completed && said->handshake_completed() &&
         chain_is_sound(record);
}

bool answered_by_alert(const model::EndpointRecord& record) {
  const model::Transcript* said = only_transcript(record);
  return said != nullptr && said->end == model::End::handshake_failed && said->tls &&
         !said->tls->alerts.empty() && said->tls->alerts.front().from_server;
}

bool answered_by_flight(const model::EndpointRecord& record) {
  const model::Transcript* said = only_transcript(record);
  return said != nullptr && said->end == model::End::completed && said->tls &&
         said->tls->version() == wire::kTls12 && said->tls->server_key_exchange &&
         chain_is_sound(record);
}

bool answered_in_tls13(const model::EndpointRecord& record) {
  const model::Transcript* said = only_transcript(record);
  return said != nullptr && said->end == model::End::completed && said->tls &&
         said->tls->server_hello && said->tls->version() == wire::kTls13;
}

bool answered_by_retry(const model::EndpointRecord& record) {
  const model::Transcript* said = only_transcript(record);
  return said != nullptr && said->end == model::End::completed && said->tls &&
         said->tls->hello_retry_request;
}

bool came_to_the_close(const model::EndpointRecord& record) {
  const model::Transcript* said = only_transcript(record);
  return said != nullptr && said->end == model::End::completed && !said->tls;
}

}  // namespace

Errand starttls_errand() { return {builtin("starttls"), whole_handshake}; }

Errand hello_errand(std::string_view probe, Answer answer) {
  switch (answer) {
    case Answer::alert:
      return {builtin(probe), answered_by_alert};
    case Answer::tls12_flight:
      return {builtin(probe), answered_by_flight};
    case Answer::tls13_hello:
      return {builtin(probe), answered_in_tls13};
    default:
      return {builtin(probe), answered_by_retry};
  }
}

Errand bare_errand(std::string_view probe) {
  Errand errand{builtin(probe), came_to_the_close};
  auto& steps = errand.probe.steps;
  const auto hello = std::find_if(steps.begin(), steps.end(), [](const model::Step& step) {
    return step.kind == model::Step::Kind::hello;
  });
  if (hello == steps.end()) give_up(fmt::format("the probe {} has no hello", probe));
  const model::Stage stage = hello->stage;
  steps.erase(hello, steps.end());
  model::Step close;
  close.kind = model::Step::Kind::close;
  close.name = "close";
  close.stage = stage;
  steps.push_back(close);
  return errand;
}

}  // namespace bench
