// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of bench_hello.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "mail_server.hpp"

namespace bench {

struct HelloOptions {
  std::size_t conversations = 3000;  // of one measurement
  std::size_t in_flight = 200;
  std::size_t rounds = 5;
  std::string only;        // groups whose name contains this, and always the bare conversations
  std::uint16_t port = 0;  // of the mail servers; 0: by the process id
};

// CPU time of one hello, beside the same conversation that ends before the hello.
void report_hellos(const MailServer& server, const HelloOptions& options);

}  // namespace bench
