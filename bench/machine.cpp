// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <fmt/core.h>
#include <malloc.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

[[noreturn]] void be_the_child(const std::function<void(void*)>& work, std::size_t size, int out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pin_to(Core::client);
  std::string bytes(size, '\0');
  work(bytes.data());
  const bool written = write(out, bytes.data(), size) == static_cast<ssize_t>(size);
  _exit(written ? EXIT_SUCCESS : EXIT_FAILURE);
}

}  // namespace

void pin_to(Core core) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) return;
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<std::size_t>(core), &cores);
  // Where these two are not ours to choose (a container's cpuset), the kernel's choice must do.
  static_cast<void>(sched_setaffinity(0, sizeof(cores), &cores));
}

std::size_t raise_open_file_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

Usage usage() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now().time_since_epoch();
  return {seconds(used.ru_utime), seconds(used.ru_stime), wall.count()};
}

double peak_rss_mb() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024.0;
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t size = 0;
  std::size_t resident = 0;
  file >> size >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void run_apart(const std::function<void(void*)>& work, void* result, std::size_t size) {
  int ends[2];
  if (pipe(ends) != 0) give_up("no pipe");
  std::fflush(nullptr);  // or the child prints it a second time
  const pid_t child = fork();
  if (child < 0) give_up("no process");
  if (child == 0) be_the_child(work, size, ends[1]);
  close(ends[1]);
  const bool whole = read(ends[0], result, size) == static_cast<ssize_t>(size);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!whole || status != 0) give_up("a measurement failed; see above");
}

void give_up(const std::string& message) {
  fmt::print(stderr, "bench: {}\n", message);
  std::exit(EXIT_FAILURE);
}

}  // namespace bench
