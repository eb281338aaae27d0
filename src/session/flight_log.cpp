// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/flight_log.hpp"

#include <utility>

namespace session {

model::TlsLog log_of(wire::TlsFlight from_server, wire::TlsFlight from_client) {
  model::TlsLog log;
  log.client_hello = std::move(from_client.client_hello);
  log.server_hello = std::move(from_server.server_hello);
  log.hello_retry_request = std::move(from_server.hello_retry_request);
  log.server_key_exchange = std::move(from_server.server_key_exchange);
  log.certificate_request = std::move(from_server.certificate_request);
  log.certificate_status = std::move(from_server.certificate_status);
  log.session_ticket = from_server.session_ticket;
  if (from_server.certificate) log.certificates = std::move(from_server.certificate->certificates);
  if (log.server_key_exchange) log.signature_scheme = log.server_key_exchange->signature_scheme;
  log.alerts.reserve(from_server.alerts.size() + from_client.alerts.size());
  for (const wire::Alert& alert : from_server.alerts) log.alerts.push_back({alert, true});
  for (const wire::Alert& alert : from_client.alerts) log.alerts.push_back({alert, false});
  return log;
}

}  // namespace session
