// SPDX-License-Identifier: GPL-3.0-or-later
#include "epoll_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <deque>
#include <memory>
#include <string_view>

#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "lookup.hpp"
#include "machine.hpp"
#include "net/socket_address.hpp"
#include "session/hello_client.hpp"
#include "wire/tls_messages.hpp"

namespace bench {
namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using ContextPtr = std::unique_ptr<SSL_CTX, FreeContext>;
using SslPtr = std::unique_ptr<SSL, FreeSsl>;

// OpenSSL as quick and as small as its settings make it: one read for several records, buffers
// given back while nothing is in them. The chain is received and not verified; waxseal verifies
// each different chain once, which is as little.
ContextPtr make_context() {
  ContextPtr context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  return context;
}

bool is_whole_reply(std::string_view text) {
  if (text.size() < 5 || text.back() != '\n') return false;
  const std::size_t before = text.rfind('\n', text.size() - 2);
  const std::string_view last = text.substr(before == std::string_view::npos ? 0 : before + 1);
  return last.size() > 3 && last[3] != '-';
}

class Dialogue {
 public:
  enum class State { going_on, completed, failed };

  Dialogue(const Script& script, SSL_CTX* context, const model::Endpoint& endpoint);
  ~Dialogue();
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] bool inside_tls() const { return ssl_ && !handshaking_; }
  State ready();  // something came

 private:
  State shake_hands();
  State read();
  State take_answer_to_hello();
  State answered();
  State say_next();
  [[nodiscard]] bool say(std::string_view octets) const;
  void begin_tls();

  const Script& script_;
  SSL_CTX* context_;
  const model::Endpoint& endpoint_;
  std::vector<char> reply_;
  int socket_;
  SslPtr ssl_;
  bool handshaking_ = false;
  bool hello_said_ = false;
  std::size_t next_line_ = 0;
  std::size_t filled_ = 0;
};

Dialogue::Dialogue(const Script& script, SSL_CTX* context, const model::Endpoint& endpoint)
    : script_(script),
      context_(context),
      endpoint_(endpoint),
      reply_(script.most_reply),
      socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
  if (socket_ < 0) give_up("no socket");
  const int on = 1;
  if (script.greeting) setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  const net::SocketAddress peer = net::socket_address(endpoint.ip, endpoint.port);
  if (connect(socket_, &peer.any, peer.size()) != 0 && errno != EINPROGRESS) {
    give_up("the loopback refuses connections");
  }
}

Dialogue::~Dialogue() { close(socket_); }

Dialogue::State Dialogue::ready() {
  if (!script_.greeting) return State::completed;
  if (hello_said_) return take_answer_to_hello();
  State state = handshaking_ ? shake_hands() : read();
  // What OpenSSL has read ahead, epoll does not announce.
  while (state == State::going_on && inside_tls() && SSL_has_pending(ssl_.get()) == 1) {
    const std::size_t before = filled_;
    const std::size_t line = next_line_;
    state = read();
    if (filled_ == before && next_line_ == line) break;  // a part of a record
  }
  return state;
}

void Dialogue::begin_tls() {
  ssl_.reset(SSL_new(context_));
  // SSL_set_tlsext_host_name(), which is a macro with a cast that we warn of.
  SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           const_cast<char*>(endpoint_.mx_host.c_str()));
  SSL_set_fd(ssl_.get(), socket_);
  handshaking_ = true;
}

Dialogue::State Dialogue::shake_hands() {
  const int result = SSL_connect(ssl_.get());
  if (result != 1) {
    return SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ ? State::going_on
                                                                    : State::failed;
  }
  handshaking_ = false;
  if (SSL_get0_peer_certificate(ssl_.get()) == nullptr) return State::failed;
  return say_next();
}

Dialogue::State Dialogue::read() {
  char* const into = reply_.data() + filled_;
  const std::size_t room = reply_.size() - filled_;
  if (room == 0) return State::failed;
  if (ssl_) {
    const int count = SSL_read(ssl_.get(), into, static_cast<int>(room));
    if (count <= 0) {
      return SSL_get_error(ssl_.get(), count) == SSL_ERROR_WANT_READ ? State::going_on
                                                                     : State::failed;
    }
    filled_ += static_cast<std::size_t>(count);
  } else {
    const ssize_t count = recv(socket_, into, room, 0);
    if (count <= 0) return State::failed;
    filled_ += static_cast<std::size_t>(count);
  }
  return is_whole_reply({reply_.data(), filled_}) ? answered() : State::going_on;
}

