// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables of the differential test, read: servers.txt and domains.txt (README.md says what
// stands in them). Everything here throws std::runtime_error with file and line for what it does
// not understand.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/servers.hpp"

namespace interop {

inline constexpr std::string_view kZone = "interop.test";

// How far a sender comes. The setting `stage`, spelled out.
struct Stage {
  enum class Handshake : unsigned char {
    served,
    closed,      // the connection, behind the ClientHello
    reset,       // RST instead of FIN
    garbage,     // a line of SMTP instead of TLS
    alert,       // internal_error
    silent_end,  // complete, and then closed without a word of SMTP
  };
  std::string_view name;
  bool listens = true;
  std::string_view greeting = "220";  // empty: closed instead
  bool knows_ehlo = true;
  bool offers_tls = true;
  std::string_view starttls = "220 2.0.0 Ready to start TLS";  // empty: closed instead
  Handshake handshake = Handshake::served;
  bool demands_tls = false;  // 530 to MAIL in clear
};

// A server of the table.
struct Row {
  std::string name;
  std::string domain;   // "NAME.interop.test"
  std::string host;     // "mx.NAME.interop.test"
  std::string address;  // 127.77.x.y, by its number
  const Stage* stage = nullptr;
  std::string tlsa;    // the setting: "none", "match", ...
  std::string dnssec;  // the setting: "on", "off", "bogus"
  matrix::Server server;
};

// A domain with several servers.
struct Domain {
  struct Mx {
    const Row* row = nullptr;
    unsigned preference = 0;
  };
  std::string name;  // "NAME.interop.test"
  std::vector<Mx> hosts;
  std::string dnssec;
};

// `text` is that of servers.txt. Makes the certificates.
std::vector<Row> read_servers(std::string_view text, const std::string& file);
// `rows` must outlive what is returned.
std::vector<Domain> read_domains(std::string_view text, const std::string& file,
                                 const std::vector<Row>& rows);

}  // namespace interop
