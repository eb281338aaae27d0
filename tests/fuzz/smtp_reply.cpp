// SPDX-License-Identifier: GPL-3.0-or-later
//
// A conversation in one piece and in pieces gives the same replies. The first octet chooses the
// pieces.
#include "wire/smtp_reply.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "fuzz/octets.hpp"
#include "wire/ehlo.hpp"

namespace {

using wire::SmtpReply;
using wire::SmtpReplyReader;

void feed(SmtpReplyReader& reader, std::string_view bytes, std::vector<SmtpReply>& replies) {
  while (!bytes.empty()) {
    const std::size_t taken = reader.feed(bytes);
    require(taken > 0 || reader.complete());
    bytes.remove_prefix(taken);
    if (reader.complete()) replies.push_back(reader.take());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = octets(data + 1, size - 1);
  SmtpReplyReader whole;
  std::vector<SmtpReply> expected;
  feed(whole, bytes, expected);

  SmtpReplyReader reader;
  std::vector<SmtpReply> replies;
  unsigned step = data[0];
  for (std::string_view left = bytes; !left.empty();) {
    step = step * 5 + 1;
    const std::size_t count = std::min<std::size_t>(1 + (step >> 3) % 61, left.size());
    feed(reader, left.substr(0, count), replies);
    left.remove_prefix(count);
  }
  require(replies.size() == expected.size());
  require(reader.partial() == whole.partial());
  std::string raw;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const SmtpReply& reply = replies[i];
    require(reply.raw == expected[i].raw && reply.lines == expected[i].lines);
    require(reply.code == expected[i].code && reply.flaws == expected[i].flaws);
    require(reply.code >= 0 && reply.code <= 999);
    require(reply.raw.size() <= SmtpReplyReader::kMaxReply);
    require(reply.lines.size() <= SmtpReplyReader::kMaxLines);
    for (const auto& capability : wire::capabilities(reply)) require(!capability.keyword.empty());
    const std::string enhanced = reply.enhanced_code();
    require(enhanced.empty() || (enhanced.size() >= 5 && enhanced.size() <= 9));
    raw += reply.raw;
  }
  require(raw + reader.partial() == bytes);
  return 0;
}
