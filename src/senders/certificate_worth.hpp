// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a certificate is worth to who looks at it.
#pragma once

#include <string_view>

#include "model/sender.hpp"
#include "senders/hurdle.hpp"
#include "senders/server.hpp"

namespace senders {

// Whether the certificate proves to a sender, who looks at it so, that this is the right server.
// `dane`: what the host's TLSA records say, for a sender who looks at those. `domain`: of the
// message; empty: not known.
Hurdle certificate_worth(const Server& server, const model::Sender& sender,
                         const model::Treatment& treatment, const Hurdle& dane,
                         std::string_view domain);

// What of it would be reported (RFC 8460 section 4.3).
std::string_view tlsrpt_of_certificate(const Hurdle& failed);

}  // namespace senders
