// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether TLS comes about between a sender and a server that is known by its facts.
#pragma once

#include "model/sender.hpp"
#include "senders/hurdle.hpp"
#include "senders/server.hpp"

namespace senders {

// What the sender says where it treats a server so.
const model::Step& hello_of(const model::Sender& sender, const model::Treatment& treatment);
bool names_server(const model::Sender& sender, const model::Treatment& treatment);
// What it wants of the answer there.
const model::Acceptance& acceptance_of(const model::Sender& sender,
                                       const model::Treatment& treatment);
// It looks at the path of the certificate to a root, and not at TLSA records.
bool verifies_chain(const model::Treatment& treatment);

// Whether a handshake of this sender, treating the server so, comes to its end; the certificate's
// worth is another matter (certificate_worth.hpp).
Hurdle handshake(const Server& server, const model::Sender& sender,
                 const model::Treatment& treatment);

}  // namespace senders
