// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/smtp_reply.hpp"

namespace wire {

// One line of an EHLO reply behind the first: a keyword and what follows it, "SIZE", "10240000".
struct Capability {
  std::string keyword;  // upper or lower case as the server wrote it
  std::string parameters;
};

// The same of one line, without its code and separator; both empty for a blank one. Blanks and tabs
// around the two do not count. Refers to `line`.
struct EhloLine {
  std::string_view keyword;
  std::string_view parameters;
};
EhloLine split_ehlo_line(std::string_view line);

// The first line of an EHLO reply names the server and is no keyword (RFC 5321 section 4.1.1.1).
// Empty for a reply that is not positive. Old servers write "AUTH=LOGIN": keyword "AUTH=LOGIN".
std::vector<Capability> capabilities(const SmtpReply& ehlo_reply);

// Whole word, without case (RFC 5321 section 2.4): "XSTARTTLS" and a host named "starttls" are not
// STARTTLS.
bool offers(const SmtpReply& ehlo_reply, std::string_view keyword);
// What the first line of this keyword says behind it; nullopt where it is not offered. Refers to
// the reply.
std::optional<std::string_view> parameters_of(const SmtpReply& ehlo_reply,
                                              std::string_view keyword);

}  // namespace wire
