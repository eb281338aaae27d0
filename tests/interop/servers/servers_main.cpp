// SPDX-License-Identifier: GPL-3.0-or-later
//
// interop_servers FOLDER --ca FILE --log FILE [--port 25] [--zones FILE] [--domains FILE]
// interop_servers FOLDER --list
//
// The mail servers of FOLDER/servers.txt, each on its own address 127.77.x.y, until SIGTERM. Says
// "ready" when all listen.
//   --ca       where the root certificate is written that has issued theirs (PEM)
//   --log      a line of JSON for each connection is added to it (README.md)
//   --zones    where the names of all of them are written, for tests/lab/dns/make_zones.py
//   --domains  where the mail domains are written, one a line
//   --list     each row: name, domain, host, address, stage, TLSA, DNSSEC; with tabs between
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "acceptor.hpp"
#include "row.hpp"
#include "zone.hpp"

namespace {

using interop::Domain;
using interop::Row;

struct Arguments {
  std::string folder;
  bool list = false;
  std::map<std::string, std::string> options{{"--port", "25"}};
};

constexpr const char* kUsage =
    "usage: interop_servers FOLDER --list | --ca FILE --log FILE [--port N] [--zones FILE] "
    "[--domains FILE]";

Arguments parse(const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--list") {
      arguments.list = true;
    } else if (word == "--ca" || word == "--log" || word == "--port" || word == "--zones" ||
               word == "--domains") {
      if (++i == words.size()) throw std::runtime_error(word + " wants a value");
      arguments.options[word] = words[i];
    } else if (arguments.folder.empty() && !word.starts_with("-")) {
      arguments.folder = word;
    } else {
      throw std::runtime_error(kUsage);
    }
  }
  const bool serves = arguments.options.contains("--ca") && arguments.options.contains("--log");
  if (arguments.folder.empty() || arguments.list == serves) throw std::runtime_error(kUsage);
  return arguments;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  if (!(file << text).flush()) throw std::runtime_error("cannot write " + path);
}

void list(const std::vector<Row>& rows) {
  for (const Row& row : rows)
    fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", row.name, row.domain, row.host, row.address,
               row.stage->name, row.tlsa, row.dnssec);
}

// Now, and not with the first sender, is when a library says that it does not like its settings.
void try_all(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    try {
      (void)row.server.make();
    } catch (const std::exception& error) {
      throw std::runtime_error(row.name + ": " + error.what());
    }
  }
}

std::string names_of(const std::vector<Row>& rows, const std::vector<Domain>& domains) {
  std::string names;
  for (const Row& row : rows) names += row.domain + "\n";
  for (const Domain& domain : domains) names += domain.name + "\n";
  return names;
}

void run(const Arguments& arguments) {
  const std::string servers = arguments.folder + "/servers.txt";
  const std::vector<Row> rows = interop::read_servers(matrix::read_text(servers), servers);
  if (rows.empty()) throw std::runtime_error(servers + " has no rows");
  const std::string file = arguments.folder + "/domains.txt";
  const std::vector<Domain> domains = interop::read_domains(matrix::read_text(file), file, rows);
  if (arguments.list) return list(rows);
  try_all(rows);
  const auto& options = arguments.options;
  write(options.at("--ca"), rows.front().server.certificates.trusted_root_pem);
  if (const auto zones = options.find("--zones"); zones != options.end())
    write(zones->second, interop::zones(rows, domains));
  if (const auto names = options.find("--domains"); names != options.end())
    write(names->second, names_of(rows, domains));
  const int port = std::stoi(options.at("--port"));
  if (port < 1 || port > 65535) throw std::runtime_error("no port: " + options.at("--port"));
  interop::Acceptor acceptor(rows, static_cast<std::uint16_t>(port), options.at("--log"));
  fmt::print("ready: {} servers, {} domains more\n", rows.size(), domains.size());
  std::fflush(stdout);
  acceptor.run();
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    run(parse({words + 1, words + count}));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "interop_servers: {}\n", error.what());
    return 1;
  }
}
