// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/conversation_driver.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <utility>

#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"

namespace support {

session::SessionSettings ConversationDriver::default_settings() {
  session::SessionSettings settings;
  settings.client_name = "probe.test";
  settings.server_names.mx_host = "mx.test";
  return settings;
}

ConversationDriver::ConversationDriver(const model::Probe& probe, session::SessionSettings settings)
    : session_(probe, std::move(settings), contexts_, now_,
               base::WallTime(base::Milliseconds(1'780'000'000'000))) {}

void ConversationDriver::connect() {
  session_.connected(now_);
  collect();
}

void ConversationDriver::collect() { from_client_ += session_.take_output(); }

std::string ConversationDriver::heard() {
  collect();
  if (!server_) return std::exchange(from_client_, {});
  run_tls();
  return server_->take_plaintext();
}

void ConversationDriver::say(std::string_view bytes) {
  if (!server_) return say_in_clear(bytes);
  run_tls();
  server_->write(bytes);
  run_tls();
}

void ConversationDriver::say_in_clear(std::string_view bytes) {
  session_.received(bytes, now_);
  collect();
}

void ConversationDriver::begin_tls(const PeerOptions& options) {
  auto peer = std::make_unique<TlsPeer>(options);
  peer_ = peer.get();
  begin_tls(std::move(peer));
}

void ConversationDriver::begin_tls(std::unique_ptr<TlsServer> server) {
  server_ = std::move(server);
  run_tls();
}

void ConversationDriver::shut_down_tls(std::string_view last_words) {
  run_tls();
  if (!last_words.empty()) server_->write(last_words);
  server_->shut_down();
  run_tls();
}

void ConversationDriver::run_tls() {
  for (;;) {
    collect();
    if (!from_client_.empty()) server_->received(std::exchange(from_client_, {}));
    const std::string answer = server_->take_output();
    if (answer.empty()) return;
    session_.received(answer, now_);
  }
}

void ConversationDriver::pass_time(base::Milliseconds time) {
  now_ += time;
  session_.deadline_reached(now_);
  collect();
}

const model::Probe& builtin_probe(std::string_view id) {
  static const std::map<std::string, model::Probe, std::less<>> probes = [] {
    std::map<std::string, model::Probe, std::less<>> read;
    for (const model::ProbeFile& file : model::builtin_probe_files()) {
      auto probe = model::read_probe(file.json, std::string(file.name));
      if (!probe) {
        std::fprintf(stderr, "%s\n", probe.error().message.c_str());
        std::abort();
      }
      read.emplace(probe->id, *probe);
    }
    return read;
  }();
  const auto found = probes.find(id);
  if (found == probes.end()) {
    std::fprintf(stderr, "no probe \"%.*s\"\n", static_cast<int>(id.size()), id.data());
    std::abort();
  }
  return found->second;
}

}  // namespace support
