// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "certificates.hpp"
#include "session/certificate_verifier.hpp"
#include "support/tls_server.hpp"
#include "table.hpp"

namespace matrix {

// A new server for each conversation, all alike.
using MakeServer = std::function<std::unique_ptr<support::TlsServer>()>;

struct Server {
  MakeServer make;
  std::unique_ptr<session::CertificateVerifier> verifier;  // of its chains, by the trusted root
  Certificates certificates;
  bool enumerated = false;  // its suites and groups are to be listed
};

// As the row says, for a mail server of the name `host`; throws, with the row's place, on a setting
// that means nothing for its kind.
Server make_server(const Row& row, const std::string& host = kMxHost);

}  // namespace matrix
