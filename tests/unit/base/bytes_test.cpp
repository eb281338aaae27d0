// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/bytes.hpp"

#include <string>

#include <doctest/doctest.h>

namespace {

using base::ByteReader;
using namespace std::string_literals;

TEST_CASE("byte reader: numbers are big-endian and unsigned") {
  const std::string bytes = "\xff\x80\x01\xfe\xdc\xba\xff\xff\xff\xff"s;
  ByteReader reader(bytes);
  CHECK(reader.u8() == 0xff);
  CHECK(reader.u16() == 0x8001);
  CHECK(reader.u24() == 0xfedcba);
  CHECK(reader.u32() == 0xffffffff);
  CHECK(reader.finished());
}

TEST_CASE("byte reader: a read past the end fails it for good and gives zero") {
  ByteReader reader("\x01\x02\x03");
  CHECK(reader.u32() == 0);
  CHECK_FALSE(reader.ok());
  CHECK_FALSE(reader.finished());
  CHECK(reader.u8() == 0);
  CHECK(reader.take(0).empty());
  CHECK(reader.rest().empty());
  CHECK_FALSE(reader.ok());
}

TEST_CASE("byte reader: reading up to the end is not past it") {
  ByteReader reader("\x01\x02");
  CHECK(reader.u16() == 0x0102);
  CHECK(reader.take(0).empty());
  CHECK(reader.ok());
  CHECK(reader.empty());
}

TEST_CASE("byte reader: a vector longer than what is left") {
  SUBCASE("8") {
    ByteReader reader("\x03xy");
    CHECK(reader.vector8().empty());
    CHECK_FALSE(reader.ok());
  }
  SUBCASE("16") {
    const std::string bytes = "\xff\xffxy"s;
    ByteReader reader(bytes);
    CHECK(reader.vector16().empty());
    CHECK_FALSE(reader.ok());
  }
  SUBCASE("24") {
    const std::string bytes = "\x00\x00\x03xy"s;
    ByteReader reader(bytes);
    CHECK(reader.vector24().empty());
    CHECK_FALSE(reader.ok());
  }
  SUBCASE("half a length") {
    const std::string bytes = "\x00"s;
    ByteReader reader(bytes);
    CHECK(reader.vector16().empty());
    CHECK_FALSE(reader.ok());
  }
}

TEST_CASE("byte reader: empty vectors and what follows them") {
  const std::string bytes = "\x00\x00\x00\x00\x00\x00z"s;
  ByteReader reader(bytes);
  CHECK(reader.vector8().empty());
  CHECK(reader.vector16().empty());
  CHECK(reader.vector24().empty());
  CHECK(reader.remaining() == 1);
  CHECK(reader.rest() == "z");
  CHECK(reader.finished());
}

}  // namespace
