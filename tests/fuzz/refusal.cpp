// SPDX-License-Identifier: GPL-3.0-or-later
//
// The octets as what a server says, and as a file of wordings.
#include "outcome/refusal.hpp"

#include <algorithm>
#include <string>

#include "fuzz/octets.hpp"
#include "outcome/refusal_texts.hpp"

namespace {

using wire::SmtpReply;

SmtpReply in_capitals(SmtpReply reply) {
  for (std::string& line : reply.lines) {
    std::transform(line.begin(), line.end(), line.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  }
  return reply;
}

void judge(const SmtpReply& reply) {
  const auto refusal = outcome::refusal_of(reply);
  const auto hint = outcome::refusal_by_code(reply);
  if (!reply.is_negative()) require(!refusal && !hint);
  if (hint) require(!outcome::to_string(*hint).empty());
  const auto shouted = outcome::refusal_of(in_capitals(reply));
  require(shouted.has_value() == refusal.has_value());
  if (!refusal) return;
  require(!refusal->pattern.empty() && !outcome::to_string(refusal->kind).empty());
  require(shouted->pattern == refusal->pattern);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = octets(data, size);
  wire::SmtpReplyReader reader;
  for (std::string_view left = bytes; !left.empty();) {
    left.remove_prefix(reader.feed(left));
    if (reader.complete()) judge(reader.take());
  }
  const auto texts = outcome::RefusalTexts::read(bytes, "texts");
  require(texts.ok() || texts.error().message.starts_with("texts:"));
  if (!texts.ok()) return 0;
  for (const outcome::RefusalPattern& pattern : texts->patterns()) {
    require(!pattern.id.empty() && !pattern.phrases.empty() && !pattern.examples.empty());
  }
  return 0;
}
