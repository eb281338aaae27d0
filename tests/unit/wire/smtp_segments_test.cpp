// SPDX-License-Identifier: GPL-3.0-or-later
//
// The network cuts a conversation where it likes, and scanners that read once per reply call that
// "no STARTTLS". Whatever the cut, the replies are the same.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "wire/smtp_reply.hpp"

namespace wire {
namespace {

using namespace std::string_literals;

const std::string kConversations[] = {
    "220-mx.example.org ESMTP\r\n220-no spam\r\n220 ready\r\n"
    "250-mx.example.org\r\n250-SIZE 10240000\r\n250-starttls\r\n250 SMTPUTF8\r\n"
    "220 2.0.0 go ahead\r\n",
    "220 a\n250-b\n250\n220\n",
    "250-a\r\nfoo\r\n\r\n250-\r\r\n250-\0\xff\r\n251 b\r\n354\r\n"s,
    "hello\r\n\r\n220mx\r\n22\r\n000-x\r\n000 y\r\n",
};

void feed(SmtpReplyReader& reader, std::string_view bytes, std::vector<SmtpReply>& replies) {
  while (!bytes.empty()) {
    const std::size_t taken = reader.feed(bytes);
    bytes.remove_prefix(taken);
    REQUIRE((taken > 0 || reader.complete()));
    if (reader.complete()) replies.push_back(reader.take());
  }
}

void require_same(const std::vector<SmtpReply>& a, const std::vector<SmtpReply>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    REQUIRE(a[i].code == b[i].code);
    REQUIRE(a[i].lines == b[i].lines);
    REQUIRE(a[i].raw == b[i].raw);
    REQUIRE(a[i].flaws == b[i].flaws);
  }
}

std::vector<SmtpReply> in_one(const std::string& conversation) {
  SmtpReplyReader reader;
  std::vector<SmtpReply> replies;
  feed(reader, conversation, replies);
  REQUIRE(reader.partial().empty());
  return replies;
}

TEST_CASE("smtp segments: cut in two anywhere") {
  for (const std::string& conversation : kConversations) {
    const auto whole = in_one(conversation);
    for (std::size_t cut = 0; cut <= conversation.size(); ++cut) {
      CAPTURE(cut);
      SmtpReplyReader reader;
      std::vector<SmtpReply> replies;
      feed(reader, std::string_view(conversation).substr(0, cut), replies);
      feed(reader, std::string_view(conversation).substr(cut), replies);
      require_same(replies, whole);
    }
  }
}

TEST_CASE("smtp segments: octet by octet") {
  for (const std::string& conversation : kConversations) {
    SmtpReplyReader reader;
    std::vector<SmtpReply> replies;
    for (const char c : conversation) feed(reader, std::string_view(&c, 1), replies);
    require_same(replies, in_one(conversation));
  }
}

TEST_CASE("smtp segments: a reply over the limits, cut anywhere near them") {
  const std::string conversations[] = {
      "220 " + std::string(SmtpReplyReader::kMaxLine, 'x') + "\r\n",
      "250-" + std::string(SmtpReplyReader::kMaxLine - 5, 'x') + "\n250 \n",
  };
  for (const std::string& conversation : conversations) {
    SmtpReplyReader whole;
    const std::size_t taken = whole.feed(conversation);
    REQUIRE(whole.complete());
    const SmtpReply expected = whole.take();
    for (std::size_t cut = SmtpReplyReader::kMaxLine - 4; cut <= conversation.size(); ++cut) {
      CAPTURE(cut);
      SmtpReplyReader reader;
      std::size_t sum = reader.feed(conversation.substr(0, cut));
      sum += reader.feed(conversation.substr(cut));
      REQUIRE(reader.complete());
      REQUIRE(sum == taken);
      require_same({reader.take()}, {expected});
    }
  }
}

TEST_CASE("smtp segments: any octets in any segments") {
  std::mt19937 random(5321);
  const std::string alphabet = "025-  \r\n\n\0\xffxS."s;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 120, '\0');
    for (char& c : bytes) c = alphabet[random() % alphabet.size()];
    SmtpReplyReader whole;
    std::vector<SmtpReply> expected;
    feed(whole, bytes, expected);

    SmtpReplyReader reader;
    std::vector<SmtpReply> replies;
    for (std::string_view left = bytes; !left.empty();) {
      const std::size_t count = std::min<std::size_t>(1 + random() % 9, left.size());
      feed(reader, left.substr(0, count), replies);
      left.remove_prefix(count);
    }
    require_same(replies, expected);
    REQUIRE(reader.partial() == whole.partial());
  }
}

}  // namespace
}  // namespace wire
