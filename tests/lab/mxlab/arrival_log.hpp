// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "address.hpp"

namespace mxlab {

// Who came when: a line for each accepted connection,
//
//   MILLISECONDS SERVER:PORT CLIENT        1234567.891 127.96.0.1:25 127.0.0.1
//
// on the system's monotonic clock: when the kernel saw the connection stand, however late we took
// it from the kernel. One object a thread; all append to one file, whole lines at a time, so that
// lines of different threads are in order only within a thread, and that but for some milliseconds.
class ArrivalLog {
 public:
  // Empty name: nothing is kept. Throws StartError when the file cannot be written; whoever wants
  // an empty one removes it before.
  explicit ArrivalLog(const std::string& file);
  ~ArrivalLog();
  ArrivalLog(const ArrivalLog&) = delete;
  ArrivalLog& operator=(const ArrivalLog&) = delete;

  [[nodiscard]] bool on() const { return fd_ >= 0; }
  // `age_ms`: for how long it has stood.
  void add(const Address& server, std::uint16_t port, const Address& client, std::uint32_t age_ms);
  void flush();

 private:
  static constexpr std::size_t kBlock = 64 * 1024;  // octets kept back

  int fd_ = -1;
  std::string lines_;
};

}  // namespace mxlab
