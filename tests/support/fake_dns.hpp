// SPDX-License-Identifier: GPL-3.0-or-later
//
// A DNS server that says what a test wants said, on 127.0.0.1, UDP and TCP on one port.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace support {

struct FakeQuery {
  std::string message;  // as received
  std::string name;     // dotted, as received, the root is ""
  std::uint16_t type = 0;
  bool tcp = false;
  bool authentic_data = false;  // the AD flag
  bool edns = false;
  std::uint16_t port = 0;  // from which it came; 0 over TCP
};

// A response under construction. Names are dotted and hold no escapes.
class FakeReply {
 public:
  explicit FakeReply(const FakeQuery& query, unsigned rcode = 0);

  FakeReply& authenticated();
  FakeReply& truncated();
  FakeReply& mx(std::string_view owner, unsigned preference, std::string_view exchange,
                std::uint32_t ttl = 300);
  FakeReply& cname(std::string_view owner, std::string_view target, std::uint32_t ttl = 300);
  FakeReply& record(std::string_view owner, unsigned type, std::string_view data,
                    std::uint32_t ttl = 300);
  // In the authority section, as a "no" has it.
  FakeReply& soa(std::string_view zone, std::uint32_t ttl, std::uint32_t minimum);
  FakeReply& extended_error(unsigned code, std::string_view text);
  FakeReply& without_question();

  [[nodiscard]] std::string bytes() const;
  operator std::vector<std::string>() const { return {bytes()}; }  // NOLINT: a handler's result

 private:
  std::string id_;
  unsigned flags_;
  std::string question_;
  unsigned answers_ = 0;
  std::string records_;
  unsigned authorities_ = 0;
  std::string authority_;
  std::string additional_;
};

std::string wire_of(std::string_view dotted);

class FakeDns {
 public:
  // What to send back, in order; nothing: silence. Runs on the server's thread.
  using Handler = std::function<std::vector<std::string>(const FakeQuery&)>;
  explicit FakeDns(Handler handler);
  ~FakeDns();
  FakeDns(const FakeDns&) = delete;
  FakeDns& operator=(const FakeDns&) = delete;

  [[nodiscard]] std::string address() const;  // "127.0.0.1:40053"
  [[nodiscard]] unsigned queries() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// 192.0.2.1, whatever the name.
std::vector<std::string> address(const FakeQuery& query);

// A query as a FakeDns would see it: for tests of parsing, which need no server.
FakeQuery read_query(std::string message, bool tcp = false);

}  // namespace support
