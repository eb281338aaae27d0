// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "cost.hpp"
#include "epoll_client.hpp"
#include "machine.hpp"
#include "waxseal_client.hpp"

namespace bench {
namespace {

constexpr unsigned kAddresses = 100;        // of each kind of server, as in mail_servers.json
constexpr unsigned kHoldingAddresses = 10;  // of each that stops

// ---- CPU ----------------------------------------------------------------------------------------

enum class Client { waxseal, openssl, clear, brief, connect };

struct Variant {
  std::string name;
  Client client;
  unsigned block;  // 127.90.block.x
  Rounds rounds = {};
};

// A block of rows; the ratios of a row are to `openssl` and to the floor.
struct Group {
  std::string name;
  std::vector<Variant> variants;
};

std::vector<Group> all_groups() {
  std::vector<Group> groups;
  const std::vector<std::string> kinds{"ECDSA P-256, TLS 1.3", "RSA-2048, TLS 1.2",
                                       "RSA-2048, TLS 1.3"};
  for (unsigned block = 0; block < kinds.size(); ++block) {
    groups.push_back(
        {kinds[block],
         {{"waxseal", Client::waxseal, block}, {"OpenSSL's client", Client::openssl, block}}});
  }
  groups.push_back({"no TLS",
                    {{"as many turns (the floor)", Client::clear, 0},
                     {"greeting, EHLO, QUIT", Client::brief, 0},
                     {"connect, close", Client::connect, 0}}});
  return groups;
}

Script script_of(Client client) {
  switch (client) {
    case Client::clear:
      return clear_script();
    case Client::brief:
      return short_script();
    case Client::connect:
      return connect_script();
    default:
      return starttls_script();
  }
}

Cost measure(const Variant& variant, const MailServer& server, const Options& options) {
  const Load load{server.endpoints(variant.block, kAddresses), options.endpoints,
                  options.in_flight};
  return run_apart<Cost>([&] {
    if (variant.client == Client::waxseal) {
      WaxsealClient client(server.roots(), server.folder() + "/lines", starttls_errand());
      return measured(load, [&client](const Load& some) { return client.play(some); });
    }
    const Script script = script_of(variant.client);
    return measured(load, [&script](const Load& some) { return play(script, some); });
  });
}

std::string ratio(const Variant& of, const Variant* to) {
  if (to == nullptr || to->rounds.size() != of.rounds.size()) return "-";
  return fmt::format("{:.2f}", ratio_of(of.rounds, to->rounds).median);
}

const Variant* find(const std::vector<Variant>& variants, Client client) {
  const auto found = std::find_if(variants.begin(), variants.end(),
                                  [client](const Variant& v) { return v.client == client; });
  return found == variants.end() ? nullptr : &*found;
}

void print_row(const Variant& variant, const Variant* openssl, const Variant* floor) {
  const Rounds& rounds = variant.rounds;
  const Range cpu = range_of(rounds, [](const Cost& cost) { return cost.cpu(); });
  const Range user = range_of(rounds, [](const Cost& cost) { return cost.user; });
  const Range system = range_of(rounds, [](const Cost& cost) { return cost.system; });
  const Range speed = range_of(rounds, [](const Cost& cost) { return cost.per_second; });
  const Range peak = range_of(rounds, [](const Cost& cost) { return cost.peak_rss; });
  fmt::print("  {:<26}{:>26}{:>7.0f}{:>7.0f}{:>11}{:>9}{:>13.0f}{:>8.1f}\n", variant.name,
             text_of(cpu, 0), user.median, system.median, ratio(variant, openssl),
             ratio(variant, floor), speed.median, peak.most);
}

void print_cpu(const std::vector<Group>& groups, const Options& options) {
  fmt::print(
      "\nCPU time of the client: µs per endpoint, median (min..max) of {} rounds\n"
      "over {} endpoints, {} at once\n\n",
      options.rounds, options.endpoints, options.in_flight);
  fmt::print("{:<28}{:>26}{:>7}{:>7}{:>11}{:>9}{:>13}{:>8}\n", "", "CPU", "user", "sys",
             "/ OpenSSL", "/ floor", "endpoints/s", "RSS MB");
  const Variant* floor = find(groups.back().variants, Client::clear);
  for (const Group& group : groups) {
    if (group.variants.empty()) continue;
    fmt::print("{}\n", group.name);
    for (const Variant& variant : group.variants) {
      print_row(variant, find(group.variants, Client::openssl), floor);
    }
  }
}

// ---- Memory -------------------------------------------------------------------------------------

struct Waiting {
  std::string name;
  unsigned block;
  bool inside_tls;
};

const std::vector<Waiting> kWaiting{
    {"connected, no greeting", 3, false},      {"ClientHello sent", 4, false},
    {"half of the flight, TLS 1.3", 5, false}, {"half of the flight, TLS 1.2", 6, false},
    {"inside TLS, EHLO sent", 7, true},
};

struct Growth {
  double rss = 0;   // KB per conversation
  double heap = 0;  // KB per conversation
};

// How much larger this process is while all conversations wait than when it had just finished some.
template <typename Play>
Growth growth(const Load& warm_up, Load load, const Waiting& waiting, const Play& play) {
  play(warm_up);
  const std::size_t rss = resident_bytes();
  const std::size_t heap = heap_bytes();
  Growth result;
  load.held = [&] {
    const double per_conversation = 1.0 / 1024 / static_cast<double>(load.count);
    result.rss = static_cast<double>(resident_bytes() - rss) * per_conversation;
    result.heap = static_cast<double>(heap_bytes() - heap) * per_conversation;
  };
  const Tally tally = play(load);
  if (tally.held != load.count || tally.held_inside_tls != (waiting.inside_tls ? load.count : 0)) {
    give_up(fmt::format("{}: {} of {} conversations wait, {} of them inside TLS", waiting.name,
                        tally.held, load.count, tally.held_inside_tls));
  }
  return result;
}

Growth measure(bool waxseal, const Waiting& waiting, const MailServer& server, std::size_t held) {
  const Load warm_up{server.endpoints(2, kAddresses), 200, 50};
  // A handshake costs the servers about a millisecond; all must be there before the counting.
  const base::Milliseconds until(2'000 + 2 * static_cast<long>(held));
  const Load load{server.endpoints(waiting.block, kHoldingAddresses), held, held, until};
  return run_apart<Growth>([&] {
    if (waxseal) {
      WaxsealClient client(server.roots(), server.folder() + "/lines", starttls_errand());
      return growth(warm_up, load, waiting, [&](const Load& some) { return client.play(some); });
    }
    const Script script = starttls_script();
    return growth(warm_up, load, waiting, [&](const Load& some) { return play(script, some); });
  });
}

}  // namespace

void report_cpu(const MailServer& server, const Options& options) {
  std::vector<Group> groups = all_groups();
  for (Group& group : groups) {
    std::erase_if(group.variants, [&options](const Variant& variant) {
      return variant.name.find(options.only) == std::string::npos;
    });
  }
  for (std::size_t round = 0; round < options.rounds; ++round) {
    fmt::print(stderr, "round {} of {}\n", round + 1, options.rounds);
    for (Group& group : groups) {
      for (Variant* variant : in_turn(group.variants, round)) {
        variant->rounds.push_back(measure(*variant, server, options));
      }
    }
  }
  print_cpu(groups, options);
}

void report_memory(const MailServer& server, const Options& options) {
  fmt::print(
      "\nMemory of the client: KB per waiting conversation, {} of them\n"
      "(resident: what the process grew by; heap: what malloc had given out)\n\n",
      options.held);
  fmt::print("{:<30}{:>20}{:>16}{:>20}{:>16}\n", "", "waxseal: resident", "heap",
             "OpenSSL's: resident", "heap");
  for (const Waiting& waiting : kWaiting) {
    const Growth ours = measure(true, waiting, server, options.held);
    const Growth theirs = measure(false, waiting, server, options.held);
    fmt::print("{:<30}{:>20.1f}{:>16.1f}{:>20.1f}{:>16.1f}\n", waiting.name, ours.rss, ours.heap,
               theirs.rss, theirs.heap);
    std::fflush(stdout);
  }
}

}  // namespace bench
