// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fake_dns.hpp"

#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace support {

namespace {

void append_u16(std::string& to, unsigned value) {
  to += static_cast<char>(value >> 8 & 0xff);
  to += static_cast<char>(value & 0xff);
}

unsigned u16_at(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned>(static_cast<unsigned char>(bytes.at(at))) << 8 |
         static_cast<unsigned char>(bytes.at(at + 1));
}

void append_u32(std::string& to, std::uint32_t value) {
  append_u16(to, value >> 16);
  append_u16(to, value & 0xffff);
}

std::string resource_record(std::string_view owner, unsigned type, std::string_view data,
                            std::uint32_t ttl) {
  std::string bytes = wire_of(owner);
  append_u16(bytes, type);
  append_u16(bytes, 1);
  append_u32(bytes, ttl);
  append_u16(bytes, static_cast<unsigned>(data.size()));
  bytes += data;
  return bytes;
}

constexpr std::size_t header_size = 12;

}  // namespace

std::string wire_of(std::string_view dotted) {
  std::string wire;
  while (!dotted.empty()) {
    const auto label = dotted.substr(0, dotted.find('.'));
    wire += static_cast<char>(label.size());
    wire += label;
    dotted.remove_prefix(std::min(dotted.size(), label.size() + 1));
  }
  return wire + '\0';
}

FakeQuery read_query(std::string message, bool tcp) {
  FakeQuery query;
  query.tcp = tcp;
  query.authentic_data = (u16_at(message, 2) & 0x20) != 0;
  query.edns = u16_at(message, 10) == 1;
  std::size_t at = header_size;
  while (const auto size = static_cast<unsigned char>(message.at(at))) {
    if (!query.name.empty()) query.name += '.';
    query.name += message.substr(at + 1, size);
    at += 1U + size;
  }
  query.type = static_cast<std::uint16_t>(u16_at(message, at + 1));
  query.message = std::move(message);
  return query;
}

FakeReply::FakeReply(const FakeQuery& query, unsigned rcode)
    : id_(query.message.substr(0, 2)),
      flags_(0x8180 | rcode),
      question_(
          query.message.substr(header_size, query.name.size() + (query.name.empty() ? 5 : 6))) {}

FakeReply& FakeReply::authenticated() {
  flags_ |= 0x20;
  return *this;
}
FakeReply& FakeReply::truncated() {
  flags_ |= 0x200;
  return *this;
}
FakeReply& FakeReply::without_question() {
  question_.clear();
  return *this;
}

FakeReply& FakeReply::record(std::string_view owner, unsigned type, std::string_view data,
                             std::uint32_t ttl) {
  ++answers_;
  records_ += resource_record(owner, type, data, ttl);
  return *this;
}

