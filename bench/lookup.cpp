// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup.hpp"

#include <algorithm>
#include <array>

#include <sys/socket.h>
#include <unistd.h>

#include "machine.hpp"
#include "net/name_server.hpp"
#include "net/socket_address.hpp"

namespace bench {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kMostPointers = 8;  // in one name

void put16(std::string& out, unsigned value) {
  out += static_cast<char>(value >> 8);
  out += static_cast<char>(value & 0xff);
}

void put_name(std::string& out, std::string_view name) {
  while (!name.empty()) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    out += static_cast<char>(dot);
    out += name.substr(0, dot);
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
  out += '\0';
}

[[noreturn]] void bad_answer() { give_up("an answer of the name server cannot be used"); }

// A whole message; every position is checked.
class Message {
 public:
  explicit Message(std::string_view text) : text_(text) {}

  [[nodiscard]] unsigned u8(std::size_t at) const {
    if (at >= text_.size()) bad_answer();
    return static_cast<unsigned char>(text_[at]);
  }
  [[nodiscard]] unsigned u16(std::size_t at) const { return u8(at) << 8 | u8(at + 1); }
  [[nodiscard]] std::string octets(std::size_t at, std::size_t count) const {
    if (at + count > text_.size()) bad_answer();
    return std::string(text_.substr(at, count));
  }
  // Where a name ends that begins there.
  [[nodiscard]] std::size_t behind_name(std::size_t at) const {
    while (u8(at) != 0 && u8(at) < 0xc0) at += 1 + u8(at);
    return u8(at) == 0 ? at + 1 : at + 2;
  }
  [[nodiscard]] std::string name(std::size_t at) const {
    std::string out;
    std::size_t pointers = 0;
    while (u8(at) != 0) {
      if (u8(at) >= 0xc0) {
        if (++pointers > kMostPointers) bad_answer();
        at = u16(at) & 0x3fff;
        continue;
      }
      if (!out.empty()) out += '.';
      out += octets(at + 1, u8(at));
      at += 1 + u8(at);
    }
    return out;
  }

 private:
  std::string_view text_;
};

int connected_to(const std::string& server) {
  const auto parsed = net::NameServer::parse(server);
  if (!parsed) give_up(server + " is no name server");
  const net::SocketAddress peer = net::socket_address(parsed->address, parsed->port);
  const int fd = ::socket(peer.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, &peer.any, peer.size()) != 0) give_up("no socket for DNS");
  return fd;
}

}  // namespace

Lookup::Lookup(const std::string& server) : socket_(connected_to(server)) {}

Lookup::~Lookup() { close(socket_); }

void Lookup::ask(std::uint16_t id, std::string_view name, std::uint16_t type) const {
  std::string query;
  put16(query, id);
  put16(query, 0x0120);  // RD and AD, as waxseal asks
  for (const unsigned count : {1U, 0U, 0U, 1U}) put16(query, count);
  put_name(query, name);
  put16(query, type);
  put16(query, 1);
  query += '\0';  // EDNS: the root, OPT, 1232 octets
  for (const unsigned part : {41U, 1232U, 0U, 0U, 0U}) put16(query, part);
  if (send(socket_, query.data(), query.size(), 0) < 0) give_up("DNS: a question was not sent");
}

std::optional<Lookup::Answer> Lookup::take() const {
  std::array<char, 1232> buffer;  // NOLINT: filled by recv(), as far as it is looked at
  const ssize_t size = recv(socket_, buffer.data(), buffer.size(), 0);
  if (size < 0) return std::nullopt;
  const Message message({buffer.data(), static_cast<std::size_t>(size)});
  if ((message.u8(3) & 0xf) != 0) bad_answer();
  Answer answer;
  answer.id = static_cast<std::uint16_t>(message.u16(0));
  answer.denied = message.u16(6) == 0;
  if (answer.denied) return answer;
  const std::size_t record = message.behind_name(message.behind_name(kHeader) + 4);
  const std::size_t data = record + 10;
  if (message.u16(record) == kMx) answer.exchange = message.name(data + 2);
  if (message.u16(record) == kA) answer.address = message.octets(data, 4);
  return answer;
}

}  // namespace bench
