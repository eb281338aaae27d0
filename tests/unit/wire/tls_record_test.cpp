// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/tls_record.hpp"

#include <string>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"

namespace wire {
namespace {

using namespace std::string_literals;
using recorded::record;

TEST_CASE("tls record: what can begin one") {
  for (const auto& good : {""s, "\x14"s, "\x15"s, "\x16"s, "\x17"s, "\x18"s, "\x16\x03"s,
                           "\x16\x03\xff"s, "\x15\x03\x01\x00"s}) {
    CAPTURE(base::hex(good));
    CHECK(TlsRecordReader::can_begin(good));
  }
  for (const auto& bad : {"\x13"s, "\x19"s, "\x00"s, "\x96"s, "\xff"s, "2"s, "220 "s, "H"s, "\n"s,
                          "\x16\x02"s, "\x16\x04"s, "\x80\x2e\x01"s}) {
    CAPTURE(base::hex(bad));
    CHECK_FALSE(TlsRecordReader::can_begin(bad));
  }
}

TEST_CASE("tls record: two records, cut anywhere") {
  const std::string bytes =
      record(22, "hello", 0x0301) + record(21, "\x02\x28", 0x0300) + record(20, "");
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    CAPTURE(cut);
    TlsRecordReader reader;
    std::vector<TlsRecord> records;
    for (const std::string& part : {bytes.substr(0, cut), bytes.substr(cut)}) {
      reader.feed(part);
      while (auto next = reader.next()) records.push_back(*next);
    }
    REQUIRE(records.size() == 3);
    CHECK(records[0].type == ContentType::handshake);
    CHECK(records[0].version == 0x0301);
    CHECK(records[0].fragment == "hello");
    CHECK(records[1].type == ContentType::alert);
    CHECK(records[1].version == 0x0300);
    CHECK(records[1].fragment == "\x02\x28");
    CHECK(records[2].fragment.empty());
    CHECK(reader.pending().empty());
    CHECK_FALSE(reader.broken());
  }
}

TEST_CASE("tls record: a reader that shrinks reads on where it was") {
  const std::string one = record(22, std::string(1000, 'a'));
  const std::string other = record(22, std::string(1000, 'b'));
  for (const std::size_t cut : {0U, 1U, 4U, 5U, 700U, 1004U}) {
    CAPTURE(cut);
    TlsRecordReader reader;
    reader.shrink();
    reader.feed(one + other.substr(0, cut));
    REQUIRE(reader.next().has_value());
    reader.shrink();
    reader.shrink();
    CHECK(reader.pending() == other.substr(0, cut));
    CHECK_FALSE(reader.next().has_value());
    reader.feed(other.substr(cut));
    const auto next = reader.next();
    REQUIRE(next.has_value());
    CHECK(next->fragment == std::string(1000, 'b'));
    CHECK(reader.pending().empty());
  }
}

TEST_CASE("tls record: what is not whole is pending") {
  TlsRecordReader reader;
  const std::string whole = record(22, "hello");
  reader.feed(whole + whole.substr(0, 7));
  CHECK(reader.next().has_value());
  CHECK_FALSE(reader.next().has_value());
  CHECK(reader.pending() == whole.substr(0, 7));
  CHECK_FALSE(reader.broken());
}

TEST_CASE("tls record: the longest fragment, and one octet more") {
  const std::string most(TlsRecordReader::kMaxFragment, 'x');
  TlsRecordReader reader;
  reader.feed(record(23, most));
  CHECK(reader.next()->fragment == most);
  // The header alone is enough to refuse.
  reader.feed(record(23, most + "x").substr(0, 5));
  CHECK_FALSE(reader.next().has_value());
  CHECK(reader.broken());
}

TEST_CASE("tls record: text breaks the reader for good, behind the records before it") {
  TlsRecordReader reader;
  reader.feed(record(22, "a") + "220 mx\r\n");
  CHECK(reader.next()->fragment == "a");
  CHECK_FALSE(reader.next().has_value());
  CHECK(reader.broken());
  reader.feed(record(22, "b"));
  CHECK_FALSE(reader.next().has_value());
  CHECK(reader.broken());
}

}  // namespace
}  // namespace wire
