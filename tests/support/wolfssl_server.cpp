// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/wolfssl_server.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/wolfssl_server_frames.hpp"

namespace support {
namespace {

using wolfssl_frames::Ask;
using wolfssl_frames::State;

constexpr int kPatience = 60;  // seconds for an answer; only a program that hangs needs them

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string("wolfssl_server: ") + what);
}

}  // namespace

struct WolfsslServer::Impl {
  int channel = -1;
  pid_t program = -1;
  State state = State::handshaking;
  std::string output;
  std::string plaintext;

  ~Impl();
  void start(const WolfsslOptions& options);
  void ask(Ask what, std::string_view bytes);
  std::string read(std::size_t size) const;
  std::string read_text() const;
};

WolfsslServer::Impl::~Impl() {
  if (channel >= 0) close(channel);  // the program ends when nobody can ask it any more
  if (program > 0) {
    while (waitpid(program, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
}

void WolfsslServer::Impl::start(const WolfsslOptions& options) {
  std::string certificates = options.credential.certificate_pem;
  for (const Credential& more : options.chain) certificates += more.certificate_pem;
  std::vector<std::string> words{WAXSEAL_WOLFSSL_SERVER,     "--cert", certificates,        "--key",
                                 options.credential.key_pem, "--min",  options.min_version, "--max",
                                 options.max_version};
  if (!options.ciphers.empty()) words.insert(words.end(), {"--ciphers", options.ciphers});
  if (!options.dhe) words.emplace_back("--no-dhe");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  // A socket pair instead of two pipes: writing to a program that ended must not be a signal.
  std::array<int, 2> ends{};
  require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0, "no socket pair");
  channel = ends[0];
  const timeval patience{kPatience, 0};
  setsockopt(channel, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const int code =
      posix_spawn(&program, WAXSEAL_WOLFSSL_SERVER, &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (code != 0) program = -1;
  require(code == 0, "cannot be started");
}

void WolfsslServer::Impl::ask(Ask what, std::string_view bytes) {
  const std::string question = static_cast<char>(what) + wolfssl_frames::text(bytes);
  for (std::string_view rest = question; !rest.empty();) {
    const ssize_t count = send(channel, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    require(count > 0, "ended (its reason is on stderr)");
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  state = static_cast<State>(read(1).front());
  output += read_text();
  plaintext += read_text();
}

std::string WolfsslServer::Impl::read(std::size_t size) const {
  std::string bytes(size, '\0');
  for (std::size_t have = 0; have < size;) {
    const ssize_t count = recv(channel, bytes.data() + have, size - have, 0);
    if (count < 0 && errno == EINTR) continue;
    require(count >= 0 || errno != EAGAIN, "does not answer");
    require(count > 0, "ended (its reason is on stderr)");
    have += static_cast<std::size_t>(count);
  }
  return bytes;
}

std::string WolfsslServer::Impl::read_text() const {
  const std::size_t size = wolfssl_frames::length(read(4));
  require(size <= wolfssl_frames::kMaxText, "printed something that is no answer");
  return read(size);
}

WolfsslServer::WolfsslServer(const WolfsslOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->start(options);
}

WolfsslServer::~WolfsslServer() = default;

void WolfsslServer::received(std::string_view bytes) { impl_->ask(Ask::received, bytes); }
void WolfsslServer::write(std::string_view plaintext) { impl_->ask(Ask::write, plaintext); }
void WolfsslServer::shut_down() { impl_->ask(Ask::shut_down, {}); }
std::string WolfsslServer::take_output() { return std::exchange(impl_->output, {}); }
std::string WolfsslServer::take_plaintext() { return std::exchange(impl_->plaintext, {}); }
bool WolfsslServer::open() const { return impl_->state == State::open; }
bool WolfsslServer::failed() const { return impl_->state == State::failed; }

}  // namespace support
