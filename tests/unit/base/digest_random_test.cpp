// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "base/digest.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

extern "C" int waxseal_random_block(unsigned char* output, unsigned int size);

namespace {

TEST_CASE("sha256: the examples of FIPS 180-4") {
  CHECK(base::hex(base::sha256("")) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(base::hex(base::sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(base::hex(base::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(base::hex(base::sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha512: the examples of FIPS 180-4") {
  CHECK(base::hex(base::sha512("")) ==
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
        "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
  CHECK(base::hex(base::sha512("abc")) ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST_CASE("random: draws of any size, across the 4 KiB that are fetched at once") {
  std::set<std::string> drawn;
  for (const std::size_t count : {32U, 4064U, 4095U, 4096U, 4097U, 10'000U, 33U}) {
    CAPTURE(count);
    const std::string bytes = base::random_bytes(count);
    REQUIRE(bytes.size() == count);
    CHECK(drawn.insert(bytes.substr(0, 32)).second);
    CHECK(drawn.insert(bytes.substr(count - 32)).second == (count != 32));
    // 16 octets in a row that were never filled in would be zero.
    CHECK(bytes.find(std::string(16, '\0')) == std::string::npos);
  }
  CHECK(base::random_bytes(0).empty());
}

TEST_CASE("random: wolfCrypt is given its octets, and not one more") {
  std::string block(40, 'x');
  REQUIRE(waxseal_random_block(reinterpret_cast<unsigned char*>(block.data()), 32) == 0);
  CHECK(block.substr(32) == "xxxxxxxx");
  CHECK(block.substr(0, 32) != std::string(32, 'x'));
}

}  // namespace
