// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "authority.hpp"
#include "command_line.hpp"
#include "key.hpp"
#include "start_error.hpp"
#include "statistics.hpp"
#include "table.hpp"
#include "tls_context.hpp"
#include "uv_handle.hpp"
#include "worker.hpp"

namespace mxlab {
namespace {

// A listening socket and a conversation cost a descriptor each.
void raise_file_limit() {
  constexpr rlim_t wanted = 1U << 20U;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const rlimit more{wanted, std::max(wanted, limit.rlim_max)};
  if (limit.rlim_cur < wanted && setrlimit(RLIMIT_NOFILE, &more) == 0) return;
  limit.rlim_cur = limit.rlim_max;  // without the right to raise the hard limit
  setrlimit(RLIMIT_NOFILE, &limit);
}

void make_certificates(Table& table, const CommandLine& command_line) {
  Authority authority(command_line.ca_dir);
  Identities identities;
  for (const auto& [name, spec] : table.certificates) {
    try {
      identities[name] = std::make_shared<const Identity>(authority.issue(name, spec));
    } catch (const StartError& error) {
      throw StartError(command_line.table + ": /certificates/" + name + ": " + error.what());
    }
  }
  authority.write_tlsa();
  for (const auto& [name, behaviour] : table.behaviours) {
    if (!behaviour->tls) continue;
    try {
      behaviour->tls_context = std::make_shared<TlsContext>(name, *behaviour->tls, identities);
    } catch (const StartError& error) {
      throw StartError(command_line.table + ": " + error.what());
    }
  }
}

void print_list(const Table& table) {
  for (const Listen& listen : table.listen) {
    std::string names;
    for (const Behaviour* behaviour : listen.sequence) {
      names += (names.empty() ? "" : ",") + behaviour->name;
    }
    std::printf("%s %u %s\n", listen.address.text().c_str(), unsigned{listen.port}, names.c_str());
  }
}

// The workers and the signals that rule them. The first worker runs on the main thread.
class Lab {
 public:
  Lab(const Table& table, const CommandLine& command_line)
      : table_(table), command_line_(command_line) {
    const bool shared_port = command_line.threads > 1;
    if (!command_line.arrivals.empty()) std::filesystem::remove(command_line.arrivals);
    for (unsigned i = 0; i < command_line.threads; ++i) {
      workers_.push_back(std::make_unique<Worker>(table, shared_port, command_line.arrivals));
    }
    for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) listen_for(signal);
  }

  void run() {
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < workers_.size(); ++i) {
      threads.emplace_back([this, i] { workers_[i]->run(); });
    }
    say_ready();
    workers_.front()->run();
    for (std::thread& thread : threads) thread.join();
    if (command_line_.stats.empty()) return;
    StatisticsByAddress sum;
    for (const auto& worker : workers_) merge(worker->statistics(), sum);
    write(sum);
  }

 private:
  void listen_for(int signal) {
    HandlePtr<uv_signal_t> handle(new uv_signal_t{});
    uv_signal_init(workers_.front()->loop().uv(), handle.get());
    handle->data = this;
    const auto caught = [](uv_signal_t* from, int number) {
      if (from->data != nullptr) static_cast<Lab*>(from->data)->on_signal(number);
    };
    uv_signal_start(handle.get(), caught, signal);
    signals_.push_back(std::move(handle));
  }

  void on_signal(int signal) {
    if (signal == SIGUSR1) return write_now();
    signals_.clear();
    for (std::size_t i = 1; i < workers_.size(); ++i) workers_[i]->ask_to_stop();
    workers_.front()->stop();
  }

  void write_now() {
    StatisticsByAddress sum;
    merge(workers_.front()->statistics(), sum);
    workers_.front()->flush_arrivals();
    for (std::size_t i = 1; i < workers_.size(); ++i) {
      merge(workers_[i]->ask_for_statistics().get(), sum);
    }
    try {
      write(sum);
    } catch (const StartError& error) {
      std::fprintf(stderr, "mxlab: %s\n", error.what());  // the lab goes on
    }
  }

  void write(const StatisticsByAddress& statistics) const {
    if (command_line_.stats.empty()) return;
    write_file(command_line_.stats, statistics_json(statistics, table_.listen.size()), false);
  }

  static void merge(const StatisticsByAddress& from, StatisticsByAddress& into) {
    for (const auto& [name, entry] : from) {
      into.try_emplace(name, StatisticsEntry{entry.behaviour, {}});
      into[name].statistics.add(entry.statistics);
    }
  }

  void say_ready() const {
    const int fd = command_line_.ready_fd >= 0 ? command_line_.ready_fd : STDOUT_FILENO;
    constexpr std::string_view ready = "ready\n";
    if (::write(fd, ready.data(), ready.size()) < 0) std::perror("mxlab: --ready-fd");
  }

  const Table& table_;
  const CommandLine& command_line_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<HandlePtr<uv_signal_t>> signals_;
};

void run(const CommandLine& command_line) {
  // The machine's openssl.cnf must not decide what the lab is.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  Table table = read_table(command_line.table, command_line.port);
  if (command_line.list) return print_list(table);
  make_certificates(table, command_line);
  if (command_line.certificates_only) return;
  raise_file_limit();
  std::signal(SIGPIPE, SIG_IGN);
  Lab(table, command_line).run();
}

}  // namespace
}  // namespace mxlab

int main(int argc, char** argv) {
  try {
    const mxlab::CommandLine command_line = mxlab::read_command_line(argc, argv);
    if (command_line.help) {
      std::fputs(mxlab::usage, stdout);
    } else {
      mxlab::run(command_line);
    }
    return 0;
  } catch (const mxlab::StartError& error) {
    std::fprintf(stderr, "mxlab: %s\n", error.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mxlab: %s\n", error.what());
  }
  return 1;
}
