// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_exchange.hpp"

#include <string>
#include <utility>

#include <uv.h>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "net/loop_shared.hpp"
#include "net/socket_address.hpp"
#include "net/tcp_stream.hpp"
#include "net/timer.hpp"
#include "net/uv_handle.hpp"

namespace net {

namespace {

std::uint16_t random_id() {
  const std::string octets = base::random_bytes(sizeof(std::uint16_t));
  base::ByteReader reader(octets);
  return reader.u16();
}

// What all transports have in common: the question, the time limit, the one call at the end.
class Exchange : public DnsExchange {
 protected:
  Exchange(Loop& loop, const DnsQuery& query, std::uint16_t id,
           std::function<void(DnsResponse)> done)
      : question_(query.question),
        id_(id),
        message_(make_query(question_, id_, query.edns)),
        done_(std::move(done)),
        limit_(loop, [this] { end_with(silence_); }) {
    limit_.start(query.timeout);
  }

  [[nodiscard]] const std::string& message() const { return message_; }

  // False when it does not answer our query. *this may be destroyed when it does.
  bool offer(std::string_view message) {
    if (!answers_query(message, question_, id_)) {
      silence_ = DnsStatus::bad_answer;  // if nothing better comes in time
      return false;
    }
    finish(parse_response(message, question_));
    return true;
  }

  void end_with(DnsStatus status) {  // *this may be destroyed
    DnsResponse response;
    response.answer.status = status;
    finish(std::move(response));
  }

  // The same, not from inside the constructor.
  void end_soon_with(DnsStatus status) {
    silence_ = status;
    limit_.start(base::Milliseconds(0));
  }

 private:
  void finish(DnsResponse response) {
    if (done_ == nullptr) return;
    limit_.stop();
    const auto done = std::exchange(done_, nullptr);
    done(std::move(response));  // *this may be destroyed
  }

  const DnsQuestion& question_;
  std::uint16_t id_;
  std::string message_;
  std::function<void(DnsResponse)> done_;
  DnsStatus silence_ = DnsStatus::timeout;  // what it means that the time is over
  Timer limit_;
};

class UdpExchange final : public Exchange {
 public:
  UdpExchange(Loop& loop, const DnsQuery& query, std::function<void(DnsResponse)> done)
      : Exchange(loop, query, random_id(), std::move(done)) {
    uv_udp_init(loop.raw(), udp_.get());
    udp_->data = this;
    if (!send_to(query.server)) end_soon_with(DnsStatus::connect_failed);
  }

 private:
  // A connected socket: the kernel drops what comes from elsewhere, and tells "port unreachable".
  bool send_to(const NameServer& server) {
    const SocketAddress peer = socket_address(server.address, server.port);
    if (uv_udp_connect(udp_.get(), &peer.any) != 0) return false;
    const auto receive = [](uv_udp_t* handle, ssize_t size, const uv_buf_t* buffer,
                            const sockaddr* sender, unsigned flags) {
      auto* self = owner_of<UdpExchange>(handle);
      if (self == nullptr) return;  // closed meanwhile
      const bool nothing_left = size == 0 && sender == nullptr;
      if (!nothing_left) self->received(size, buffer, flags);
    };
    if (uv_udp_recv_start(udp_.get(), lend_read_buffer, receive) != 0) return false;
    auto text = message();
    const auto buffer = uv_buf_init(text.data(), static_cast<unsigned>(text.size()));
    const int sent = uv_udp_try_send(udp_.get(), &buffer, 1, nullptr);
    // A full send buffer (EAGAIN) drops the query as a full router would: the time limit tells.
    return sent >= 0 || sent == UV_EAGAIN;
  }

  void received(ssize_t size, const uv_buf_t* buffer, unsigned flags) {
    if (size < 0) {
      end_with(DnsStatus::connect_failed);  // *this may be destroyed
      return;
    }
    if ((flags & UV_UDP_PARTIAL) != 0) size = 0;  // over 16 KiB: we announced 1,232 octets
    offer({buffer->base, static_cast<std::size_t>(size)});  // *this may be destroyed
  }

  UvHandle<uv_udp_t> udp_ = new_handle<uv_udp_t>();
};

class SharedUdpExchange final : public Exchange, private UdpReceiver {
 public:
  SharedUdpExchange(Loop& loop, const DnsQuery& query, UdpSockets::Place place,
                    std::function<void(DnsResponse)> done)
      : Exchange(loop, query, place.id(), std::move(done)), place_(std::move(place)) {
    if (!place_.send(message(), *this)) refused();
  }

 private:
  void received(std::string_view datagram) override { offer(datagram); }  // may destroy *this
  void refused() override { end_soon_with(DnsStatus::connect_failed); }

  UdpSockets::Place place_;
};

class TcpExchange final : public Exchange, private StreamEvents {
 public:
  TcpExchange(Loop& loop, const DnsQuery& query, std::function<void(DnsResponse)> done)
      : Exchange(loop, query, random_id(), std::move(done)), stream_(loop, *this) {
    stream_.connect(query.server.address, query.server.port);
  }

 private:
  void connected() override {
    // Two octets of length before each message (RFC 1035 section 4.2.2), in one segment with it.
    const auto size = message().size();
    const std::string length{static_cast<char>(size >> 8), static_cast<char>(size & 0xff)};
    stream_.write(length + message());
  }
  void connect_failed(int) override { end_with(DnsStatus::connect_failed); }
  void closed(int) override { end_with(DnsStatus::bad_answer); }

  // At most 64 KiB and what one read brings.
  void received(std::string_view bytes) override {
    received_ += bytes;
    base::ByteReader reader(received_);
    const auto answer = reader.vector16();
    if (!reader.ok()) return;  // more is to come
    // A second message on the stream cannot be for us: the first was asked for or nothing is.
    if (!offer(answer)) end_with(DnsStatus::bad_answer);  // *this may be destroyed
  }

  TcpStream stream_;
  std::string received_;
};

}  // namespace

std::unique_ptr<DnsExchange> start_exchange(Loop& loop, const DnsQuery& query,
                                            std::function<void(DnsResponse)> done) {
  if (query.tcp) return std::make_unique<TcpExchange>(loop, query, std::move(done));
  if (query.shared != nullptr) {
    return std::make_unique<SharedUdpExchange>(loop, query, query.shared->take(), std::move(done));
  }
  return std::make_unique<UdpExchange>(loop, query, std::move(done));
}

}  // namespace net
