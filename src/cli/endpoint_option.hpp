// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "model/endpoint.hpp"
#include "net/loop.hpp"

namespace cli {

// A mail server as a command line names it.
struct HostAndPort {
  std::string host;
  std::uint16_t port = 0;  // 0: none given
};

// "mx.example.org", "mx.example.org:2525", "192.0.2.1", "2001:db8::1", "[2001:db8::1]:25"; nullopt
// for anything else.
std::optional<HostAndPort> parse_host(std::string_view text);

// The address to talk to and the name to say, looked up where a name was given; nullopt, and `code`
// and a message, when there is none.
std::optional<model::Endpoint> find_endpoint(net::Loop& loop, const CommonOptions& common,
                                             const HostAndPort& host, std::uint16_t port,
                                             ExitCode& code);

}  // namespace cli
