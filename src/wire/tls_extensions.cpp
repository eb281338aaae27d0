// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/tls_extensions.hpp"

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace wire {
namespace {

using base::ByteWriter;

std::string u16_list(const std::vector<std::uint16_t>& values) {
  ByteWriter writer;
  for (const std::uint16_t value : values) writer.u16(value);
  return writer.bytes();
}

Extension extension(std::uint16_t type, const ByteWriter& data) { return {type, data.bytes()}; }

// The generators of the curves, uncompressed (SEC 2): points that every implementation accepts.
constexpr std::string_view kP256Generator(
    "\x04\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81\x2d\xeb"
    "\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c"
    "\x0f\x9e\x16\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5",
    65);
constexpr std::string_view kP384Generator(
    "\x04\xaa\x87\xca\x22\xbe\x8b\x05\x37\x8e\xb1\xc7\x1e\xf3\x20\xad\x74\x6e\x1d\x3b\x62\x8b\xa7"
    "\x9b\x98\x59\xf7\x41\xe0\x82\x54\x2a\x38\x55\x02\xf2\x5d\xbf\x55\x29\x6c\x3a\x54\x5e\x38\x72"
    "\x76\x0a\xb7\x36\x17\xde\x4a\x96\x26\x2c\x6f\x5d\x9e\x98\xbf\x92\x92\xdc\x29\xf8\xf4\x1d\xbd"
    "\x28\x9a\x14\x7c\xe9\xda\x31\x13\xb5\xf0\xb8\xc0\x0a\x60\xb1\xce\x1d\x7e\x81\x9d\x7a\x43\x1d"
    "\x7c\x90\xea\x0e\x5f",
    97);
constexpr std::string_view kP521Generator(
    "\x04\x00\xc6\x85\x8e\x06\xb7\x04\x04\xe9\xcd\x9e\x3e\xcb\x66\x23\x95\xb4\x42\x9c\x64\x81\x39"
    "\x05\x3f\xb5\x21\xf8\x28\xaf\x60\x6b\x4d\x3d\xba\xa1\x4b\x5e\x77\xef\xe7\x59\x28\xfe\x1d\xc1"
    "\x27\xa2\xff\xa8\xde\x33\x48\xb3\xc1\x85\x6a\x42\x9b\xf9\x7e\x7e\x31\xc2\xe5\xbd\x66\x01\x18"
    "\x39\x29\x6a\x78\x9a\x3b\xc0\x04\x5c\x8a\x5f\xb4\x2c\x7d\x1b\xd9\x98\xf5\x44\x49\x57\x9b\x44"
    "\x68\x17\xaf\xbd\x17\x27\x3e\x66\x2c\x97\xee\x72\x99\x5e\xf4\x26\x40\xc5\x50\xb9\x01\x3f\xad"
    "\x07\x61\x35\x3c\x70\x86\xa2\x72\xc2\x40\x88\xbe\x94\x76\x9f\xd1\x66\x50",
    133);

constexpr std::uint16_t kSecp256r1 = 23;
constexpr std::uint16_t kSecp384r1 = 24;
constexpr std::uint16_t kSecp521r1 = 25;
constexpr std::uint16_t kX25519 = 29;
constexpr std::uint16_t kX448 = 30;
constexpr std::uint16_t kFfdhe2048 = 256;
constexpr std::uint16_t kFfdhe8192 = 260;
constexpr std::uint16_t kSecP256r1MlKem768 = 4587;
constexpr std::uint16_t kX25519MlKem768 = 4588;

// An ML-KEM-768 encapsulation key (FIPS 203 section 7.2): 768 coefficients of 12 bits, each below
// 3329, which servers check, and a seed of 32 octets.
std::string ml_kem_768_key() {
  constexpr unsigned kModulus = 3329;
  constexpr std::size_t kPairs = 768 / 2;
  const std::string random = base::random_bytes(4 * kPairs);
  base::ByteReader reader(random);
  std::string key;
  for (std::size_t i = 0; i < kPairs; ++i) {
    const unsigned first = reader.u16() % kModulus;
    const unsigned second = reader.u16() % kModulus;
    key += static_cast<char>(first & 0xff);
    key += static_cast<char>((first >> 8) | ((second & 0xf) << 4));
    key += static_cast<char>(second >> 4);
  }
  return key + base::random_bytes(32);
}

// The square of the generator, 2: servers check that the value is in its subgroup (RFC 7919
// appendix A), as a random one is in half of all cases.
std::string ffdhe_key(std::uint16_t group) {
  constexpr std::size_t kBits[] = {2048, 3072, 4096, 6144, 8192};
  std::string key(kBits[group - kFfdhe2048] / 8, '\0');
  key.back() = 4;
  return key;
}

}  // namespace

Extension empty_extension(std::uint16_t type) { return {type, {}}; }

Extension server_name_extension(std::string_view host) {
  const std::string entry = ByteWriter().u8(0).vector16(host).bytes();  // host_name(0)
  return extension(kServerName, ByteWriter().vector16(entry));
}

Extension supported_versions_extension(const std::vector<std::uint16_t>& versions) {
  return extension(kSupportedVersions, ByteWriter().vector8(u16_list(versions)));
}

Extension supported_groups_extension(const std::vector<std::uint16_t>& groups) {
  return extension(kSupportedGroups, ByteWriter().vector16(u16_list(groups)));
}

Extension signature_algorithms_extension(const std::vector<std::uint16_t>& schemes) {
  return extension(kSignatureAlgorithms, ByteWriter().vector16(u16_list(schemes)));
}

Extension key_share_extension(const std::vector<std::uint16_t>& groups) {
  ByteWriter shares;
  for (const std::uint16_t group : groups) shares.u16(group).vector16(placeholder_key_share(group));
  return extension(kKeyShare, ByteWriter().vector16(shares.bytes()));
}

Extension alpn_extension(const std::vector<std::string>& protocols) {
  ByteWriter names;
  for (const std::string& protocol : protocols) names.vector8(protocol);
  return extension(kAlpn, ByteWriter().vector16(names.bytes()));
}

Extension status_request_extension() {
  // ocsp(1), no responder ids, no request extensions.
  return extension(kStatusRequest, ByteWriter().u8(1).vector16({}).vector16({}));
}

Extension ec_point_formats_extension() {
  return extension(kEcPointFormats, ByteWriter().vector8(std::string_view("\0", 1)));
}

Extension psk_key_exchange_modes_extension() {
  return extension(kPskKeyExchangeModes, ByteWriter().vector8("\x01"));  // psk_dhe_ke
}

Extension renegotiation_info_extension() {
  return extension(kRenegotiationInfo, ByteWriter().vector8({}));
}

Extension padding_extension(std::size_t octets) { return {kPadding, std::string(octets, '\0')}; }

std::string placeholder_key_share(std::uint16_t group) {
  if (group >= kFfdhe2048 && group <= kFfdhe8192) return ffdhe_key(group);
  switch (group) {
    case kSecp256r1:
      return std::string(kP256Generator);
    case kSecp384r1:
      return std::string(kP384Generator);
    case kSecp521r1:
      return std::string(kP521Generator);
    case kX25519:
      return base::random_bytes(32);  // any 32 octets are a public key (RFC 7748 section 5)
    case kX448:
      return base::random_bytes(56);
    case kSecP256r1MlKem768:
      return std::string(kP256Generator) + ml_kem_768_key();
    case kX25519MlKem768:
      return ml_kem_768_key() + base::random_bytes(32);
    default:
      return std::string(1, '\0');
  }
}

}  // namespace wire
