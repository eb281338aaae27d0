// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.hpp"
#include "fuzz/octets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = octets(data, size);
  const std::string escaped = base::escape(bytes);
  require(base::unescape(escaped) == bytes);
  require(escaped.find('\0') == std::string::npos);
  require(base::unbase64(base::base64(bytes)) == bytes);

  // As text that somebody wrote: what is understood has one escape, which is understood alike.
  if (const auto meant = base::unescape(bytes)) {
    require(base::unescape(base::escape(*meant)) == *meant);
  }
  if (const auto meant = base::unbase64(bytes)) require(base::base64(*meant).size() == size);
  return 0;
}
