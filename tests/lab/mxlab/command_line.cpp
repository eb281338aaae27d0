// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.hpp"

#include <charconv>
#include <string_view>

#include "start_error.hpp"

namespace mxlab {

const char* const usage =
    "usage: mxlab TABLE.json [options]\n"
    "  --ca-dir DIR          keep the lab CA, keys, certificates and tlsa.json here\n"
    "  --stats FILE          write statistics here at the end and on SIGUSR1\n"
    "  --arrivals FILE       write a line for each accepted connection here\n"
    "  --ready-fd N          write \"ready\" to this descriptor instead of stdout\n"
    "  --port P              the port of table entries that name none (else 25)\n"
    "  --threads N           so many loops, each with its own sockets (else 1)\n"
    "  --list                print \"address port behaviour\" of the table and end\n"
    "  --certificates-only   make the certificates and end\n";

namespace {

unsigned number(std::string_view option, std::string_view text, unsigned min, unsigned max) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < min || value > max) {
    throw StartError(std::string(option) + " wants a number from " + std::to_string(min) + " to " +
                     std::to_string(max) + ", not \"" + std::string(text) + "\"");
  }
  return value;
}

}  // namespace

CommandLine read_command_line(int argc, char** argv) {
  CommandLine out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    const auto value = [&]() -> std::string_view {
      if (++i >= argc) throw StartError(std::string(option) + " wants a value after it");
      return argv[i];
    };
    if (option == "--help" || option == "-h") {
      out.help = true;
      return out;
    }
    if (option == "--list") {
      out.list = true;
    } else if (option == "--certificates-only") {
      out.certificates_only = true;
    } else if (option == "--ca-dir") {
      out.ca_dir = value();
    } else if (option == "--stats") {
      out.stats = value();
    } else if (option == "--arrivals") {
      out.arrivals = value();
    } else if (option == "--ready-fd") {
      out.ready_fd = static_cast<int>(number(option, value(), 0, 65535));
    } else if (option == "--port") {
      out.port = static_cast<std::uint16_t>(number(option, value(), 1, 65535));
    } else if (option == "--threads") {
      out.threads = number(option, value(), 1, 64);
    } else if (option.substr(0, 1) == "-" || !out.table.empty()) {
      throw StartError("\"" + std::string(option) + "\" is not understood; see mxlab --help");
    } else {
      out.table = option;
    }
  }
  if (out.table.empty()) throw StartError("which table? See mxlab --help");
  return out;
}

}  // namespace mxlab
