// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/tls_peer.hpp"

namespace support {

struct HttpsScript {
  // What becomes of the connection behind the answer; `hold`: it stays open.
  enum class Then : std::uint8_t { close, without_close_notify, reset, hold };

  std::string
      answer;  // octets, when the request is there; none, and `close`: closed without a word
  Then then = Then::close;
  std::string instead_of_tls = {};  // octets, at once; then nothing else
  bool silent = false;              // takes the connection and says nothing, TLS included
};

// "HTTP/1.1 200 OK", this content, and its length.
std::string http_answer(const std::string& status, const std::string& body,
                        const std::string& headers = "");

// A web server on a port of 127.0.0.1 with a thread of its own, one connection after the other,
// that gives every request the same answer.
class HttpsServer {
 public:
  HttpsServer(const PeerOptions& tls, HttpsScript script);
  ~HttpsServer();
  HttpsServer(const HttpsServer&) = delete;
  HttpsServer& operator=(const HttpsServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  struct Request {
    std::string text;  // up to the empty line; empty: none came
    std::string server_name;
    std::string from;  // the client's address
  };
  // Of the connections that are over.
  [[nodiscard]] std::vector<Request> requests() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace support
