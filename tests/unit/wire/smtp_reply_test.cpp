// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/smtp_reply.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace wire {
namespace {

using namespace std::string_literals;
using Lines = std::vector<std::string>;
using Flaws = std::vector<ReplyFlaw>;

SmtpReply read(const std::string& bytes) {
  SmtpReplyReader reader;
  CHECK(reader.feed(bytes) == bytes.size());
  CHECK(reader.complete());
  return reader.take();
}

TEST_CASE("smtp reply: the forms that servers send") {
  struct Row {
    std::string name;
    std::string bytes;
    int code;
    Lines lines;
    Flaws flaws;
  };
  const Row rows[] = {
      {"one line", "220 mx.example.org ESMTP\r\n", 220, {"mx.example.org ESMTP"}, {}},
      {"a code and nothing else", "250\r\n", 250, {""}, {}},
      {"a code and a blank", "250 \r\n", 250, {""}, {}},
      {"several lines",
       "250-mx\r\n250-STARTTLS\r\n250 SIZE 1\r\n",
       250,
       {"mx", "STARTTLS", "SIZE 1"},
       {}},
      {"several lines, the last without text", "250-mx\r\n250\r\n", 250, {"mx", ""}, {}},
      {"lines without text", "250-\r\n250-\r\n250 \r\n", 250, {"", "", ""}, {}},
      {"only the first separator is taken", "220  -x\r\n", 220, {" -x"}, {}},
      {"a tab in the text", "220 a\tb\r\n", 220, {"a\tb"}, {}},
      {"bare LF", "220 mx\n", 220, {"mx"}, {ReplyFlaw::bare_lf}},
      {"bare LF and CRLF mixed", "250-a\n250 b\r\n", 250, {"a", "b"}, {ReplyFlaw::bare_lf}},
      {"a CR inside", "220 m\rx\r\n", 220, {"m\rx"}, {ReplyFlaw::bare_cr}},
      {"CR CR LF", "220 mx\r\r\n", 220, {"mx\r"}, {ReplyFlaw::bare_cr}},
      {"NUL", "220 m\0x\r\n"s, 220, {"m\0x"s}, {ReplyFlaw::nul}},
      {"8-bit", "220 caf\xe9\r\n", 220, {"caf\xe9"}, {ReplyFlaw::eight_bit}},
      {"UTF-8 is 8-bit too",
       "220 gr\xc3\xbc\xc3\x9f\r\n",
       220,
       {"gr\xc3\xbc\xc3\x9f"},
       {ReplyFlaw::eight_bit}},
      {"code mismatch", "250-a\r\n251 b\r\n", 250, {"a", "b"}, {ReplyFlaw::code_mismatch}},
      {"no blank behind the code", "220mx\r\n", 220, {"mx"}, {ReplyFlaw::bad_separator}},
      {"tab behind the code", "220\tmx\r\n", 220, {"\tmx"}, {ReplyFlaw::bad_separator}},
      {"four digits", "2200 mx\r\n", 220, {"0 mx"}, {ReplyFlaw::bad_separator}},
      {"a code that no document has", "999 mx\r\n", 999, {"mx"}, {}},
      {"000 is a code", "000 mx\r\n", 0, {"mx"}, {}},
      {"000 on several lines", "000-a\r\n000 b\r\n", 0, {"a", "b"}, {}},
      {"000 and then another", "000-a\r\n250 b\r\n", 0, {"a", "b"}, {ReplyFlaw::code_mismatch}},
      {"not SMTP",
       "HTTP/1.1 400 Bad Request\r\n",
       0,
       {"HTTP/1.1 400 Bad Request"},
       {ReplyFlaw::no_code}},
      {"SSH", "SSH-2.0-OpenSSH_9.2\r\n", 0, {"SSH-2.0-OpenSSH_9.2"}, {ReplyFlaw::no_code}},
      {"an empty line first", "\r\n", 0, {""}, {ReplyFlaw::no_code}},
      {"LF first", "\n", 0, {""}, {ReplyFlaw::bare_lf, ReplyFlaw::no_code}},
      {"two digits", "22\r\n", 0, {"22"}, {ReplyFlaw::no_code}},
      {"a blank before the code", " 220 mx\r\n", 0, {" 220 mx"}, {ReplyFlaw::no_code}},
      {"garbage inside", "250-a\r\nfoo\r\n250 b\r\n", 250, {"a", "foo", "b"}, {ReplyFlaw::no_code}},
      {"an empty line inside", "250-a\r\n\r\n250 b\r\n", 250, {"a", "", "b"}, {ReplyFlaw::no_code}},
      {"digits above ASCII",
       "\xb2\xb2\xb0 mx\r\n",
       0,
       {"\xb2\xb2\xb0 mx"},
       {ReplyFlaw::eight_bit, ReplyFlaw::no_code}},
      {"each flaw once, in the order met",
       "250-a\n250-b\rc\n251-\x80\r\n250 d\n",
       250,
       {"a", "b\rc", "\x80", "d"},
       {ReplyFlaw::bare_lf, ReplyFlaw::bare_cr, ReplyFlaw::eight_bit, ReplyFlaw::code_mismatch}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const SmtpReply reply = read(row.bytes);
    CHECK(reply.code == row.code);
    CHECK(reply.lines == row.lines);
    CHECK(reply.flaws == row.flaws);
    CHECK(reply.raw == row.bytes);
  }
}

TEST_CASE("smtp reply: what is behind the final line is not touched") {
  SmtpReplyReader reader;
  const std::string bytes = "220 go ahead\r\n250 injected\r\n\x16\x03\x01";
  CHECK(reader.feed(bytes) == 14);
  CHECK(reader.complete());
  CHECK(reader.feed(bytes.substr(14)) == 0);
  CHECK(reader.take().raw == "220 go ahead\r\n");
  CHECK(reader.feed(bytes.substr(14)) == 14);
  CHECK(reader.take().lines == Lines{"injected"});
}

TEST_CASE("smtp reply: garbage in the first line is complete, what follows is not part of it") {
  SmtpReplyReader reader;
  CHECK(reader.feed("hello\r\n220 mx\r\n") == 7);
  CHECK(reader.take().code == 0);
  CHECK(reader.feed("220 mx\r\n") == 8);
  CHECK(reader.take().code == 220);
}

TEST_CASE("smtp reply: a reader that was taken from remembers nothing") {
  SmtpReplyReader reader;
  reader.feed("250-a\n");
  CHECK(reader.partial() == "250-a\n");
  CHECK(reader.take().has(ReplyFlaw::bare_lf));
  CHECK(reader.partial().empty());
  CHECK_FALSE(reader.complete());
  reader.feed("354 go\r\n");
  const SmtpReply reply = reader.take();
  CHECK(reply.code == 354);
  CHECK(reply.flaws.empty());
  CHECK(reply.lines == Lines{"go"});
}

TEST_CASE("smtp reply: a CR at the end of a segment is no bare CR") {
  SmtpReplyReader reader;
  CHECK(reader.feed("220 mx\r") == 7);
  CHECK_FALSE(reader.complete());
  CHECK(reader.feed("\n") == 1);
  CHECK(reader.take().flaws.empty());
}

TEST_CASE("smtp reply: positive is 2xx") {
  CHECK_FALSE(read("199 x\r\n").is_positive());
  CHECK(read("200 x\r\n").is_positive());
  CHECK(read("299 x\r\n").is_positive());
  CHECK_FALSE(read("300 x\r\n").is_positive());
  CHECK_FALSE(read("421 x\r\n").is_positive());
  CHECK_FALSE(read("000 x\r\n").is_positive());
  CHECK_FALSE(read("x\r\n").is_positive());
}

TEST_CASE("smtp reply: enhanced codes (RFC 3463 section 2)") {
  const std::pair<std::string, std::string> rows[] = {
      {"454 4.7.0 TLS not available\r\n", "4.7.0"},
      {"220 2.0.0 Ready\r\n", "2.0.0"},
      {"554 5.123.456 x\r\n", "5.123.456"},
      {"250 2.0.0\r\n", "2.0.0"},
      {"250-2.1.0 first\r\n250 2.1.5 second\r\n", "2.1.0"},
      {"220 mx.example.org\r\n", ""},
      {"220 8.17.1 Sendmail\r\n", ""},
      {"250 3.0.0 x\r\n", ""},
      {"250 1.0.0 x\r\n", ""},
      {"250 42.0.0 x\r\n", ""},
      {"250 2.0 x\r\n", ""},
      {"250 2.0.0.0 x\r\n", ""},
      {"250 2..0 x\r\n", ""},
      {"250 2.0. x\r\n", ""},
      {"250 2.1234.0 x\r\n", ""},
      {"250 2.0.x x\r\n", ""},
      {"250 x 2.0.0\r\n", ""},
      {"250\r\n", ""},
  };
  for (const auto& row : rows) {
    const auto& bytes = row.first;
    const auto& code = row.second;
    CAPTURE(bytes);
    CHECK(read(bytes).enhanced_code() == code);
  }
  CHECK(SmtpReply().enhanced_code().empty());
}

TEST_CASE("smtp reply: each flaw has a name of its own") {
  std::vector<std::string_view> names;
  for (int flaw = 0; flaw <= static_cast<int>(ReplyFlaw::truncated); ++flaw) {
    const std::string_view name = to_string(static_cast<ReplyFlaw>(flaw));
    CHECK_FALSE(name.empty());
    CHECK(std::find(names.begin(), names.end(), name) == names.end());
    names.push_back(name);
  }
}

}  // namespace
}  // namespace wire
