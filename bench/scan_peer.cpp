// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the script `scan` compares the whole program with: a list of domains from a file, their DNS,
// a conversation with each mail server, on one bare epoll. Ends with 0 when every conversation went
// to its last step.
#include <csignal>
#include <fstream>

#include <CLI/CLI.hpp>
#include <sys/prctl.h>

#include "epoll_client.hpp"
#include "handshake_work.hpp"
#include "machine.hpp"

namespace {

std::vector<std::string> read_list(const std::string& name) {
  std::vector<std::string> domains;
  std::ifstream file(name);
  for (std::string line; std::getline(file, line);) domains.push_back(line);
  if (domains.empty()) bench::give_up(name + ": no domains");
  return domains;
}

std::string command(std::string_view verb, std::size_t octets) {
  std::string line(verb);
  if (octets > line.size() + 3) line += " " + std::string(octets - line.size() - 3, 'x');
  return line + "\r\n";
}

// The conversation of the probe `starttls` in clear: NOOP for STARTTLS, HELP for the ClientHello,
// RSET for Finished and the EHLO inside TLS, each as long as what it stands for.
bench::Script floor_script(const std::vector<std::size_t>& said) {
  bench::Script script = bench::clear_script();
  script.lines = {command("EHLO scanner.bench.test", 0), command("NOOP", said[1]),
                  command("HELP", said[2]), command("RSET", said[3]), command("QUIT", said[4])};
  script.most_reply = 16 * 1024;
  return script;
}

constexpr std::size_t kHello = 2;
constexpr std::size_t kInside = 3;

}  // namespace

int main(int argc, char** argv) {
  std::string list;
  std::string key_file;
  std::vector<std::size_t> said;
  std::vector<std::size_t> heard;
  bench::Names names;
  bench::Load load;
  load.in_flight = 200;
  CLI::App app("The least program that looks up and talks to each domain's mail server.");
  app.add_option("--list", list, "domains, one a line")->required();
  app.add_option("--name-server", names.name_server, "ADDRESS:PORT")->required();
  app.add_option("--port", names.port, "of the mail servers")->required();
  app.add_option("--in-flight", load.in_flight, "conversations at once")->capture_default_str();
  auto* octets =
      app.add_option("--said", said, "without TLS: octets of the five things that the client says")
          ->expected(5)
          ->delimiter(',');
  app.add_option("--heard", heard, "octets of the six things that it hears")
      ->expected(6)
      ->delimiter(',')
      ->needs(octets);
  app.add_option("--key", key_file,
                 "with --said: also the cryptography of a handshake, with this server's key")
      ->needs(octets);
  CLI11_PARSE(app, argc, argv);

  prctl(PR_SET_PDEATHSIG, SIGKILL);
  bench::raise_open_file_limit();
  names.domains = read_list(list);
  load.count = names.domains.size();
  load.names = std::move(names);
  bench::Script script = said.empty() ? bench::starttls_script() : floor_script(said);
  std::optional<bench::HandshakeWork> work;
  if (!key_file.empty()) {
    if (heard.empty()) bench::give_up("--key wants --heard");
    work.emplace(bench::sign_once(key_file));
    script.before_line = [&work, &heard](std::size_t line) {
      if (line == kHello) work->begin();
      if (line != kInside) return;
      work->take_flight(heard[kHello + 1]);
      work->talk(heard[kInside + 1]);
    };
  }
  const bench::Tally tally = bench::play(script, load);
  if (tally.completed == load.count) return 0;
  bench::give_up(std::to_string(tally.failed) + " conversations did not end as they should");
}
