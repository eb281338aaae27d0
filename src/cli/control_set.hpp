// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/endpoint.hpp"
#include "net/loop.hpp"
#include "scan/settings.hpp"
#include "session/certificate_verifier.hpp"

namespace cli {

// Mail servers that are known to be up: whether one of them takes a connection from here. When none
// does it is our own network that closes the port. Each is met as any other, with the plain probe,
// one after the other until one answers. Blocks.
bool any_control_answers(net::Loop& loop, const scan::Settings& settings,
                         session::CertificateVerifier& verifier,
                         const std::vector<model::Endpoint>& controls);

}  // namespace cli
