// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/tls_flight.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"

namespace wire {
namespace {

using namespace std::string_literals;
using recorded::extension;
using recorded::message;
using recorded::record;
using recorded::u16;
using recorded::vector16;
using recorded::vector24;

constexpr unsigned kHandshake = 22;
const std::string kDone = message(14, "");

std::string server_hello(unsigned version, unsigned suite, const std::string& extensions) {
  return message(
      2, u16(version) + std::string(32, 'r') + "\0"s + u16(suite) + "\0"s + vector16(extensions));
}

TlsFlight read(const std::string& bytes) {
  TlsFlight flight;
  flight.feed(bytes);
  return flight;
}

// Everything a flight shows, as one text to compare.
std::string shown(const TlsFlight& flight) {
  std::string text;
  if (flight.client_hello) text += "client_hello " + base::hex(flight.client_hello->random);
  if (flight.hello_retry_request) text += " retry";
  if (flight.server_hello) {
    text += " server_hello " + base::hex(flight.server_hello->random) +
            std::to_string(flight.server_hello->extensions.size());
  }
  if (flight.certificate) {
    for (const auto& der : flight.certificate->certificates) text += " " + base::hex(der);
  }
  if (flight.certificate_status) text += " status " + base::hex(*flight.certificate_status);
  if (flight.server_key_exchange) {
    text += " key " + std::to_string(flight.server_key_exchange->named_curve) +
            base::hex(flight.server_key_exchange->dh_prime);
  }
  if (flight.certificate_request) text += " request";
  text += flight.server_hello_done ? " done" : "";
  text += flight.session_ticket ? " ticket" : "";
  for (const Alert& alert : flight.alerts) text += " alert " + std::to_string(alert.description);
  text += flight.broken() ? " broken" : "";
  text += flight.encrypted() ? " encrypted" : "";
  return text + " " + std::to_string(flight.records());
}

const std::vector<std::string> kRecorded = {"tls10-rsa.server",
                                            "tls12-ecdhe.server",
                                            "tls12-status-request.server",
                                            "tls12-certificate-request.server",
                                            "tls13.server",
                                            "tls13-retry.server",
                                            "refused-suite.server",
                                            "tls13-retry.client",
                                            "client-refuses-certificate.client"};

TEST_CASE("flight: the network cuts it anywhere") {
  for (const std::string& name : kRecorded) {
    CAPTURE(name);
    const std::string bytes = recorded::flight(name);
    const std::string whole = shown(read(bytes));
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      TlsFlight flight = read(bytes.substr(0, cut));
      flight.feed(std::string_view(bytes).substr(cut));
      REQUIRE(shown(flight) == whole);
    }
    TlsFlight by_octets;
    for (const char c : bytes) by_octets.feed(std::string_view(&c, 1));
    CHECK(shown(by_octets) == whole);
  }
}

// The fragments of the handshake records in front, put together.
std::string handshake_of(const std::string& bytes) {
  TlsRecordReader reader;
  reader.feed(bytes);
  std::string handshake;
  while (auto next = reader.next()) {
    if (next->type != ContentType::handshake) break;
    handshake += next->fragment;
  }
  return handshake;
}

TEST_CASE("flight: handshake messages in records of any size") {
  const std::string handshake = handshake_of(recorded::flight("tls12-certificate-request.server"));
  REQUIRE(handshake.size() > 500);
  for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 7U, 64U, 1000U, 16384U}) {
    CAPTURE(size);
    std::string bytes;
    for (std::size_t at = 0; at < handshake.size(); at += size) {
      bytes += record(kHandshake, handshake.substr(at, size));
    }
    const TlsFlight flight = read(bytes);
    CHECK_FALSE(flight.broken());
    CHECK(flight.server_hello_done);
    CHECK_FALSE(flight.server_hello->malformed);
    CHECK_FALSE(flight.server_key_exchange->malformed);
    CHECK_FALSE(flight.certificate_request->malformed);
    CHECK(flight.records() == (handshake.size() + size - 1) / size);
  }
}

TEST_CASE("flight: cut off at every length, nothing is made up") {
  for (const std::string& name : kRecorded) {
    CAPTURE(name);
    const std::string bytes = recorded::flight(name);
    const TlsFlight whole = read(bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const TlsFlight flight = read(bytes.substr(0, size));
      REQUIRE_FALSE(flight.broken());
      if (flight.server_hello) REQUIRE_FALSE(flight.server_hello->malformed);
      if (flight.certificate) {
        REQUIRE(flight.certificate->certificates == whole.certificate->certificates);
      }
      if (flight.server_key_exchange) REQUIRE_FALSE(flight.server_key_exchange->malformed);
      REQUIRE(flight.alerts.size() <= whole.alerts.size());
      REQUIRE(flight.records() <= whole.records());
    }
  }
}

