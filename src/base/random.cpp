// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/random.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <sys/random.h>

namespace base {
namespace {

void fill_from_kernel(unsigned char* out, std::size_t count) {
  while (count > 0) {
    const ssize_t got = getrandom(out, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) std::abort();
    out += got;
    count -= static_cast<std::size_t>(got);
  }
}

struct Reserve {
  std::array<unsigned char, 4096> bytes{};
  std::size_t used = bytes.size();
};

}  // namespace

void random_bytes(unsigned char* out, std::size_t count) {
  thread_local Reserve reserve;
  while (count > 0) {
    if (reserve.used == reserve.bytes.size()) {
      fill_from_kernel(reserve.bytes.data(), reserve.bytes.size());
      reserve.used = 0;
    }
    const std::size_t part = std::min(count, reserve.bytes.size() - reserve.used);
    std::memcpy(out, reserve.bytes.data() + reserve.used, part);
    // What was given out must not be there to be given out, or found, again.
    std::memset(reserve.bytes.data() + reserve.used, 0, part);
    reserve.used += part;
    out += part;
    count -= part;
  }
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  random_bytes(reinterpret_cast<unsigned char*>(bytes.data()), count);
  return bytes;
}

}  // namespace base

// wolfCrypt draws all its randomness here (CUSTOM_RAND_GENERATE_BLOCK in user_settings.h): its own
// generator would test itself and read /dev/urandom for every connection.
extern "C" int waxseal_random_block(unsigned char* output, unsigned int size) {
  base::random_bytes(output, size);
  return 0;
}
