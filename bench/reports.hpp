// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two tables of bench_handshake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "mail_server.hpp"

namespace bench {

struct Options {
  std::size_t endpoints = 4000;  // of one measurement
  std::size_t in_flight = 200;
  std::size_t rounds = 5;
  std::size_t held = 2000;  // conversations kept waiting, for the memory of one
  std::uint16_t port = 0;   // of the mail servers; 0: by the process id
  std::string only;         // variants whose name contains this
};

// CPU time of one endpoint, beside OpenSSL's own client and beside no TLS at all.
void report_cpu(const MailServer& server, const Options& options);
// Memory of one conversation that waits.
void report_memory(const MailServer& server, const Options& options);

}  // namespace bench
