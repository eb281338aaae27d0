// SPDX-License-Identifier: GPL-3.0-or-later
#include "hello_report.hpp"

#include <array>
#include <functional>
#include <vector>

#include <fmt/core.h>

#include "cost.hpp"
#include "epoll_client.hpp"
#include "errand.hpp"
#include "machine.hpp"
#include "waxseal_client.hpp"

namespace bench {
namespace {

constexpr unsigned kAddresses = 100;  // of each kind of server, as in mail_servers.json
constexpr double kAim = 1.5;

// Who plays, in the order of the rows of each group.
enum Client : std::size_t { kWaxseal, kWithoutLine, kLeast, kClients };
constexpr std::array<const char*, kClients> kNames{"waxseal", "waxseal, no line made",
                                                   "the least program"};

using Measure = std::function<Cost(const Load&, const MailServer&)>;

struct Variant {
  Client client;
  Measure measure;
  Rounds rounds = {};
};

struct Group {
  std::string name;
  unsigned block;  // 127.90.block.x
  std::vector<Variant> variants;
};

Measure by_waxseal(const Errand& errand, const std::string& lines_file) {
  return [errand, lines_file](const Load& load, const MailServer& server) {
    const std::string path = lines_file.empty() ? "" : server.folder() + "/" + lines_file;
    WaxsealClient client(server.roots(), path, errand);
    return measured(load, [&client](const Load& some) { return client.play(some); });
  };
}

Measure by_least(const Script& script) {
  return [script](const Load& load, const MailServer&) {
    return measured(load, [&script](const Load& some) { return play(script, some); });
  };
}

Group group_of(const std::string& name, const Errand& errand, const Script& script,
               unsigned block) {
  return {name,
          block,
          {{kWaxseal, by_waxseal(errand, "lines")},
           {kWithoutLine, by_waxseal(errand, "")},
           {kLeast, by_least(script)}}};
}

// What the hellos are compared with.
Group bare_group() {
  return group_of("no hello: connect, greeting, EHLO, STARTTLS, its 220, close",
                  bare_errand("tls11"), bare_script(), 0);
}

Group hello_group(const std::string& name, const std::string& probe, Answer answer,
                  unsigned block) {
  const Errand errand = hello_errand(probe, answer);
  return group_of(fmt::format("{} ({})", name, probe), errand,
                  hello_script(errand.probe, kServerName), block);
}

std::vector<Group> hello_groups(const std::string& only) {
  std::vector<Group> groups{
      hello_group("an alert", "tls11", Answer::alert, 0),
      hello_group("TLS 1.2: a flight, RSA-2048", "enumerate-tls12", Answer::tls12_flight, 1),
      hello_group("TLS 1.2: a flight, ECDSA P-256", "enumerate-tls12", Answer::tls12_flight, 8),
      hello_group("TLS 1.3: a HelloRetryRequest", "hello-retry", Answer::retry, 0),
      hello_group("TLS 1.3: a ServerHello", "grease", Answer::tls13_hello, 0),
  };
  std::erase_if(groups,
                [&only](const Group& group) { return group.name.find(only) == std::string::npos; });
  return groups;
}

void measure(const Group& group, Variant& variant, const MailServer& server,
             const HelloOptions& options) {
  const Load load{server.endpoints(group.block, kAddresses), options.conversations,
                  options.in_flight};
  variant.rounds.push_back(run_apart<Cost>([&] { return variant.measure(load, server); }));
}

void print_group(const Group& group, const Group& bare) {
  fmt::print("{}\n", group.name);
  for (const Variant& variant : group.variants) {
    const Rounds& rounds = variant.rounds;
    const Range cpu = range_of(rounds, [](const Cost& cost) { return cost.cpu(); });
    const Range user = range_of(rounds, [](const Cost& cost) { return cost.user; });
    const Range system = range_of(rounds, [](const Cost& cost) { return cost.system; });
    const Range speed = range_of(rounds, [](const Cost& cost) { return cost.per_second; });
    fmt::print("  {:<24}{:>17}{:>6.0f}{:>6.0f}{:>20}{:>20}{:>10.0f}\n", kNames[variant.client],
               text_of(cpu, 0), user.median, system.median,
               text_of(ratio_of(rounds, bare.variants[variant.client].rounds), 2),
               text_of(ratio_of(rounds, bare.variants[kLeast].rounds), 2), speed.median);
  }
}

void print(const Group& bare, const std::vector<Group>& groups, const HelloOptions& options) {
  fmt::print(
      "\nA hello beside the same conversation without one: CPU time of the client, µs per\n"
      "conversation, and its ratios within each round; median (min..max) of {} rounds over {}\n"
      "conversations, {} at once. The aim: a ratio of at most {:.2f}\n\n",
      options.rounds, options.conversations, options.in_flight, kAim);
  fmt::print("{:<26}{:>17}{:>6}{:>6}{:>20}{:>20}{:>10}\n", "", "CPU", "user", "sys", "/ own bare",
             "/ least bare", "a second");
  print_group(bare, bare);
  for (const Group& group : groups) print_group(group, bare);
}

}  // namespace

void report_hellos(const MailServer& server, const HelloOptions& options) {
  Group bare = bare_group();
  std::vector<Group> groups = hello_groups(options.only);
  std::vector<Group*> all{&bare};
  for (Group& group : groups) all.push_back(&group);
  for (std::size_t round = 0; round < options.rounds; ++round) {
    fmt::print(stderr, "round {} of {}\n", round + 1, options.rounds);
    for (Group** group : in_turn(all, round)) {
      for (Variant* variant : in_turn((*group)->variants, round)) {
        measure(**group, *variant, server, options);
      }
    }
  }
  print(bare, groups, options);
}

}  // namespace bench
