// SPDX-License-Identifier: GPL-3.0-or-later
//
// Our client against a server of tests/support, in memory.
#pragma once

#include <string>

#include "session/tls_client.hpp"
#include "support/tls_server.hpp"

// What our client saw, and whether a line went each way.
struct Played {
  session::TlsClient::State state{};
  model::TlsLog log;
  std::string client_heard;
  std::string server_heard;
};

// Carries octets both ways until both are silent. It ends, because each side is told something new
// or nothing.
inline void carry(session::TlsClient& client, support::TlsServer& server) {
  for (;;) {
    const std::string question = client.take_output();
    if (!question.empty()) server.received(question);
    const std::string answer = server.take_output();
    if (!answer.empty()) client.received(answer);
    if (question.empty() && answer.empty()) return;
  }
}

inline Played play(support::TlsServer& server, const model::TlsOffer& offer,
                   const std::string& server_name = "mx.test") {
  session::TlsContexts contexts;
  session::TlsClient client(contexts, offer, {server_name, {}});
  client.start();
  carry(client, server);
  Played played;
  if (client.state() == session::TlsClient::State::open && server.open()) {
    client.write("EHLO probe.test\r\n");
    carry(client, server);
    played.server_heard = server.take_plaintext();
    server.write("250 mx.test\r\n");
    server.shut_down();
    carry(client, server);
    played.client_heard = client.take_plaintext();
  }
  played.state = client.state();
  played.log = client.take_log();
  client.complete(played.log);
  return played;
}

// The handshake was completed, a line went each way, and the server said good-bye.
inline bool whole(const Played& played) {
  return played.state == session::TlsClient::State::closed && played.log.completed &&
         played.server_heard == "EHLO probe.test\r\n" && played.client_heard == "250 mx.test\r\n";
}

// Weak cipher suites too, in these versions.
inline model::TlsOffer everything(std::uint16_t min_version, std::uint16_t max_version) {
  model::TlsOffer offer;
  offer.versions.clear();
  for (std::uint16_t version = max_version; version >= min_version; --version)
    offer.versions.push_back(version);
  offer.cipher_suites = wire::cipher_suites_in("common");
  const auto anonymous = wire::cipher_suites_in("anonymous");
  offer.cipher_suites.insert(offer.cipher_suites.end(), anonymous.begin(), anonymous.end());
  return offer;
}
