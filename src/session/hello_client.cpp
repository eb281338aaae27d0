// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/hello_client.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/ip_address.hpp"
#include "base/random.hpp"
#include "session/flight_log.hpp"
#include "wire/tls_extensions.hpp"
#include "wire/tls_record.hpp"

namespace session {
namespace {

constexpr std::uint8_t kCloseNotify = 0;
constexpr std::uint8_t kUserCanceled = 90;

// TLS 1.3, and versions that are not of this world, stand in an extension (RFC 8446 section 4.2.1).
bool wants_supported_versions(const model::TlsOffer& offer) {
  return std::any_of(offer.versions.begin(), offer.versions.end(),
                     [](std::uint16_t version) { return version > wire::kTls12; });
}

void add_tls13_extensions(const model::TlsOffer& offer, std::vector<wire::Extension>& extensions) {
  extensions.push_back(wire::supported_versions_extension(offer.versions));
  if (!offer.offers(wire::kTls13)) return;
  extensions.push_back(wire::psk_key_exchange_modes_extension());
  std::vector<std::uint16_t> shares = offer.key_shares.value_or(offer.groups);
  if (!offer.key_shares) {
    shares.erase(std::remove_if(shares.begin(), shares.end(), wire::is_grease), shares.end());
    if (!shares.empty()) shares.resize(1);
  }
  extensions.push_back(wire::key_share_extension(shares));
}

std::vector<wire::Extension> make_extensions(const model::Step& step, const std::string& host) {
  const model::TlsOffer& offer = step.tls;
  const model::HelloForm& form = step.form;
  std::vector<wire::Extension> extensions;
  for (const std::uint16_t type : form.unknown_extensions)
    extensions.push_back(wire::empty_extension(type));
  if (!host.empty()) extensions.push_back(wire::server_name_extension(host));
  if (offer.extended_master_secret)
    extensions.push_back(wire::empty_extension(wire::kExtendedMasterSecret));
  if (form.renegotiation_info) extensions.push_back(wire::renegotiation_info_extension());
  if (!offer.groups.empty()) {
    extensions.push_back(wire::supported_groups_extension(offer.groups));
    extensions.push_back(wire::ec_point_formats_extension());
  }
  if (offer.session_ticket) {
    extensions.push_back({wire::kSessionTicket, base::random_bytes(offer.session_ticket_octets)});
  }
  if (!offer.alpn_protocols.empty())
    extensions.push_back(wire::alpn_extension(offer.alpn_protocols));
  if (form.status_request) extensions.push_back(wire::status_request_extension());
  if (!form.signature_algorithms.empty())
    extensions.push_back(wire::signature_algorithms_extension(form.signature_algorithms));
  if (wants_supported_versions(offer)) add_tls13_extensions(offer, extensions);
  return extensions;
}

// To so many octets of the message; one that is longer stays as it is.
void pad(wire::ClientHello& hello, std::size_t octets) {
  constexpr std::size_t kExtensionHeader = 4;
  const std::size_t length = wire::write_client_hello(hello).size() + kExtensionHeader;
  if (octets >= length) hello.extensions.push_back(wire::padding_extension(octets - length));
}

std::uint16_t record_version_of(const model::Step& step) {
  if (step.form.record_version != 0) return step.form.record_version;
  return std::min<std::uint16_t>(step.tls.newest_version(), wire::kTls10);
}

}  // namespace

std::string ServerNames::wanted_by(const model::TlsOffer& offer) const {
  std::string name;
  switch (offer.server_name) {
    case model::ServerName::mx_host:
      name = mx_host;
      break;
    case model::ServerName::domain:
      name = domain;
      break;
    case model::ServerName::literal:
      name = offer.literal_name;
      break;
    case model::ServerName::none:
      break;
  }
  return base::IpAddress::parse(name) ? std::string() : name;
}

wire::ClientHello make_client_hello(const model::Step& step, const ServerNames& names) {
  wire::ClientHello hello;
  hello.legacy_version = step.form.legacy_version != 0
                             ? step.form.legacy_version
                             : std::min<std::uint16_t>(step.tls.newest_version(), wire::kTls12);
  hello.random = base::random_bytes(32);
  // TLS 1.3 wants one for the sake of middleboxes (RFC 8446 appendix D.4); before, it would ask for
  // a session to be resumed.
  if (step.tls.offers(wire::kTls13)) hello.session_id = base::random_bytes(32);
  hello.cipher_suites = step.tls.cipher_suites;
  hello.compression_methods = step.form.compression_methods;
  hello.extensions = make_extensions(step, names.wanted_by(step.tls));
  if (step.form.pad_to > 0) pad(hello, step.form.pad_to);
  return hello;
}

HelloClient::HelloClient(const model::Step& step, const ServerNames& names)
    : hello_(wire::write_client_hello(make_client_hello(step, names))),
      record_version_(record_version_of(step)) {}

void HelloClient::start() {
  outbox_ =
      wire::write_records(wire::ContentType::handshake, record_version_, std::exchange(hello_, {}));
  from_client_.feed(outbox_);
}

void HelloClient::received(std::string_view bytes) {
  if (state_ != State::handshaking) return;
  from_server_.feed(bytes);
  state_ = state_of_answer();
}

TlsEngine::State HelloClient::state_of_answer() const {
  const wire::TlsFlight& flight = from_server_;
  const bool refused =
      std::any_of(flight.alerts.begin(), flight.alerts.end(), [](const wire::Alert& alert) {
        return alert.level == static_cast<std::uint8_t>(wire::AlertLevel::fatal) ||
               alert.description == kCloseNotify;
      });
  const bool answered = flight.hello_retry_request || flight.server_hello_done ||
                        (flight.server_hello &&
                         (flight.server_hello->version() >= wire::kTls13 || flight.encrypted()));
  if (answered) return State::answered;
  if (flight.broken() && flight.records() == 0) return State::not_tls;
  return refused || flight.broken() ? State::failed : State::handshaking;
}

void HelloClient::write(std::string_view) {
  assert(false && "a hello opens nothing to write into");
}

void HelloClient::shut_down() {
  if (state_ != State::answered) return;
  const auto& hello = from_server_.server_hello;
  const std::uint16_t version = std::min<std::uint16_t>(
      hello ? hello->version() : static_cast<std::uint16_t>(wire::kTls12), wire::kTls12);
  std::string alerts;
  // SSL 3.0 does not know it (RFC 6101 section 5.4).
  if (version > wire::kSsl30) alerts += wire::write_alert(version, {1, kUserCanceled});
  alerts += wire::write_alert(version, {1, kCloseNotify});
  from_client_.feed(alerts);
  outbox_ += alerts;
}

std::string HelloClient::take_output() { return std::exchange(outbox_, {}); }

model::TlsLog HelloClient::take_log() {
  return log_of(std::move(from_server_), std::move(from_client_));
}

}  // namespace session
