// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a hello (a ClientHello that we write ourselves, and the server's first flight read) costs in
// CPU time, as a ratio to the same conversation that closes instead, all in one run. README.md says
// how to read it.
#include <CLI/CLI.hpp>

#include "hello_report.hpp"
#include "machine.hpp"

int main(int argc, char** argv) {
  bench::HelloOptions options;
  CLI::App app("What a hello costs beside the same conversation without one. On the loopback.");
  app.add_option("--conversations", options.conversations, "conversations of one measurement")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--in-flight", options.in_flight, "of them at once")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--rounds", options.rounds, "rounds, the variants in turn")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--only", options.only,
                 "only hellos whose name contains this: alert, RSA, ECDSA, Retry, enumerate-tls12");
  app.add_option("--port", options.port, "of the mail servers; 0: one that varies")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  bench::raise_open_file_limit();
  const bench::MailServer server(options.port == 0 ? bench::some_port() : options.port);
  bench::report_hellos(server, options);
  return 0;
}
