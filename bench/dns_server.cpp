// SPDX-License-Identifier: GPL-3.0-or-later
//
// A recursive resolver that makes its answers up from the names, so that a list of any length has a
// mail server for every domain and DNS costs next to nothing. UDP only, loopback only.
//
//   dN.ZONE    MX 10 mN.ZONE
//   mN.ZONE    A FIRST+N
//   sN.ZONE    SERVFAIL
//   qN.ZONE    no answer at all
//
// What is not there is denied with a SOA record of the zone: NODATA for these names, NXDOMAIN for
// others. ZONE is whatever stands behind the first label.
#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "machine.hpp"

namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kMaxMessage = 512;
constexpr std::size_t kBatch = 64;  // messages of one system call
constexpr std::uint16_t kA = 1;
constexpr std::uint16_t kSoa = 6;
constexpr std::uint16_t kMx = 15;
constexpr std::uint16_t kOpt = 41;
constexpr std::uint8_t kServerFailure = 2;
constexpr std::uint8_t kNameError = 3;

struct Question {
  std::string_view label;  // the first of the name
  std::size_t end = 0;     // of the question, in the message
  std::uint16_t type = 0;
};

std::uint16_t u16(std::string_view message, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<std::uint8_t>(message[at]) << 8 |
                                    static_cast<std::uint8_t>(message[at + 1]));
}

// Nothing for what is no question of one name.
std::optional<Question> read_question(std::string_view message) {
  if (message.size() < kHeader + 5 || (message[2] & '\x80') != 0 || u16(message, 4) != 1) {
    return std::nullopt;
  }
  std::size_t at = kHeader;
  Question question;
  while (at < message.size() && message[at] != 0) {
    const auto size = static_cast<std::size_t>(static_cast<std::uint8_t>(message[at]));
    if (size > 63 || at + 1 + size >= message.size()) return std::nullopt;
    if (at == kHeader) question.label = message.substr(at + 1, size);
    at += 1 + size;
  }
  if (at + 5 > message.size()) return std::nullopt;
  question.type = u16(message, at + 1);
  question.end = at + 5;
  return question;
}

// Writes one answer behind the question, which it keeps as it came: the name may be in any case.
class Answer {
 public:
  Answer(std::string_view query, const Question& question)
      : text_(query.substr(0, question.end)),
        // To what stands behind the first label; a pointer into the question.
        zone_(static_cast<std::uint16_t>(kHeader + 1 + question.label.size())) {
    text_[2] = static_cast<char>(0x80 | (query[2] & 1));  // a response; RD as asked
    text_[3] = '\x80';                                    // RA
    std::memset(text_.data() + 6, 0, 6);
  }

  void code(std::uint8_t code) { text_[3] = static_cast<char>(0x80 | code); }

  void mx(std::string_view host_label) {
    begin_record(kHeader, kMx);
    put16(static_cast<std::uint16_t>(2 + 1 + host_label.size() + 2));
    put16(10);
    put_label(host_label);
    put16(static_cast<std::uint16_t>(0xc000 | zone_));
    text_[7] = 1;
  }

  void a(std::uint32_t address) {
    begin_record(kHeader, kA);
    put16(4);
    put32(address);
    text_[7] = 1;
  }

  void deny() {
    begin_record(zone_, kSoa);
    const std::size_t length_at = text_.size();
    put16(0);
    put_label("ns");
    put16(static_cast<std::uint16_t>(0xc000 | zone_));
    put_label("postmaster");
    put16(static_cast<std::uint16_t>(0xc000 | zone_));
    for (const std::uint32_t number : {1U, 3600U, 600U, 86400U, kTtl}) put32(number);
    const auto length = static_cast<std::uint16_t>(text_.size() - length_at - 2);
    text_[length_at] = static_cast<char>(length >> 8);
    text_[length_at + 1] = static_cast<char>(length & 0xff);
    text_[9] = 1;
  }

