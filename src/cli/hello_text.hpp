// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "wire/tls_messages.hpp"

namespace cli {

// The messages of a handshake that choose its parameters, field by field: names with their numbers,
// extensions in the order sent. Each ends with a line end.
std::string client_hello_text(const wire::ClientHello& hello);
// A HelloRetryRequest too.
std::string server_hello_text(const wire::ServerHello& hello);
std::string server_key_exchange_text(const wire::ServerKeyExchange& message);
std::string certificate_request_text(const wire::CertificateRequest& message);

}  // namespace cli
