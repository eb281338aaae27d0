// SPDX-License-Identifier: GPL-3.0-or-later
#include "mail_server.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/core.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.hpp"

namespace bench {
namespace {

std::string make_folder() {
  std::string name = std::filesystem::temp_directory_path() / "waxseal-bench-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) give_up("no folder for temporary files");
  return name;
}

[[noreturn]] void become_mxlab(std::uint16_t port, const std::string& folder, int out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pin_to(Core::servers);
  dup2(out, STDOUT_FILENO);
  const std::string port_text = std::to_string(port);
  execl(MXLAB_PROGRAM, MXLAB_PROGRAM, MXLAB_TABLE, "--ca-dir", folder.c_str(), "--port",
        port_text.c_str(), nullptr);
  _exit(127);
}

}  // namespace

std::uint16_t some_port() { return static_cast<std::uint16_t>(20'000 + getpid() % 10'000); }

MailServer::MailServer(std::uint16_t port) : port_(port), folder_(make_folder()) {
  int ends[2];
  if (pipe(ends) != 0) give_up("no pipe");
  process_ = fork();
  if (process_ < 0) give_up("no process");
  if (process_ == 0) become_mxlab(port, folder_, ends[1]);
  close(ends[1]);
  std::array<char, 16> word{};
  const ssize_t count = read(ends[0], word.data(), word.size());  // "ready", or its end
  close(ends[0]);
  if (count <= 0) give_up(fmt::format("{} did not start", MXLAB_PROGRAM));
}

MailServer::~MailServer() {
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::vector<model::Endpoint> MailServer::endpoints(unsigned block, unsigned count) const {
  std::vector<model::Endpoint> all;
  for (unsigned i = 1; i <= count; ++i) {
    const auto address = base::IpAddress::from_ipv4(
        {127, 90, static_cast<std::uint8_t>(block), static_cast<std::uint8_t>(i)});
    all.push_back({kServerName, address, port_});
  }
  return all;
}

std::string MailServer::roots() const {
  std::ostringstream text;
  text << std::ifstream(folder_ + "/ca.pem").rdbuf();
  return text.str();
}

}  // namespace bench
