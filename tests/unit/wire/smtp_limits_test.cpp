// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include <doctest/doctest.h>

#include "wire/smtp_reply.hpp"

namespace wire {
namespace {

using Flaws = std::vector<ReplyFlaw>;
constexpr std::size_t kMaxLine = SmtpReplyReader::kMaxLine;
constexpr std::size_t kMaxReply = SmtpReplyReader::kMaxReply;
constexpr std::size_t kMaxLines = SmtpReplyReader::kMaxLines;

// A line of `size` octets with its CRLF.
std::string line_of(std::size_t size, const std::string& start) {
  return start + std::string(size - start.size() - 2, 'x') + "\r\n";
}

TEST_CASE("smtp limits: a line may have 512 octets with its CRLF (RFC 5321 section 4.5.3.1.5)") {
  SmtpReplyReader reader;
  reader.feed(line_of(512, "220 "));
  CHECK(reader.take().flaws.empty());
  reader.feed(line_of(513, "220 "));
  const SmtpReply reply = reader.take();
  CHECK(reply.flaws == Flaws{ReplyFlaw::line_too_long});
  CHECK(reply.lines.front().size() == 507);
}

TEST_CASE("smtp limits: many short lines are no long line") {
  SmtpReplyReader reader;
  for (int i = 0; i < 100; ++i) reader.feed("250-a line of some octets\r\n");
  reader.feed("250 end\r\n");
  CHECK(reader.take().flaws.empty());
}

TEST_CASE("smtp limits: a line of exactly our limit is read") {
  SmtpReplyReader reader;
  CHECK(reader.feed(line_of(kMaxLine, "220 ")) == kMaxLine);
  CHECK(reader.complete());
  CHECK(reader.take().flaws == Flaws{ReplyFlaw::line_too_long});
}

TEST_CASE("smtp limits: a line over our limit is cut and the reply complete") {
  SmtpReplyReader reader;
  const std::string bytes = line_of(kMaxLine + 1, "220-");
  CHECK(reader.feed(bytes) == kMaxLine);
  CHECK(reader.complete());
  const SmtpReply reply = reader.take();
  CHECK(reply.code == 220);
  CHECK(reply.raw == bytes.substr(0, kMaxLine));
  // The CR that was read is that of the CRLF that was not: not a bare one.
  CHECK(reply.flaws == Flaws{ReplyFlaw::truncated, ReplyFlaw::line_too_long});
}

TEST_CASE("smtp limits: a line that never ends") {
  SmtpReplyReader reader;
  std::size_t taken = 0;
  for (int i = 0; i < 100 && !reader.complete(); ++i) taken += reader.feed(std::string(1000, '2'));
  CHECK(reader.complete());
  CHECK(taken == kMaxLine);
  const SmtpReply reply = reader.take();
  CHECK(reply.code == 222);
  CHECK(reply.has(ReplyFlaw::truncated));
}

std::string lines_to(std::size_t size) {
  std::string bytes;
  while (size - bytes.size() > 400) bytes += line_of(200, "250-");
  return bytes + line_of(size - bytes.size(), "250-");
}

TEST_CASE("smtp limits: a reply of exactly our limit is read") {
  const std::string bytes = lines_to(kMaxReply - 8) + "250 ok\r\n";
  SmtpReplyReader reader;
  CHECK(reader.feed(bytes) == kMaxReply);
  CHECK(reader.take().flaws.empty());
}

TEST_CASE("smtp limits: a reply over our limit says nothing of the form of what was not read") {
  for (const std::size_t room : {0U, 1U, 2U, 3U, 4U, 6U, 7U}) {  // octets of the last line
    CAPTURE(room);
    const std::string last = "250 ok\r\n";
    const std::string bytes = lines_to(kMaxReply - room) + last;
    const std::size_t whole_lines = (bytes.size() - last.size() + 199) / 200;
    SmtpReplyReader reader;
    CHECK(reader.feed(bytes) == kMaxReply);
    REQUIRE(reader.complete());
    const SmtpReply reply = reader.take();
    CHECK(reply.code == 250);
    CHECK(reply.raw == bytes.substr(0, kMaxReply));
    CHECK(reply.flaws == Flaws{ReplyFlaw::truncated});
    CHECK(reply.lines.size() <= whole_lines + (room > 0 ? 1 : 0));
    if (room == 2) CHECK(reply.lines.back() == "25");
    if (room == 6) CHECK(reply.lines.back() == "ok");
  }
}

TEST_CASE("smtp limits: as many lines as we allow, and one more") {
  std::string most;
  for (std::size_t i = 0; i + 1 < kMaxLines; ++i) most += "250-x\r\n";
  SmtpReplyReader reader;
  reader.feed(most + "250 x\r\n");
  REQUIRE(reader.complete());
  const SmtpReply whole = reader.take();
  CHECK(whole.lines.size() == kMaxLines);
  CHECK(whole.flaws.empty());

  CHECK(reader.feed(most + "250-x\r\n250 x\r\n") == most.size() + 7);
  REQUIRE(reader.complete());
  const SmtpReply cut = reader.take();
  CHECK(cut.lines.size() == kMaxLines);
  CHECK(cut.flaws == Flaws{ReplyFlaw::truncated});
}

TEST_CASE("smtp limits: empty lines without end count as lines") {
  SmtpReplyReader reader;
  reader.feed("250-x\r\n" + std::string(kMaxReply, '\n'));
  REQUIRE(reader.complete());
  CHECK(reader.take().lines.size() == kMaxLines);
}

}  // namespace
}  // namespace wire
