// SPDX-License-Identifier: GPL-3.0-or-later
#include "visit.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "certificates.hpp"
#include "model/builtin_probes.hpp"
#include "model/implicit_tls.hpp"
#include "plan/enumeration.hpp"
#include "session/certificate_verifier.hpp"
#include "support/conversation_driver.hpp"
#include "support/whole_conversation.hpp"

namespace matrix {
namespace {

constexpr std::string_view kPlain = "starttls";
constexpr std::string_view kLegacy = "starttls-legacy";

base::WallTime wall_now() {
  return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now());
}

model::Transcript transcript_of(const model::Probe& probe, const Server& server) {
  session::SessionSettings settings = support::ConversationDriver::default_settings();
  settings.server_names.mx_host = kMxHost;
  settings.server_names.domain = kDomain;
  return support::whole_conversation(probe, server.make(), settings);
}

bool ended_without_a_word(const model::Transcript& transcript) {
  if (!transcript.tls) {  // SSL 2.0, which has no place there
    return transcript.stage == model::Stage::starttls && transcript.end == model::End::peer_closed;
  }
  if (transcript.tls->server_hello || transcript.tls->hello_retry_request) return false;
  return std::none_of(transcript.tls->alerts.begin(), transcript.tls->alerts.end(),
                      [](const model::SeenAlert& seen) { return seen.from_server; });
}

void add(model::EndpointRecord& visit, const Server& server, model::Transcript transcript) {
  transcript.started = wall_now();  // certificates are made by that clock
  auto validation =
      session::validation_of(*server.verifier, transcript, visit.endpoint.mx_host, wall_now());
  visit.conversations.push_back({std::move(transcript), std::move(validation)});
}

std::string_view id_of(std::string_view file) {
  constexpr std::string_view kFolder = "probes/";
  constexpr std::string_view kEnding = ".json";
  return file.substr(kFolder.size(), file.size() - kFolder.size() - kEnding.size());
}

class Visitor {
 public:
  explicit Visitor(const Server& server) : server_(server), record_(new_visit()) {}

  model::EndpointRecord visit() {
    play(kPlain);
    const bool came_through =
        record_.conversations.front().transcript.reply("ehlo-again-reply") != nullptr;
    if (!came_through) play(kLegacy);
    for (const model::ProbeFile& file : model::builtin_probe_files()) {
      const std::string_view id = id_of(file.name);
      // Enumeration is no probe to be played as it stands, but one to begin with.
      const bool enumerates = id.starts_with("enumerate-");
      if (id != kPlain && id != kLegacy && !enumerates) play(id);
    }
    if (server_.enumerated) enumerate(record_, server_);
    if (!came_through) play(kLegacy);
    play(kPlain);
    return std::move(record_);
  }

 private:
  void play(std::string_view id) { converse(record_, server_, support::builtin_probe(id)); }

  const Server& server_;
  model::EndpointRecord record_;
};

}  // namespace

model::EndpointRecord new_visit() {
  model::EndpointRecord record;
  record.endpoint = {kMxHost, *base::IpAddress::parse("192.0.2.1"), 25};
  record.domain = kDomain;
  record.started = wall_now();
  return record;
}

void converse(model::EndpointRecord& visit, const Server& server, const model::Probe& probe) {
  const auto form = model::form_for(visit.endpoint, probe);
  if (!form) throw std::runtime_error(probe.id + " has no form for implicit TLS");
  add(visit, server, transcript_of(*form, server));
  if (ended_without_a_word(visit.conversations.back().transcript))
    add(visit, server, transcript_of(*form, server));
}

void enumerate(model::EndpointRecord& visit, const Server& server) {
  const plan::EnumerationProbes base{&support::builtin_probe("enumerate-tls13"),
                                     &support::builtin_probe("enumerate-tls12"),
                                     &support::builtin_probe("enumerate-old")};
  std::vector<model::Probe> stage = plan::enumeration(base, visit);
  for (; !stage.empty(); stage = plan::enumeration(base, visit)) {
    for (const model::Probe& probe : stage) converse(visit, server, probe);
  }
}

model::EndpointRecord visit(const Server& server) { return Visitor(server).visit(); }

}  // namespace matrix
