// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/der.hpp"

#include <string>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"

namespace wire {
namespace {

using namespace std::string_literals;
using recorded::der;
using recorded::unhex;

TEST_CASE("der: lengths in their shortest form") {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 65535U, 65536U, 70000U}) {
    CAPTURE(size);
    const std::string bytes = der(kDerOctetString, std::string(size, 'x'));
    DerReader reader(bytes);
    const DerValue value = reader.expect(kDerOctetString);
    CHECK(value.content.size() == size);
    CHECK(value.encoding == bytes);
    CHECK(reader.finished());
  }
}

TEST_CASE("der: what is BER only, or nothing") {
  const std::pair<std::string, std::string> rows[] = {
      {"nothing", ""},
      {"a tag alone", "04"},
      {"indefinite length", "30800000"},
      {"long form of a short length", "04810178"},
      {"long form of 127", "04817f" + std::string(254, '0')},
      {"a leading zero in the length", "0482008000" + std::string(254, '0')},
      {"five octets of length",
       "04850000000001"
       "78"},
      {"the reserved length", "04ff78"},
      {"a length cut off", "0482"},
      {"a content cut off", "040378"},
      {"a length beyond memory", "0484ffffffff78"},
      {"a high tag number", "1f810100"},
  };
  for (const auto& row : rows) {
    const auto& name = row.first;
    const auto& digits = row.second;
    CAPTURE(name);
    const std::string bytes = unhex(digits);
    DerReader reader(bytes);
    const DerValue value = reader.next();
    CHECK_FALSE(reader.ok());
    CHECK(value.content.empty());
    CHECK(value.encoding.empty());
    CHECK_FALSE(reader.finished());
    CHECK(reader.next().tag == 0);
    CHECK_FALSE(reader.ok());
  }
}

TEST_CASE("der: a value of another tag is refused and nothing is read after it") {
  const std::string bytes = der(kDerInteger, "\x01") + der(kDerOctetString, "x");
  DerReader reader(bytes);
  CHECK(reader.is_next(kDerInteger));
  CHECK_FALSE(reader.is_next(kDerOctetString));
  CHECK(reader.expect(kDerOctetString).content.empty());
  CHECK_FALSE(reader.ok());
  CHECK_FALSE(reader.is_next(kDerInteger));
}

TEST_CASE("der: values one behind the other") {
  const std::string bytes = der(kDerInteger, "\x05") + der(kDerSequence, "") + "\x05\x00"s;
  DerReader reader(bytes);
  CHECK(reader.next().content == "\x05");
  CHECK(reader.expect(kDerSequence).content.empty());
  CHECK_FALSE(reader.finished());
  CHECK(reader.next().tag == 0x05);
  CHECK(reader.finished());
}

TEST_CASE("der: object identifiers") {
  const std::pair<std::string, std::string> rows[] = {
      {"2a864886f70d01010b", "1.2.840.113549.1.1.11"},
      {"551d11", "2.5.29.17"},
      {"2b6570", "1.3.101.112"},
      {"00", "0.0"},
      {"27", "0.39"},
      {"28", "1.0"},
      {"4f", "1.39"},
      {"50", "2.0"},
      {"883703", "2.999.3"},
      {"ffffffffffffffff7f", "2.9223372036854775727"},
      {"2bffffffffffffffff7f", "1.3.9223372036854775807"},
      {"", ""},
      {"80", ""},  // nothing ends it
      {"2a86", ""},
      {"2b8181818181818181817f", ""},  // an arc over 63 bits
  };
  for (const auto& row : rows) {
    const auto& digits = row.first;
    const auto& text = row.second;
    CAPTURE(digits);
    CHECK(oid_text(unhex(digits)) == text);
  }
}

TEST_CASE("der: integers of any length in decimal") {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""},
      {"00", "0"},
      {"01", "1"},
      {"0a", "10"},
      {"7f", "127"},
      {"0080", "128"},
      {"80", "-128"},
      {"ff", "-1"},
      {"ff7f", "-129"},
      {"ff00", "-256"},
      {"8000", "-32768"},
      {"7fffffffffffffff", "9223372036854775807"},
      {"00ffffffffffffffff", "18446744073709551615"},
      {"7fffffffffffffffffffffffffffffffffffffff",
       "730750818665451459101842416358141509827966271487"},
      {"ff00000000", "-4294967296"},
      {"3b9aca00", "1000000000"},
      {"0de0b6b3a7640000", "1000000000000000000"},
      {"0000000000000005", "5"},
      {"0000000000000000", "0"},
      {"8000000000000000000000000000000000000000",
       "-730750818665451459101842416358141509827966271488"},
  };
  for (const auto& row : rows) {
    const auto& digits = row.first;
    const auto& text = row.second;
    CAPTURE(digits);
    CHECK(integer_text(unhex(digits)) == text);
  }
  CHECK(integer_text(std::string(64, '\x7f')).size() == 154);
  CHECK(integer_text(std::string(65, '\x7f')).empty());
}

}  // namespace
}  // namespace wire
