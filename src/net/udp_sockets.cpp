// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/udp_sockets.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include <uv.h>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "net/loop_shared.hpp"
#include "net/socket_address.hpp"
#include "net/uv_handle.hpp"

namespace net {

namespace {

std::uint16_t read_id(std::string_view octets) {
  base::ByteReader reader(octets);
  return reader.u16();
}

}  // namespace

class UdpSockets::Socket {
 public:
  static std::unique_ptr<Socket> open(Loop& loop, const NameServer& server, std::size_t most) {
    auto socket = std::make_unique<Socket>(loop);
    if (!socket->connect(server)) return nullptr;
    socket->room_ = std::min(most, socket->answers_with_room());
    return socket;
  }
  explicit Socket(Loop& loop) {
    uv_udp_init(loop.raw(), udp_.get());
    udp_->data = this;
    // Who waits for an answer has a timer, which keeps the loop running.
    uv_unref(reinterpret_cast<uv_handle_t*>(udp_.get()));
  }

  [[nodiscard]] bool has_room() const { return waiting_.size() < room_; }

  // One after the other: the id of a query that was given up comes back after 65,536 others.
  std::uint16_t take_id() {
    while (!waiting_.emplace(next_id_, nullptr).second) ++next_id_;
    return next_id_++;
  }
  void give_back(std::uint16_t id) { waiting_.erase(id); }

  bool send(std::uint16_t id, std::string_view query, UdpReceiver& receiver) {
    int sent = try_send(query);
    if (sent == UV_ECONNREFUSED) {
      // So the kernel tells of those sent before. This one has not gone.
      refuse_all();
      sent = try_send(query);
    }
    // A full send buffer (EAGAIN) drops the query as a full router would: the time limit tells.
    if (sent < 0 && sent != UV_EAGAIN) return false;
    waiting_[id] = &receiver;
    return true;
  }

 private:
  bool connect(const NameServer& server) {
    const SocketAddress peer = socket_address(server.address, server.port);
    if (uv_udp_connect(udp_.get(), &peer.any) != 0) return false;
    const auto receive = [](uv_udp_t* handle, ssize_t size, const uv_buf_t* buffer,
                            const sockaddr* sender, unsigned flags) {
      auto* self = owner_of<Socket>(handle);
      if (self == nullptr) return;  // closed meanwhile
      const bool nothing_left = size == 0 && sender == nullptr;
      if (!nothing_left) self->received(size, buffer, flags);
    };
    return uv_udp_recv_start(udp_.get(), lend_read_buffer, receive) == 0;
  }

  // The kernel grants net.core.rmem_max and counts double; 425,984 where nobody has changed it.
  std::size_t answers_with_room() {
    constexpr int wanted = 1 << 20;
    // An answer of 1,232 octets is 2,304 of the kernel's, which may be a quarter behind with giving
    // room back; the rest is for answers to those given up.
    constexpr int octets_of_answer = 4'096;
    auto* handle = reinterpret_cast<uv_handle_t*>(udp_.get());
    int octets = wanted;
    uv_recv_buffer_size(handle, &octets);
    octets = 0;  // asks
    if (uv_recv_buffer_size(handle, &octets) != 0) return 1;
    return static_cast<std::size_t>(std::max(octets / octets_of_answer, 1));
  }

  int try_send(std::string_view query) {
    // libuv has one kind of buffer, for reading into and for sending.
    const auto buffer =
        uv_buf_init(const_cast<char*>(query.data()), static_cast<unsigned>(query.size()));
    return uv_udp_try_send(udp_.get(), &buffer, 1, nullptr);
  }

  void received(ssize_t size, const uv_buf_t* buffer, unsigned flags) {
    if (size < 0) {
      refuse_all();
      return;
    }
    const std::string_view datagram(buffer->base, static_cast<std::size_t>(size));
    if (datagram.size() < sizeof(std::uint16_t)) return;
    const auto found = waiting_.find(read_id(datagram));
    if (found == waiting_.end() || found->second == nullptr) return;
    // Over 16 KiB: we announced 1,232 octets. Its id alone answers nothing.
    const bool cut = (flags & UV_UDP_PARTIAL) != 0;
    found->second->received(cut ? datagram.substr(0, sizeof(std::uint16_t)) : datagram);
  }

  void refuse_all() {
    for (const auto& [id, receiver] : waiting_) {
      if (receiver != nullptr) receiver->refused();
    }
  }

  UvHandle<uv_udp_t> udp_ = new_handle<uv_udp_t>();
  std::unordered_map<std::uint16_t, UdpReceiver*> waiting_;  // nullptr: not sent
  std::size_t room_ = 0;
  std::uint16_t next_id_ = read_id(base::random_bytes(sizeof(std::uint16_t)));
};

UdpSockets::UdpSockets(Loop& loop, const NameServer& server, std::size_t most_per_socket)
    : loop_(loop), server_(server), most_per_socket_(std::min(most_per_socket, kMostPerSocket)) {}

UdpSockets::~UdpSockets() = default;

UdpSockets::Place UdpSockets::take() {
  const auto free =
      std::find_if(sockets_.begin(), sockets_.end(),
                   [](const std::unique_ptr<Socket>& socket) { return socket->has_room(); });
  if (free != sockets_.end()) return {free->get(), (*free)->take_id()};
  auto further = Socket::open(loop_, server_, most_per_socket_);
  if (further == nullptr) return {nullptr, 0};
  Socket* socket = sockets_.emplace_back(std::move(further)).get();
  return {socket, socket->take_id()};
}

UdpSockets::Place::Place(Place&& other) noexcept
    : socket_(std::exchange(other.socket_, nullptr)), id_(other.id_) {}

UdpSockets::Place::~Place() {
  if (socket_ != nullptr) socket_->give_back(id_);
}

bool UdpSockets::Place::send(std::string_view query, UdpReceiver& receiver) {
  return socket_ != nullptr && socket_->send(id_, query, receiver);
}

}  // namespace net
