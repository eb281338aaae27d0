// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "unit/wire/recorded.hpp"
#include "wire/tls_messages.hpp"

namespace wire {
namespace {

using namespace std::string_literals;
using recorded::extension;
using recorded::u16;
using recorded::vector16;
using recorded::vector8;

const std::string kRandom(32, 'r');
const std::string kRetryRandom =
    recorded::unhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

std::string client_body(const std::string& extensions) {
  return "\x03\x03" + kRandom + vector8("id") + vector16("\x13\x01\xc0\x2f") + vector8("\0"s) +
         vector16(extensions);
}

std::string server_body(const std::string& extensions, const std::string& random = kRandom) {
  return "\x03\x03" + random + vector8("") + "\xc0\x2f" + "\0"s + vector16(extensions);
}

const std::string kClientExtensions =
    extension(0, vector16("\0"s + vector16("mx.example.org"))) +
    extension(10, vector16("\x00\x1d\x11\xec"s)) + extension(13, vector16("\x08\x04\x04\x03")) +
    extension(16, vector16(vector8("h2") + vector8("smtp"))) + extension(23, "") +
    extension(43, vector8("\x03\x04\x03\x03")) +
    extension(51, vector16("\x11\xec"s + vector16("") + "\x00\x1d"s + vector16("share")));

TEST_CASE("client hello: every field") {
  const ClientHello hello = parse_client_hello(client_body(kClientExtensions));
  CHECK_FALSE(hello.malformed);
  CHECK(hello.legacy_version == kTls12);
  CHECK(hello.random == kRandom);
  CHECK(hello.session_id == "id");
  CHECK(hello.cipher_suites == std::vector<std::uint16_t>{0x1301, 0xc02f});
  CHECK(hello.compression_methods == "\0"s);
  CHECK(hello.server_name == "mx.example.org");
  CHECK(hello.supported_groups == std::vector<std::uint16_t>{29, 0x11ec});
  CHECK(hello.signature_algorithms == std::vector<std::uint16_t>{0x0804, 0x0403});
  CHECK(hello.alpn_protocols == std::vector<std::string>{"h2", "smtp"});
  CHECK(hello.supported_versions == std::vector<std::uint16_t>{0x0304, 0x0303});
  CHECK(hello.key_share_groups == std::vector<std::uint16_t>{0x11ec, 29});
  CHECK(hello.has(kExtendedMasterSecret));
  CHECK_FALSE(hello.has(kSessionTicket));
}

TEST_CASE("client hello: an old one ends behind the compression methods") {
  const std::string whole = client_body("");
  const ClientHello hello = parse_client_hello(whole.substr(0, whole.size() - 2));
  CHECK_FALSE(hello.malformed);
  CHECK(hello.extensions.empty());
  CHECK_FALSE(parse_client_hello(whole).malformed);
}

TEST_CASE("client hello: cut off at every length it is malformed, or one without extensions") {
  const std::string whole = client_body(kClientExtensions);
  const std::size_t without_extensions = client_body("").size() - 2;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const ClientHello hello = parse_client_hello(whole.substr(0, size));
    CHECK(hello.malformed == (size != without_extensions));
  }
  CHECK(parse_client_hello(whole + "x").malformed);
}

TEST_CASE("client hello: GREASE is kept as it is") {
  const ClientHello hello = parse_client_hello(client_body(
      extension(0x0a0a, "") + extension(43, vector8("\x2a\x2a\x03\x04")) +
      extension(51, vector16("\x3a\x3a"s + vector16("\0"s))) + extension(0x1a1a, "\0"s)));
  CHECK_FALSE(hello.malformed);
  CHECK(hello.supported_versions.front() == 0x2a2a);
  CHECK(hello.key_share_groups.front() == 0x3a3a);
  CHECK(hello.has(0x1a1a));
}

TEST_CASE("hello: an extension whose data are not what they say is malformed") {
  struct Row {
    std::string name;
    unsigned type;
    std::string data;
  };
  const Row client[] = {
      {"server_name: a list longer than the data", 0, "\x00\xff\x00"s},
      {"server_name: a name longer than the list", 0, vector16("\x00\x00\x05mx"s)},
      {"supported_groups: a list longer than the data", 10, "\x00\x06\x00\x1d"s},
      {"supported_groups: half a group", 10, vector16("\x00\x1d\x00"s)},
      {"supported_groups: octets behind the list", 10, vector16("\x00\x1d"s) + "x"},
      {"signature_algorithms: half a scheme", 13, vector16("\x08")},
      {"supported_versions: half a version", 43, vector8("\x03\x04\x03")},
      {"supported_versions: empty data", 43, ""},
      {"alpn: a protocol longer than the list", 16, vector16("\x09h2")},
      {"key_share: a share longer than the list", 51, vector16("\x00\x1d\x00\x20x"s)},
      {"key_share: half a group", 51, vector16("\x00"s)},
  };
  for (const Row& row : client) {
    CAPTURE(row.name);
    const ClientHello hello = parse_client_hello(client_body(extension(row.type, row.data)));
    CHECK(hello.malformed);
    CHECK(hello.extensions.size() == 1);
  }
  const Row server[] = {
      {"supported_versions: one octet", 43, "\x03"},
      {"supported_versions: three octets", 43, "\x03\x04\x00"s},
      {"key_share: a group without a share", 51, "\x00\x1d"s},
      {"key_share: a share longer than the data", 51, "\x00\x1d\x00\x20x"s},
      {"alpn: nothing chosen", 16, vector16("")},
      {"alpn: two chosen", 16, vector16(vector8("h2") + vector8("smtp"))},
      {"alpn: a list longer than the data", 16, "\x00\x09\x02h2"s},
  };
  for (const Row& row : server) {
    CAPTURE(row.name);
    const ServerHello hello = parse_server_hello(server_body(extension(row.type, row.data)));
    CHECK(hello.malformed);
    CHECK(hello.extensions.size() == 1);
  }
}

TEST_CASE("client hello: half a cipher suite is malformed") {
  const ClientHello hello = parse_client_hello("\x03\x03" + kRandom + vector8("") +
                                               vector16("\x00\x2f\x00"s) + vector8("\0"s));
  CHECK(hello.malformed);
  CHECK(hello.cipher_suites == std::vector<std::uint16_t>{0x2f});
}

TEST_CASE("server hello: every field, and the version that was negotiated") {
  const ServerHello old = parse_server_hello(server_body(
      extension(0xff01, "\0"s) + extension(23, "") + extension(16, vector16(vector8("smtp")))));
  CHECK_FALSE(old.malformed);
  CHECK(old.version() == kTls12);
  CHECK(old.cipher_suite == 0xc02f);
  CHECK(old.has(kRenegotiationInfo));
  CHECK(old.has(kExtendedMasterSecret));
  CHECK(old.alpn_protocol == "smtp");
  CHECK_FALSE(old.key_share_group.has_value());

  const ServerHello tls13 = parse_server_hello(
      server_body(extension(51, "\x00\x1d"s + vector16("share")) + extension(43, "\x03\x04")));
  CHECK_FALSE(tls13.malformed);
  CHECK(tls13.legacy_version == kTls12);
  CHECK(tls13.version() == kTls13);
  CHECK(tls13.key_share_group == 29);
  CHECK_FALSE(tls13.is_hello_retry_request());
}

TEST_CASE(
    "server hello: the random makes it a HelloRetryRequest, whose key share is a group only") {
  const std::string body =
      server_body(extension(43, "\x03\x04") + extension(51, "\x11\xec"), kRetryRandom);
  const ServerHello retry = parse_server_hello(body);
  CHECK(retry.is_hello_retry_request());
  CHECK_FALSE(retry.malformed);
  CHECK(retry.key_share_group == 0x11ec);
  std::string nearly = body;
  nearly[2 + 31] ^= 1;
  CHECK_FALSE(parse_server_hello(nearly).is_hello_retry_request());
  CHECK(parse_server_hello(server_body(extension(51, "\x11\xec" + vector16("share")), kRetryRandom))
            .malformed);
}

TEST_CASE("server hello: cut off at every length it is malformed, or one without extensions") {
  const std::string whole = server_body(extension(0xff01, "\0"s) + extension(43, "\x03\x04") +
                                        extension(51, "\x00\x1d"s + vector16("share")));
  const std::size_t without_extensions = server_body("").size() - 2;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const ServerHello hello = parse_server_hello(whole.substr(0, size));
    CHECK(hello.malformed == (size != without_extensions));
    if (size < 2) CHECK(hello.version() == 0);
    if (size < 37) CHECK(hello.cipher_suite == 0);
  }
  CHECK(parse_server_hello(whole + "x").malformed);
}

TEST_CASE("server hello: extensions without end are bounded") {
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += extension(0, "");
  const ServerHello hello = parse_server_hello(server_body(many));
  CHECK(hello.extensions.size() == 256);
  CHECK(hello.malformed);
}

}  // namespace
}  // namespace wire
