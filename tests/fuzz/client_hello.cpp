// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/octets.hpp"
#include "wire/tls_messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = octets(data, size);
  const wire::ClientHello hello = wire::parse_client_hello(body);
  require(hello.random.size() == 32 || (hello.malformed && hello.random.empty()));
  if (hello.malformed) return 0;
  // Well-formed: every octet is accounted for.
  std::size_t sum = 2 + 32 + 1 + hello.session_id.size() + 2 + hello.cipher_suites.size() * 2 + 1 +
                    hello.compression_methods.size();
  if (sum != size) sum += 2;
  for (const wire::Extension& extension : hello.extensions) sum += 4 + extension.data.size();
  require(sum == size);
  // And a part that is missing is missed, unless what is left is an old hello.
  const std::size_t without_extensions = sum;
  if (size > 0 && hello.extensions.size() > 1) {
    require(wire::parse_client_hello(body.substr(0, without_extensions - 1)).malformed);
  }
  return 0;
}