Dialogue::State Dialogue::answered() {
  const bool positive = reply_[0] == '2';
  filled_ = 0;
  if (!positive) return State::failed;
  if (script_.tls_after && next_line_ == *script_.tls_after + 1) {
    begin_tls();
    return shake_hands();
  }
  return say_next();
}

Dialogue::State Dialogue::say_next() {
  if (next_line_ < script_.lines.size()) {
    if (script_.before_line) script_.before_line(next_line_);
    return say(script_.lines[next_line_++]) ? State::going_on : State::failed;
  }
  if (!script_.hello.empty()) {
    hello_said_ = true;
    return say(script_.hello) ? State::going_on : State::failed;
  }
  if (ssl_) SSL_shutdown(ssl_.get());
  return State::completed;
}

bool Dialogue::say(std::string_view octets) const {
  const auto size = static_cast<int>(octets.size());
  return ssl_ ? SSL_write(ssl_.get(), octets.data(), size) == size
              : send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL) == size;
}

Dialogue::State Dialogue::take_answer_to_hello() {
  constexpr char kHandshakeRecord = 22;
  std::array<char, 16 * 1024> answer;  // NOLINT: filled by recv(), as far as it is looked at
  if (recv(socket_, answer.data(), answer.size(), 0) <= 0) return State::failed;
  // An alert needs no farewell.
  return answer[0] != kHandshakeRecord || say(script_.farewell) ? State::completed : State::failed;
}

// The dialogues of one load, on one epoll.
class Player {
 public:
  Player(const Script& script, const Load& load)
      : script_(script), load_(load), context_(script.tls_after ? make_context() : nullptr) {}
  ~Player() { close(epoll_); }
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  Tally play() {
    dialogues_.resize(std::min(load_.in_flight, load_.count));
    if (load_.names) begin_lookups();
    for (std::size_t place = 0; place < dialogues_.size(); ++place) begin(place);
    const auto give_up_at = std::chrono::steady_clock::now() + load_.hold_for.value_or(kLong);
    while (tally_.completed + tally_.failed < load_.count) {
      std::array<epoll_event, 256> events{};
      const int count = epoll_wait(epoll_, events.data(), events.size(), kTurn);
      for (int i = 0; i < count; ++i) turn(events[static_cast<std::size_t>(i)].data.u64);
      if (std::chrono::steady_clock::now() > give_up_at) return hold();
    }
    return tally_;
  }

 private:
  static constexpr base::Milliseconds kLong{600'000};
  static constexpr int kTurn = 100;  // milliseconds
  static constexpr std::size_t kLookups = std::size_t{1}
                                          << 32U;  // from here on no place, but lookups_
  // Whose answers share a socket: they all fit into what the kernel holds for one.
  static constexpr std::size_t kPlacesOfLookup = 50;

  void begin(std::size_t place) {
    if (begun_ == load_.count) return;
    const std::size_t number = begun_++;
    if (load_.names) return look_up(place, load_.names->domains[number]);
    connect(place, load_.endpoints[number % load_.endpoints.size()]);
  }

  void connect(std::size_t place, const model::Endpoint& endpoint) {
    dialogues_[place] = std::make_unique<Dialogue>(script_, context_.get(), endpoint);
    epoll_event event{};
    event.events = script_.greeting ? EPOLLIN : EPOLLOUT;
    event.data.u64 = place;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, dialogues_[place]->socket(), &event);
  }

  void turn(std::size_t place) {
    if (place >= kLookups) return take_answers(lookups_[place - kLookups]);
    const Dialogue::State state = dialogues_[place]->ready();
    if (state == Dialogue::State::going_on) return;
    ++(state == Dialogue::State::completed ? tally_.completed : tally_.failed);
    dialogues_[place].reset();
    begin(place);
  }

