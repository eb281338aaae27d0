// SPDX-License-Identifier: GPL-3.0-or-later
//
// wolfssl_server --cert PEM --key PEM [--min VERSION] [--max VERSION] [--ciphers LIST] [--no-dhe]
//
// A TLS server on stdin and stdout, for wolfssl_server.cpp, which starts it; PEM is the text
// itself, VERSION one of ssl3, tls1.0, tls1.1, tls1.2, tls1.3. What is said on stdin and stdout is
// in wolfssl_server_frames.hpp.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <sys/random.h>
#include <unistd.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/dh.h>

#include "support/wolfssl_server_frames.hpp"

extern "C" int waxseal_random_block(unsigned char* output, unsigned int size) {
  while (size > 0) {
    const ssize_t count = getrandom(output, size, 0);
    if (count <= 0) return -1;
    output += count;
    size -= static_cast<unsigned>(count);
  }
  return 0;
}

namespace {

using support::wolfssl_frames::Ask;
using support::wolfssl_frames::State;

struct Version {
  int minimum;   // for wolfSSL_CTX_SetMinVersion
  long ceiling;  // switches off what is above
};

const Version& version(const std::string& name) {
  constexpr long kNo13 = WOLFSSL_OP_NO_TLSv1_3;
  constexpr long kNo12 = kNo13 | WOLFSSL_OP_NO_TLSv1_2;
  constexpr long kNo11 = kNo12 | WOLFSSL_OP_NO_TLSv1_1;
  static const std::map<std::string, Version> kVersions{
      {"ssl3", {WOLFSSL_SSLV3, kNo11 | WOLFSSL_OP_NO_TLSv1}},
      {"tls1.0", {WOLFSSL_TLSV1, kNo11}},
      {"tls1.1", {WOLFSSL_TLSV1_1, kNo12}},
      {"tls1.2", {WOLFSSL_TLSV1_2, kNo13}},
      {"tls1.3", {WOLFSSL_TLSV1_3, 0}}};
  return kVersions.at(name);
}

[[noreturn]] void die(std::string_view why) {
  std::cerr << "wolfssl_server: " << why << '\n';
  std::exit(2);
}

void require(bool holds, std::string_view what) {
  if (!holds) die(what);
}

struct Arguments {
  std::map<std::string, std::string> said{{"--min", "tls1.0"}, {"--max", "tls1.3"}};
  bool dhe = true;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--no-dhe") {
      arguments.dhe = false;
      continue;
    }
    require(i + 1 < argc, "a value is missing behind " + word);
    arguments.said[word] = argv[++i];
  }
  return arguments;
}

