// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "json_object.hpp"
#include "reply.hpp"

namespace mxlab {

// What a behaviour says about all its replies.
struct ReplyStyle {
  std::string hostname;
  std::string line_end = "\r\n";
  Pace pace;
};

// What the reply is for decides what follows it when the table does not say:
// after a 220 to STARTTLS comes TLS, after a farewell (and any 421) the close.
enum class ReplyUse { ordinary, starttls, farewell };

// A reply is a text (one line), a list of texts (lines), or an object; see README.md.
Reply read_reply(const JsonAt& at, const ReplyStyle& style, ReplyUse use = ReplyUse::ordinary);

Reply make_reply(const std::vector<std::string>& lines, const ReplyStyle& style,
                 ReplyUse use = ReplyUse::ordinary);

// delay_ms, split, split_delay_ms
Pace read_pace(JsonObject& object, const Pace& otherwise);

Then read_then(JsonObject& object, std::string_view key, Then otherwise);

}  // namespace mxlab
