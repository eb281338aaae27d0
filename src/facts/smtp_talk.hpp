// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the topics about SMTP ask of a conversation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/evidence.hpp"
#include "model/fact.hpp"
#include "wire/smtp_reply.hpp"

namespace facts {

// The probe with a command too many. What answers that command is no answer to what comes next, and
// its replies count for its own question alone.
inline constexpr std::string_view kInjection = "injection";

// The service closes the channel (RFC 5321 section 4.2.3).
inline constexpr int kClosing = 421;

// The greeting is a reply of SMTP's, or passes for one: other protocols (HTTP, SSH, IMAP) greet
// without a code, NNTP with a code of its own and without knowing EHLO.
bool speaks_smtp(const Talk& talk);

// Nothing was said too many, so that each reply answers the command before it.
bool is_in_step(const Talk& talk);

// Nothing was said that tells: not_asked without conversations, not_measured otherwise.
model::Fact not_heard(const Evidence& evidence);

// A list of capabilities that can be trusted to lack what is not in it; not nullptr.
bool is_well_formed(const wire::SmtpReply* reply);

// The reply to EHLO inside TLS; nullptr when it never came or was no list.
const wire::SmtpReply* reply_inside_tls(const Talk& talk);

// The server is not going to take the command: 5xx for what it does not know or does not do, or a
// word about TLS. Every other 5xx may be about us (RFC 5321 section 4.2.2, RFC 3463 section 3).
bool refuses_command(const wire::SmtpReply& reply);

// The step of this name was played: its words went out.
bool said(const Talk& talk, std::string_view step);

// It ended where the server should have said something, and the server (or the path) ended it.
bool was_cut_off(const Talk& talk);

// What stands between the reply to STARTTLS and TLS.
std::string clear_text_behind_220(const Talk& talk);

// The replies in octets of which nobody knew what they answer.
std::vector<wire::SmtpReply> replies_in(std::string_view octets);

// The words of a reply without their punctuation, small. What has a dot or a slash in it stays
// whole: "tls.example.org" does not speak of TLS.
std::vector<std::string> small_words_of(const wire::SmtpReply& reply);

// Text of a stranger's, cut where it is long.
std::string shortened(std::string_view text);

// "501 5.5.4 Syntax: STARTTLS": its first line, cut where it is long.
std::string reply_text(const wire::SmtpReply& reply);

}  // namespace facts
