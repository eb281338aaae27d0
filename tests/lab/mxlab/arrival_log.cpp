// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrival_log.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include "start_error.hpp"

namespace mxlab {

ArrivalLog::ArrivalLog(const std::string& file) {
  if (file.empty()) return;
  fd_ = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd_ < 0) throw StartError(file + ": " + std::strerror(errno));
  lines_.reserve(kBlock + 128);
}

ArrivalLog::~ArrivalLog() {
  if (fd_ < 0) return;
  flush();
  close(fd_);
}

void ArrivalLog::add(const Address& server, std::uint16_t port, const Address& client,
                     std::uint32_t age_ms) {
  const std::uint64_t us = uv_hrtime() / 1000 - std::uint64_t{age_ms} * 1000;
  std::array<char, 32> time{};
  std::snprintf(time.data(), time.size(), "%llu.%03u ", static_cast<unsigned long long>(us / 1000),
                static_cast<unsigned>(us % 1000));
  lines_ += time.data();
  lines_ += server.text_with_port(port) + " " + client.text() + "\n";
  if (lines_.size() >= kBlock) flush();
}

void ArrivalLog::flush() {
  if (fd_ < 0 || lines_.empty()) return;
  if (write(fd_, lines_.data(), lines_.size()) < 0) std::perror("mxlab: --arrivals");
  lines_.clear();
}

}  // namespace mxlab
