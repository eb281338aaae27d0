// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one endpoint costs waxseal in CPU time and one waiting conversation in memory, beside
// OpenSSL's own client doing the same work and beside the same dialogue without TLS, all in one
// run. README.md says how to read it.
#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "machine.hpp"
#include "reports.hpp"

int main(int argc, char** argv) {
  bench::Options options;
  bool cpu = true;
  bool memory = true;
  CLI::App app("What one endpoint costs: CPU time, memory. Everything on the loopback.");
  app.add_option("--endpoints", options.endpoints, "endpoints of one measurement")
      ->capture_default_str();
  app.add_option("--in-flight", options.in_flight, "of them at once")->capture_default_str();
  app.add_option("--rounds", options.rounds, "rounds, the variants in turn")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--held", options.held, "conversations kept waiting, for memory")
      ->capture_default_str();
  app.add_option("--only", options.only,
                 "only variants whose name contains this: waxseal, OpenSSL");
  app.add_option("--port", options.port, "of the mail servers; 0: one that varies")
      ->capture_default_str();
  app.add_flag("!--no-cpu", cpu, "without the table of CPU time");
  app.add_flag("!--no-memory", memory, "without the table of memory");
  CLI11_PARSE(app, argc, argv);

  const std::size_t files = bench::raise_open_file_limit();
  options.held = std::min(options.held, files - std::min<std::size_t>(files, 64));
  if (options.port == 0) options.port = bench::some_port();
  const bench::MailServer server(options.port);
  if (cpu) bench::report_cpu(server, options);
  if (memory) bench::report_memory(server, options);
  return 0;
}
