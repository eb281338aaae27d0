// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the topics about SMTP ask of a conversation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/evidence.hpp"
#include "wire/smtp_reply.hpp"

namespace facts {

// The probe with a command too many. What answers that command is no answer to what comes next, and
// its replies count for its own question alone.
inline constexpr std::string_view kInjection = "injection";

// A list of capabilities that can be trusted to lack what is not in it; not nullptr.
bool is_well_formed(const wire::SmtpReply* reply);

// The reply to EHLO inside TLS; nullptr when it never came or was no list.
const wire::SmtpReply* reply_inside_tls(const Talk& talk);

// The step of this name was played: its words went out.
bool said(const Talk& talk, std::string_view step);

// It ended where the server should have said something, and the server (or the path) ended it.
bool was_cut_off(const Talk& talk);

// What stands between the reply to STARTTLS and TLS.
std::string clear_text_behind_220(const Talk& talk);

// The replies in octets of which nobody knew what they answer.
std::vector<wire::SmtpReply> replies_in(std::string_view octets);

// "501 5.5.4 Syntax: STARTTLS": its first line, cut where it is long.
std::string reply_text(const wire::SmtpReply& reply);

}  // namespace facts
