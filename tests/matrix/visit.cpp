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

model::Transcript converse(const model::Probe& probe, const Server& server) {
  session::SessionSettings settings = support::ConversationDriver::default_settings();
  settings.server_names.mx_host = kMxHost;
  settings.server_names.domain = kDomain;
  return support::whole_conversation(probe, server.make(), settings);
}

bool ended_without_a_word(const model::Transcript& transcript) {
  if (!transcript.tls || transcript.tls->server_hello || transcript.tls->hello_retry_request)
    return false;
  return std::none_of(transcript.tls->alerts.begin(), transcript.tls->alerts.end(),
                      [](const model::SeenAlert& seen) { return seen.from_server; });
}

class Visitor {
 public:
  explicit Visitor(const Server& server) : server_(server) {
    auto verifier = session::CertificateVerifier::create(server.trusted_root_pem);
    if (!verifier) throw std::runtime_error(verifier.error().message);
    verifier_ = std::move(*verifier);
    record_.endpoint = {kMxHost, *base::IpAddress::parse("192.0.2.1"), 25};
    record_.domain = kDomain;
    record_.started = wall_now();
  }

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
    if (server_.enumerated) enumerate();
    if (!came_through) play(kLegacy);
    play(kPlain);
    return std::move(record_);
  }

 private:
  static std::string_view id_of(std::string_view file) {
    constexpr std::string_view kFolder = "probes/";
    constexpr std::string_view kEnding = ".json";
    return file.substr(kFolder.size(), file.size() - kFolder.size() - kEnding.size());
  }

  void enumerate() {
    const plan::EnumerationProbes base{&support::builtin_probe("enumerate-tls13"),
                                       &support::builtin_probe("enumerate-tls12"),
                                       &support::builtin_probe("enumerate-old")};
    std::vector<model::Probe> stage = plan::enumeration(base, record_);
    for (; !stage.empty(); stage = plan::enumeration(base, record_)) {
      for (const model::Probe& probe : stage) play(probe);
    }
  }

  void play(std::string_view id) { play(support::builtin_probe(id)); }

  void play(const model::Probe& probe) {
    add(converse(probe, server_));
    if (ended_without_a_word(record_.conversations.back().transcript))
      add(converse(probe, server_));
  }

  void add(model::Transcript transcript) {
    auto validation =
        session::validation_of(*verifier_, transcript, record_.endpoint.mx_host, wall_now());
    record_.conversations.push_back({std::move(transcript), std::move(validation)});
  }

  const Server& server_;
  std::unique_ptr<session::CertificateVerifier> verifier_;
  model::EndpointRecord record_;
};

}  // namespace

model::EndpointRecord visit(const Server& server) { return Visitor(server).visit(); }

}  // namespace matrix