  void edns() {
    text_ += '\0';
    put16(kOpt);
    put16(1232);
    put32(0);
    put16(0);
    text_[11] = 1;
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static constexpr std::uint32_t kTtl = 300;

  void put16(std::uint16_t value) {
    text_ += static_cast<char>(value >> 8);
    text_ += static_cast<char>(value & 0xff);
  }
  void put32(std::uint32_t value) {
    put16(static_cast<std::uint16_t>(value >> 16));
    put16(static_cast<std::uint16_t>(value & 0xffff));
  }
  void put_label(std::string_view label) {
    text_ += static_cast<char>(label.size());
    text_ += label;
  }
  void begin_record(std::size_t owner, std::uint16_t type) {
    put16(static_cast<std::uint16_t>(0xc000 | owner));
    put16(type);
    put16(1);
    put32(kTtl);
  }

  std::string text_;
  std::uint16_t zone_;
};

// Empty: silence.
std::string answer_to(std::string_view query, std::uint32_t first) {
  const auto question = read_question(query);
  if (!question) return {};
  const std::string_view label = question->label;
  std::uint32_t number = 0;
  const char* const end = label.data() + label.size();
  const bool numbered =
      label.size() > 1 && std::from_chars(label.data() + 1, end, number).ptr == end;
  const char kind = numbered ? static_cast<char>(label[0] | 0x20) : '\0';
  if (kind == 'q') return {};
  Answer answer(query, *question);
  if (kind == 's') {
    answer.code(kServerFailure);
  } else if (kind == 'd' && question->type == kMx) {
    answer.mx("m" + std::string(label.substr(1)));
  } else if (kind == 'm' && question->type == kA) {
    answer.a(first + number);
  } else {
    if (kind != 'd' && kind != 'm') answer.code(kNameError);
    answer.deny();
  }
  if (u16(query, 10) > 0) answer.edns();
  return answer.text();
}

// One datagram's place in a batch.
struct Slot {
  std::array<char, kMaxMessage> query{};
  std::string answer;
  sockaddr_in peer{};
  iovec in{};
  iovec out{};
};

[[noreturn]] void serve(int socket, std::uint32_t first) {
  static std::array<Slot, kBatch> slots;
  std::array<mmsghdr, kBatch> in{};
  std::array<mmsghdr, kBatch> out{};
  for (;;) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      slots[i].in = {slots[i].query.data(), slots[i].query.size()};
      in[i].msg_hdr = {&slots[i].peer, sizeof(sockaddr_in), &slots[i].in, 1, nullptr, 0, 0};
    }
    const int came = recvmmsg(socket, in.data(), kBatch, MSG_WAITFORONE, nullptr);
    if (came < 0) continue;
    unsigned going = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(came); ++i) {
      Slot& slot = slots[i];
      slot.answer = answer_to({slot.query.data(), in[i].msg_len}, first);
      if (slot.answer.empty()) continue;
      slot.out = {slot.answer.data(), slot.answer.size()};
      out[going++].msg_hdr = {&slot.peer, sizeof(sockaddr_in), &slot.out, 1, nullptr, 0, 0};
    }
    unsigned gone = 0;
    while (gone < going) {
      const int sent = sendmmsg(socket, out.data() + gone, going - gone, 0);
      gone += sent > 0 ? static_cast<unsigned>(sent) : 1;  // whoever asked has left
    }
  }
}

int open_socket(const std::string& address, std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const int wanted = 8 << 20;  // octets: a burst of questions waits here, and is not lost
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof(wanted));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &name.sin_addr) != 1 ||
      (ntohl(name.sin_addr.s_addr) >> 24) != 127) {
    bench::give_up(address + " is no loopback address");
  }
  if (bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)) != 0) {
    bench::give_up("DNS: " + address + ":" + std::to_string(port) + ": " + std::strerror(errno));
  }
  return fd;
}

}  // namespace

int main(int argc, char** argv) {
  std::string address = "127.0.0.1";
  std::string first = "127.64.0.0";
  std::uint16_t port = 0;
  CLI::App app(
      "DNS answers made of the names: dN.ZONE has the MX mN.ZONE, which has the address FIRST+N.");
  app.add_option("--address", address, "to listen on")->capture_default_str();
  app.add_option("--port", port)->required();
  app.add_option("--first", first, "address of m0")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  prctl(PR_SET_PDEATHSIG, SIGKILL);
  in_addr base{};
  if (inet_pton(AF_INET, first.c_str(), &base) != 1) bench::give_up(first + " is no address");
  const int socket = open_socket(address, port);
  std::puts("ready");
  std::fflush(stdout);
  serve(socket, ntohl(base.s_addr));
}
