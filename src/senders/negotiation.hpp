// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a server makes of a hello, by what its facts say: which versions and which kinds of cipher
// suites it may choose.
#pragma once

#include <cstdint>
#include <vector>

#include "model/probe.hpp"
#include "senders/cipher_kind.hpp"
#include "senders/hurdle.hpp"
#include "senders/server.hpp"

namespace senders {

struct Choice {
  std::uint16_t version = 0;
  CipherKind kind = CipherKind::other;  // in TLS 1.3: other
};

struct Negotiation {
  // What the server may choose; empty: nothing, or what it does is not known.
  std::vector<Choice> choices;
  // yes: it chooses one of them. no: it refuses, for this reason. unknown: it may refuse.
  Hurdle hurdle;
};

// The newest version that both have (RFC 8446 section 4.2.1, RFC 5246 appendix E.1), or those that
// it may be.
Negotiation negotiate_version(const Server& server, const model::TlsOffer& offer);

// In this version, which both have.
Negotiation negotiate_tls13(const Server& server, const model::TlsOffer& offer);
Negotiation negotiate_tls12(const Server& server, const model::TlsOffer& offer,
                            std::uint16_t version);

}  // namespace senders