TEST_CASE("flight: alerts are kept wherever they stand in clear, several in one record") {
  const TlsFlight flight =
      read(record(21, "\x01\x70") + record(kHandshake, server_hello(0x0303, 0x2f, "")) +
           record(21, "\x01\x5a\x02\x28"));
  CHECK(flight.alerts == std::vector<Alert>{{1, 112}, {1, 90}, {2, 40}});
  CHECK(flight.server_hello.has_value());
}

TEST_CASE("flight: an alert of one octet is none, and alerts have an end") {
  CHECK(read(record(21, "\x02")).alerts.empty());
  CHECK(read(record(21, "")).alerts.empty());
  std::string many;
  for (int i = 0; i < 100; ++i) many += "\x01\x5a";
  CHECK(read(record(21, many) + record(21, many)).alerts.size() == TlsFlight::kMaxAlerts);
}

TEST_CASE("flight: up to TLS 1.2 ChangeCipherSpec ends what can be read") {
  const TlsFlight flight =
      read(record(kHandshake, server_hello(0x0303, 0x2f, "")) + record(20, "\x01") +
           record(kHandshake, kDone) + record(21, "\x02\x28"));
  CHECK(flight.encrypted());
  CHECK_FALSE(flight.server_hello_done);
  CHECK(flight.alerts.empty());
  CHECK(flight.records() == 2);
}

TEST_CASE("flight: in TLS 1.3 ChangeCipherSpec means nothing, application data ends it") {
  const std::string tls13 = extension(43, "\x03\x04");
  TlsFlight flight =
      read(record(kHandshake, server_hello(0x0303, 0x1301, tls13)) + record(20, "\x01"));
  CHECK_FALSE(flight.encrypted());
  flight.feed(record(21, "\x02\x28"));
  CHECK(flight.alerts.size() == 1);
  flight.feed(record(23, "secret") + record(21, "\x02\x28"));
  CHECK(flight.encrypted());
  CHECK(flight.alerts.size() == 1);
}

TEST_CASE("flight: ServerHello, Certificate and ServerHelloDone in one record") {
  const TlsFlight flight = read(
      record(kHandshake, server_hello(0x0301, 0x2f, "") +
                             message(11, vector24(vector24("one") + vector24("two"))) + kDone));
  CHECK(flight.records() == 1);
  CHECK(flight.server_hello->cipher_suite == 0x2f);
  CHECK(flight.certificate->certificates == std::vector<std::string>{"one", "two"});
  CHECK(flight.server_hello_done);
}

TEST_CASE("flight: a record between the halves of a message does not tear it") {
  const std::string hello = server_hello(0x0303, 0x2f, "");
  const TlsFlight flight =
      read(record(kHandshake, hello.substr(0, 10)) + record(21, "\x01\x70") + record(24, "beat") +
           record(kHandshake, "") + record(kHandshake, hello.substr(10)));
  CHECK(flight.server_hello.has_value());
  CHECK(flight.alerts.size() == 1);
}

TEST_CASE("flight: messages that nobody knows are passed over") {
  const TlsFlight flight = read(record(kHandshake, message(99, "?") + message(0, "") + kDone));
  CHECK(flight.server_hello_done);
  CHECK_FALSE(flight.broken());
}

TEST_CASE("flight: a message over the limit breaks it at its header") {
  const TlsFlight most = read(record(kHandshake, "\x0b"s + recorded::u24(TlsFlight::kMaxMessage)));
  CHECK_FALSE(most.broken());
  const TlsFlight more =
      read(record(kHandshake, "\x0b"s + recorded::u24(TlsFlight::kMaxMessage + 1)));
  CHECK(more.broken());
}

TEST_CASE("flight: messages without end break it") {
  std::string messages;
  for (std::size_t i = 0; i < TlsFlight::kMaxMessages; ++i) messages += message(0, "");
  CHECK_FALSE(read(record(kHandshake, messages)).broken());
  CHECK(read(record(kHandshake, messages + message(0, ""))).broken());
}

TEST_CASE("flight: text instead of a record breaks it, what came before stays") {
  TlsFlight flight =
      read(record(kHandshake, server_hello(0x0303, 0x2f, "")) + "454 TLS not available\r\n");
  CHECK(flight.broken());
  CHECK(flight.server_hello.has_value());
  flight.feed(record(kHandshake, kDone));
  CHECK_FALSE(flight.server_hello_done);
}

TEST_CASE("flight: an SSL 2.0 answer is no record") {
  CHECK(read("\x80\x2e\x04\x00\x01\x00\x02"s).broken());
}

TEST_CASE("flight: a malformed message says so and does not stop the next") {
  const TlsFlight flight = read(record(kHandshake, message(2, "\x03\x03short") + kDone));
  CHECK(flight.server_hello->malformed);
  CHECK(flight.server_hello->version() == kTls12);
  CHECK(flight.server_hello_done);
}

}  // namespace
}  // namespace wire
