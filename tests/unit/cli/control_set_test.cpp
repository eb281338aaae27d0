// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/control_set.hpp"

#include <doctest/doctest.h>

#include "support/certificate_maker.hpp"
#include "support/smtp_stub.hpp"

namespace {

model::Endpoint on(const char* address, std::uint16_t port) {
  return {address, *base::IpAddress::parse(address), port};
}

TEST_CASE("one control server that takes a connection is enough, and none is none") {
  support::SmtpStub server;
  net::Loop loop;
  scan::Settings settings;
  settings.client_name = "probe.test";
  settings.connect_limit = base::Milliseconds(2000);
  const auto verifier = std::move(
      session::CertificateVerifier::create(support::make_certificate({}).certificate_pem).value());
  // Nothing listens on port 1; a firewall of our own may well say so by a RST.
  const model::Endpoint closed = on("127.0.0.31", 1);
  const model::Endpoint open = on("127.0.0.32", server.port());
  CHECK(cli::any_control_answers(loop, settings, *verifier, {closed, open}));
  CHECK_FALSE(cli::any_control_answers(loop, settings, *verifier, {closed}));
  CHECK_FALSE(cli::any_control_answers(loop, settings, *verifier, {}));
  // It was met politely.
  CHECK(server.counts()["127.0.0.32"].quits == 1);
}

}  // namespace
