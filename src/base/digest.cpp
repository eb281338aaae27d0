// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest.hpp"

#include <cassert>

#include <wolfssl/wolfcrypt/hash.h>
#include <wolfssl/wolfcrypt/settings.h>

namespace base {

std::string sha256(std::string_view bytes) {
  std::string digest(WC_SHA256_DIGEST_SIZE, '\0');
  [[maybe_unused]] const int failed =
      wc_Sha256Hash(reinterpret_cast<const byte*>(bytes.data()), static_cast<word32>(bytes.size()),
                    reinterpret_cast<byte*>(digest.data()));
  assert(failed == 0 && "SHA-256 of bytes in memory cannot fail");
  return digest;
}

std::string sha512(std::string_view bytes) {
  std::string digest(WC_SHA512_DIGEST_SIZE, '\0');
  [[maybe_unused]] const int failed =
      wc_Sha512Hash(reinterpret_cast<const byte*>(bytes.data()), static_cast<word32>(bytes.size()),
                    reinterpret_cast<byte*>(digest.data()));
  assert(failed == 0 && "SHA-512 of bytes in memory cannot fail");
  return digest;
}

}  // namespace base