struct FreeContext {
  void operator()(WOLFSSL_CTX* context) const { wolfSSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(WOLFSSL* ssl) const { wolfSSL_free(ssl); }
};
using ContextPtr = std::unique_ptr<WOLFSSL_CTX, FreeContext>;
using SslPtr = std::unique_ptr<WOLFSSL, FreeSsl>;

const unsigned char* octets(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

ContextPtr make_context(const Arguments& arguments) {
  const auto said = [&arguments](const char* name) {
    const auto found = arguments.said.find(name);
    return found != arguments.said.end() ? found->second : std::string();
  };
  ContextPtr context(wolfSSL_CTX_new(wolfSSLv23_server_method()));
  require(context != nullptr, "no context");
  require(
      wolfSSL_CTX_SetMinVersion(context.get(), version(said("--min")).minimum) == WOLFSSL_SUCCESS,
      "--min");
  wolfSSL_CTX_set_options(context.get(), version(said("--max")).ceiling);
  const std::string certificates = said("--cert");
  require(wolfSSL_CTX_use_certificate_chain_buffer(context.get(), octets(certificates),
                                                   static_cast<long>(certificates.size())) ==
              WOLFSSL_SUCCESS,
          "--cert");
  const std::string key = said("--key");
  require(
      wolfSSL_CTX_use_PrivateKey_buffer(context.get(), octets(key), static_cast<long>(key.size()),
                                        WOLFSSL_FILETYPE_PEM) == WOLFSSL_SUCCESS,
      "--key");
  if (arguments.dhe) {
    const DhParams* group = wc_Dh_ffdhe2048_Get();
    require(wolfSSL_CTX_SetTmpDH(context.get(), group->p, static_cast<int>(group->p_len), group->g,
                                 static_cast<int>(group->g_len)) == WOLFSSL_SUCCESS,
            "Diffie-Hellman");
  }
  const std::string ciphers = said("--ciphers");
  if (!ciphers.empty()) {
    require(wolfSSL_CTX_set_cipher_list(context.get(), ciphers.c_str()) == WOLFSSL_SUCCESS,
            "--ciphers");
  }
  return context;
}

class Server {
 public:
  explicit Server(WOLFSSL_CTX* context) : ssl_(wolfSSL_new(context)) {
    require(ssl_ != nullptr, "no connection");
    wolfSSL_SSLSetIORecv(ssl_.get(), receive);
    wolfSSL_SSLSetIOSend(ssl_.get(), send);
    wolfSSL_SetIOReadCtx(ssl_.get(), this);
    wolfSSL_SetIOWriteCtx(ssl_.get(), this);
  }

  // One question; the answer in octets.
  std::string answer(Ask what, const std::string& bytes) {
    switch (what) {
      case Ask::received:
        inbox_ += bytes;
        advance();
        break;
      case Ask::write:
        wolfSSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        break;
      case Ask::shut_down:
        wolfSSL_shutdown(ssl_.get());
        break;
    }
    std::string frame(1, static_cast<char>(state_));
    frame += support::wolfssl_frames::text(std::exchange(outbox_, {}));
    frame += support::wolfssl_frames::text(std::exchange(plaintext_, {}));
    return frame;
  }

 private:
  void advance() {
    if (state_ == State::handshaking) {
      const int result = wolfSSL_accept(ssl_.get());
      if (result == WOLFSSL_SUCCESS) {
        state_ = State::open;
      } else if (wolfSSL_get_error(ssl_.get(), result) != WOLFSSL_ERROR_WANT_READ) {
        state_ = State::failed;
      }
    }
    std::array<char, 4096> buffer{};
    while (state_ == State::open) {
      const int count = wolfSSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
      if (count <= 0) return;
      plaintext_.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  static int receive(WOLFSSL*, char* buffer, int size, void* self) {
    std::string& inbox = static_cast<Server*>(self)->inbox_;
    if (inbox.empty()) return WOLFSSL_CBIO_ERR_WANT_READ;
    const std::size_t count = std::min(static_cast<std::size_t>(size), inbox.size());
    std::memcpy(buffer, inbox.data(), count);
    inbox.erase(0, count);
    return static_cast<int>(count);
  }

  static int send(WOLFSSL*, char* buffer, int size, void* self) {
    static_cast<Server*>(self)->outbox_.append(buffer, static_cast<std::size_t>(size));
    return size;
  }

  SslPtr ssl_;
  State state_ = State::handshaking;
  std::string inbox_;
  std::string outbox_;
  std::string plaintext_;
};

// Empty when stdin ends before.
std::string read_octets(std::size_t size) {
  std::string bytes(size, '\0');
  std::cin.read(bytes.data(), static_cast<std::streamsize>(size));
  return std::cin ? bytes : std::string();
}

}  // namespace

int main(int argc, char** argv) {
  wolfSSL_Init();
  {
    const ContextPtr context = make_context(parse(argc, argv));
    Server server(context.get());
    for (;;) {
      const std::string head = read_octets(5);
      if (head.empty()) break;
      const std::size_t size = support::wolfssl_frames::length(head.substr(1));
      require(size <= support::wolfssl_frames::kMaxText, "a question that is none");
      std::cout << server.answer(static_cast<Ask>(head.front()), read_octets(size)) << std::flush;
    }
  }
  wolfSSL_Cleanup();
}
