// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an SMTP-aware firewall leaves of a server's words.
#pragma once

#include <string_view>

#include "wire/smtp_reply.hpp"

namespace wire {

// The EHLO list has a word in place of STARTTLS that no server says: "XXXXXXXA", "XXXXXXXX",
// "STARTTLS" with a letter overwritten.
bool is_mangled(const SmtpReply& ehlo);

// "220 ****************0*2*******": a greeting whose letters are starred out.
bool is_starred_out(const SmtpReply& greeting);

// "XXXXXXXA", "********": a word of which at most one letter is the server's.
bool is_crossed_out(std::string_view word);

}  // namespace wire
