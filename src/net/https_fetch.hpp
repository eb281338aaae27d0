// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.hpp"
#include "base/time.hpp"
#include "net/loop.hpp"

namespace net {

struct HttpsRequest {
  std::string host;         // goes into SNI and Host, and is never looked up
  std::string path;         // "/.well-known/mta-sts.txt"
  base::IpAddress address;  // where to connect
  std::uint16_t port = 443;
  std::optional<base::IpAddress> source;     // to connect from, where the address is of its family
  std::string user_agent;                    // "waxseal/1.0"
  base::Milliseconds connect_limit{20'000};  // TCP and TLS
  base::Milliseconds limit{60'000};          // everything (RFC 8461 section 3.3)
  std::size_t max_body = 65'536;             // octets (the same)
};

enum class FetchEnd : std::uint8_t {
  answered,   // whole, with whatever status
  failed,     // by whichever side
  timeout,    // one of the limits
  too_large,  // more headers or more body than we take
};
// Where it was when it ended.
enum class FetchStage : std::uint8_t { connect, handshake, answer };

struct HttpsAnswer {
  FetchEnd end = FetchEnd::failed;
  FetchStage stage = FetchStage::connect;
  int status = 0;            // the last one that is not 1xx; 0: none came
  std::string content_type;  // at most kMaxHeaderValue octets of it, as of the next
  std::string location;      // as it stands there
  std::string body;          // octets; empty unless answered with status 200
  // DER, the server's own first, as presented; empty without a handshake.
  std::vector<std::string> chain;
  std::string words;  // libcurl's and its TLS library's, of a failure
  base::Milliseconds duration{};
};

// One GET over HTTPS, by libcurl. Whom it talks to is decided by the caller alone: the address is
// given, no name is looked up, no redirect is followed, no proxy, no .netrc and no cookie is used.
// TLS 1.2 at least, HTTP/1.1, no authentication.
//
// Every certificate is accepted: what the chain is worth is judged by whoever asked. The body of an
// answer with another status than 200 is not waited for. A body without a length ends with TLS's
// close_notify and is broken off without it (RFC 9112 section 9.8).
//
// Limits: those of the request; kMaxHeaders octets of status lines and headers, interim answers and
// trailers included; kMaxChain certificates.
//
// Threading and ownership: as everything of a Loop (loop.hpp). Destroying the fetch ends it without
// a word.
class HttpsFetch {
 public:
  static constexpr std::size_t kMaxHeaders = 65'536;
  static constexpr std::size_t kMaxHeaderValue = 1'024;
  static constexpr std::size_t kMaxChain = 64;

  using Done = std::function<void(HttpsAnswer)>;

  // Starts at once. `done` is called exactly once, never from inside this constructor, unless the
  // fetch is destroyed first; it may destroy the fetch. A host or path of which no URL can be made
  // fails at `connect`.
  HttpsFetch(Loop& loop, HttpsRequest request, Done done);
  ~HttpsFetch();
  HttpsFetch(const HttpsFetch&) = delete;
  HttpsFetch& operator=(const HttpsFetch&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::string curl_version();  // "7.88.1"

}  // namespace net