  // ---- Lookups ---------------------------------------------------------------------------------

  // What is found for a place, until its conversation is over.
  struct Found {
    model::Endpoint endpoint;
    unsigned answers_missing = 0;
  };
  enum Question : std::uint16_t { mx, a, aaaa, kQuestions };  // the rest of an id is the place

  void begin_lookups() {
    if (dialogues_.size() * kQuestions > 0xffff) give_up("at most 21,845 conversations at once");
    found_.resize(dialogues_.size());
    for (std::size_t place = 0; place < found_.size(); place += kPlacesOfLookup) {
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = kLookups + lookups_.size();
      lookups_.emplace_back(load_.names->name_server);
      epoll_ctl(epoll_, EPOLL_CTL_ADD, lookups_.back().socket(), &event);
    }
  }

  Lookup& lookup(std::size_t place) { return lookups_[place / kPlacesOfLookup]; }

  void look_up(std::size_t place, const std::string& domain) {
    lookup(place).ask(id_of(place, mx), domain, Lookup::kMx);
  }

  void take_answers(const Lookup& from) {
    while (const auto answer = from.take()) {
      const std::size_t place = answer->id / kQuestions;
      if (place >= found_.size()) give_up("an answer to nothing that was asked");
      answered(place, static_cast<Question>(answer->id % kQuestions), *answer);
    }
  }

  void answered(std::size_t place, Question question, const Lookup::Answer& answer) {
    Found& found = found_[place];
    if (question == mx) {
      found.endpoint = {answer.exchange, {}, load_.names->port};
      found.answers_missing = 2;
      lookup(place).ask(id_of(place, a), answer.exchange, Lookup::kA);
      lookup(place).ask(id_of(place, aaaa), answer.exchange, Lookup::kAaaa);
      return;
    }
    if (question == a) {
      if (answer.address.size() != 4) give_up("a mail server without an address");
      std::array<std::uint8_t, 4> octets{};
      std::copy(answer.address.begin(), answer.address.end(), octets.begin());
      found.endpoint.ip = base::IpAddress::from_ipv4(octets);
    }
    if (--found.answers_missing == 0) connect(place, found.endpoint);
  }

  static std::uint16_t id_of(std::size_t place, Question question) {
    return static_cast<std::uint16_t>(place * kQuestions + question);
  }

  Tally hold() {
    if (load_.held) load_.held();
    for (const auto& dialogue : dialogues_) {
      if (!dialogue) continue;
      ++tally_.held;
      if (dialogue->inside_tls()) ++tally_.held_inside_tls;
    }
    return tally_;
  }

  const Script& script_;
  const Load& load_;
  ContextPtr context_;
  int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  std::vector<std::unique_ptr<Dialogue>> dialogues_;
  std::deque<Lookup> lookups_;
  std::vector<Found> found_;  // by place
  std::size_t begun_ = 0;
  Tally tally_;
};

constexpr std::uint8_t kUserCanceled = 90;
const std::string kEhlo = "EHLO scanner.bench.test\r\n";

}  // namespace

Script starttls_script() { return {true, {kEhlo, "STARTTLS\r\n", kEhlo, "QUIT\r\n"}, 1}; }

Script clear_script() {
  return {true, {kEhlo, "NOOP\r\n", "NOOP\r\n", kEhlo, "QUIT\r\n"}, std::nullopt};
}

Script short_script() { return {true, {kEhlo, "QUIT\r\n"}, std::nullopt}; }

Script connect_script() { return {false, {}, std::nullopt}; }

Script bare_script() { return {true, {kEhlo, "STARTTLS\r\n"}, std::nullopt}; }

Script hello_script(const model::Probe& probe, const std::string& host) {
  Script script = bare_script();
  session::HelloClient client(*model::tls_step(probe), {host, ""});
  client.start();
  script.hello = client.take_output();
  script.farewell =
      wire::write_alert(wire::kTls12, {1, kUserCanceled}) + wire::write_alert(wire::kTls12, {1, 0});
  return script;
}

Tally play(const Script& script, const Load& load) { return Player(script, load).play(); }

}  // namespace bench
