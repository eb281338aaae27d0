// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ssl2.hpp"

#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"

namespace wire {

// A record in clear has two octets of header, the first bit of which says so; then type,
// SESSION-ID-HIT, CERTIFICATE-TYPE, version, and three lengths.
bool begins_ssl2_server_hello(std::string_view octets) {
  constexpr unsigned kTwoOctetHeader = 0x8000;
  constexpr std::uint8_t kServerHello = 4;
  constexpr std::uint16_t kSsl20 = 2;
  constexpr std::size_t kFixedPart = 11;
  base::ByteReader reader(octets);
  const unsigned header = reader.u16();
  const std::uint8_t type = reader.u8();
  reader.u8();
  reader.u8();
  const std::uint16_t version = reader.u16();
  return reader.ok() && (header & kTwoOctetHeader) != 0 &&
         (header & ~kTwoOctetHeader) >= kFixedPart && type == kServerHello && version == kSsl20;
}

}  // namespace wire
