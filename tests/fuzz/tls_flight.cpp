// SPDX-License-Identifier: GPL-3.0-or-later
//
// One side of a TLS connection in one piece and in pieces shows the same. The first octet chooses
// the pieces.
#include "wire/tls_flight.hpp"

#include <algorithm>

#include "fuzz/octets.hpp"

namespace {

using wire::TlsFlight;

template <typename T>
void same_presence(const std::optional<T>& a, const std::optional<T>& b) {
  require(a.has_value() == b.has_value());
}

void require_same(const TlsFlight& a, const TlsFlight& b) {
  same_presence(a.client_hello, b.client_hello);
  same_presence(a.server_hello, b.server_hello);
  same_presence(a.hello_retry_request, b.hello_retry_request);
  same_presence(a.certificate, b.certificate);
  same_presence(a.server_key_exchange, b.server_key_exchange);
  same_presence(a.certificate_request, b.certificate_request);
  require(a.certificate_status == b.certificate_status);
  require(a.server_hello_done == b.server_hello_done && a.session_ticket == b.session_ticket);
  require(a.alerts == b.alerts && a.records() == b.records());
  require(a.broken() == b.broken() && a.encrypted() == b.encrypted());
  if (a.server_hello) {
    require(a.server_hello->random == b.server_hello->random);
    require(a.server_hello->version() == b.server_hello->version());
    require(a.server_hello->malformed == b.server_hello->malformed);
  }
  if (a.certificate) require(a.certificate->certificates == b.certificate->certificates);
  if (a.server_key_exchange) {
    require(a.server_key_exchange->dh_prime == b.server_key_exchange->dh_prime);
    require(a.server_key_exchange->malformed == b.server_key_exchange->malformed);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = octets(data + 1, size - 1);
  TlsFlight whole;
  whole.feed(bytes);
  TlsFlight pieces;
  unsigned step = data[0];
  for (std::string_view left = bytes; !left.empty();) {
    step = step * 5 + 1;
    const std::size_t count = std::min<std::size_t>(1 + (step >> 3) % 61, left.size());
    pieces.feed(left.substr(0, count));
    left.remove_prefix(count);
  }
  require_same(whole, pieces);
  require(whole.alerts.size() <= TlsFlight::kMaxAlerts);
  if (whole.server_hello) require(!whole.server_hello->is_hello_retry_request());
  if (whole.hello_retry_request) require(whole.hello_retry_request->is_hello_retry_request());
  return 0;
}
