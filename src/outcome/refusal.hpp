// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a server's refusal means: whether it is about us (our address, our name, our pace), about a
// server that cannot just now, or about a host that takes no mail at all. The difference between
// "has no TLS" and "does not talk to us" hangs on it.
//
// The words decide, because the codes do not: 421, 451, 550 and 554 are all used for all of it, and
// half of the servers say no enhanced code. The wordings are data, with their examples and who says
// them: src/outcome/refusal_texts.txt. Where the words are unknown, the codes give a weaker hint.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/smtp_reply.hpp"

namespace outcome {

// In the order in which they outrank each other where a reply has words of several: first what is
// over by itself at the next connection, then what the server names as the reason in us, then what
// is about the server. So "Too many connections from an IP listed at ..." is blocked, for waiting
// would not help; "greylisted, you have no reverse DNS" is greylisted, for waiting does.
enum class RefusalKind : std::uint8_t {
  must_wait,  // we spoke before our turn, or a gate tests newcomers and lets them in at the next
              // connection (Postfix POSTSCREEN_README)
  tls_unavailable,  // TLS cannot be had (RFC 3207 section 4)
  greylisted,       // newcomers are put off; the same address is let in later (RFC 6647)
  identity,         // our EHLO name or our reverse lookup is objected to (RFC 7372 section 3.3)
  blocked,          // our address or network is refused: reputation, a list, a policy, its country
  rate_limited,     // too many connections or handshakes from us
  no_mail_here,     // the host takes nobody's mail (RFC 7504; RFC 5321 section 3.1)
  overloaded,       // the server has trouble of its own: load, resources, a local error
  not_implemented,  // the command is not known or not switched on (RFC 5321 section 4.2.4)
};
std::string_view to_string(RefusalKind kind);
std::optional<RefusalKind> refusal_kind_named(std::string_view name);

struct Refusal {
  RefusalKind kind{};
  std::string_view pattern;  // the line of the texts that fits; lives as long as the program
};

// What the words of a 4xx or 5xx reply mean; nullopt for any other reply and for unknown words. Of
// a long reply, only the first 8 KiB are looked at.
std::optional<Refusal> refusal_of(const wire::SmtpReply& reply);

// What the codes of a 4xx or 5xx reply hint at, for unknown words: the enhanced code first (RFC
// 3463 section 3.8: x.7.x is policy), then the reply code (RFC 5321 section 4.2.3). Weaker than
// words: servers use 4.7.0 and 5.7.1 for anything. nullopt where the codes tell nothing, and for
// those that ask for encryption or authentication.
std::optional<RefusalKind> refusal_by_code(const wire::SmtpReply& reply);

}  // namespace outcome