FakeReply& FakeReply::soa(std::string_view zone, std::uint32_t ttl, std::uint32_t minimum) {
  std::string data = wire_of("ns.test") + wire_of("hostmaster.test");
  for (const std::uint32_t number : {1U, 7200U, 900U, 86'400U, minimum}) append_u32(data, number);
  ++authorities_;
  authority_ += resource_record(zone, 6, data, ttl);
  return *this;
}

FakeReply& FakeReply::mx(std::string_view owner, unsigned preference, std::string_view exchange,
                         std::uint32_t ttl) {
  std::string data;
  append_u16(data, preference);
  return record(owner, 15, data + wire_of(exchange), ttl);
}

FakeReply& FakeReply::cname(std::string_view owner, std::string_view target, std::uint32_t ttl) {
  return record(owner, 5, wire_of(target), ttl);
}

FakeReply& FakeReply::extended_error(unsigned code, std::string_view text) {
  append_u16(additional_, 15);
  append_u16(additional_, static_cast<unsigned>(2 + text.size()));
  append_u16(additional_, code);
  additional_ += text;
  return *this;
}

std::string FakeReply::bytes() const {
  std::string message = id_;
  append_u16(message, flags_);
  append_u16(message, question_.empty() ? 0 : 1);
  append_u16(message, answers_);
  append_u16(message, authorities_);
  append_u16(message, additional_.empty() ? 0 : 1);
  message += question_ + records_ + authority_;
  if (!additional_.empty()) {
    message += '\0';
    append_u16(message, 41);
    append_u16(message, 1232);
    message += std::string(4, '\0');
    append_u16(message, static_cast<unsigned>(additional_.size()));
    message += additional_;
  }
  return message;
}

struct FakeDns::Impl {
  Handler handler;
  int udp = -1;
  int tcp = -1;
  std::array<int, 2> stop{-1, -1};  // a pipe
  std::uint16_t port = 0;
  std::atomic<unsigned> queries = 0;
  std::thread thread;

  void open();
  void serve();
  void serve_udp();
  void serve_tcp();
};

void FakeDns::Impl::open() {
  constexpr int attempts = 50;  // the port of one must be free for the other
  for (int i = 0; i < attempts; ++i) {
    udp = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    tcp = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(tcp, any, size) == 0 && ::getsockname(tcp, any, &size) == 0 &&
        ::bind(udp, any, size) == 0 && ::listen(tcp, 64) == 0) {
      port = ntohs(address.sin_port);
      return;
    }
    ::close(udp);
    ::close(tcp);
  }
  throw std::runtime_error("no port for a DNS server");
}

void FakeDns::Impl::serve() {
  std::array<pollfd, 3> sockets{{{stop[0], POLLIN, 0}, {udp, POLLIN, 0}, {tcp, POLLIN, 0}}};
  for (;;) {
    ::poll(sockets.data(), sockets.size(), -1);
    if (sockets[0].revents != 0) return;
    if (sockets[1].revents != 0) serve_udp();
    if (sockets[2].revents != 0) serve_tcp();
  }
}

void FakeDns::Impl::serve_udp() {
  std::array<char, 4096> buffer{};
  sockaddr_in from{};
  socklen_t from_size = sizeof(from);
  auto* any = reinterpret_cast<sockaddr*>(&from);
  const ssize_t size = ::recvfrom(udp, buffer.data(), buffer.size(), 0, any, &from_size);
  if (size < 0) return;
  ++queries;
  FakeQuery query = read_query({buffer.data(), static_cast<std::size_t>(size)});
  query.port = ntohs(from.sin_port);
  for (const auto& reply : handler(query)) {
    ::sendto(udp, reply.data(), reply.size(), 0, any, from_size);
  }
}

void FakeDns::Impl::serve_tcp() {
  const int client = ::accept4(tcp, nullptr, nullptr, SOCK_CLOEXEC);
  const timeval limit{10, 0};
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  std::string stream;
  std::array<char, 4096> buffer{};
  while (stream.size() < 2 || stream.size() < 2 + u16_at(stream, 0)) {
    const ssize_t size = ::recv(client, buffer.data(), buffer.size(), 0);
    if (size <= 0) {
      ::close(client);
      return;
    }
    stream.append(buffer.data(), static_cast<std::size_t>(size));
  }
  ++queries;
  for (const auto& reply : handler(read_query(stream.substr(2), true))) {
    std::string framed;
    append_u16(framed, static_cast<unsigned>(reply.size()));
    framed += reply;
    ::send(client, framed.data(), framed.size(), MSG_NOSIGNAL);
  }
  ::close(client);
}

FakeDns::FakeDns(Handler handler) : impl_(std::make_unique<Impl>()) {
  impl_->handler = std::move(handler);
  impl_->open();
  if (::pipe(impl_->stop.data()) != 0) throw std::runtime_error("no pipe");
  impl_->thread = std::thread([this] { impl_->serve(); });
}

FakeDns::~FakeDns() {
  ::close(impl_->stop[1]);
  impl_->thread.join();
  for (const int open : {impl_->udp, impl_->tcp, impl_->stop[0]}) ::close(open);
}

std::string FakeDns::address() const { return "127.0.0.1:" + std::to_string(impl_->port); }

unsigned FakeDns::queries() const { return impl_->queries; }

std::vector<std::string> address(const FakeQuery& query) {
  return FakeReply(query).record(query.name, 1, std::string("\xc0\0\2\1", 4));
}

}  // namespace support
