// SPDX-License-Identifier: GPL-3.0-or-later
//
// PeerOptions in OpenSSL's terms; for tls_peer.cpp.
#pragma once

#include "support/openssl_handles.hpp"
#include "support/tls_peer.hpp"

namespace support {

// `options` must outlive the context.
openssl::ContextPtr make_peer_context(const PeerOptions& options);

// Of a failed handshake: the server is one that closes the connection on such a client, without an
// alert.
bool ends_without_a_word(const SSL* ssl);

}  // namespace support
