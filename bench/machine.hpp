// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the kernel knows about a process: which core it runs on, what it has used.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>

namespace bench {

// So that the scanner never waits for a core that the mail servers have. Each has the other one
// where the machine has two; with a single core nothing is pinned.
enum class Core { client = 0, servers = 1 };
void pin_to(Core core);

// As many open files as the system allows; returns how many.
std::size_t raise_open_file_limit();

// What the calling process has used since it began, threads included.
struct Usage {
  double user_seconds = 0;
  double system_seconds = 0;
  double wall_seconds = 0;  // since some moment: only differences mean something
};
Usage usage();

double peak_rss_mb();          // of the calling process
std::size_t resident_bytes();  // now
std::size_t heap_bytes();      // given out by malloc and not given back

// Runs `work` in a child process on the client's core and brings what it returns back. A process of
// its own for each measurement: no variant finds a heap that another has grown, or warm tables.
// Ends the program when the child fails; the child has said why.
void run_apart(const std::function<void(void*)>& work, void* result, std::size_t size);

template <typename Result, typename Work>
Result run_apart(const Work& work) {
  static_assert(std::is_trivially_copyable_v<Result>, "it goes through a pipe");
  Result result{};
  run_apart([&work](void* out) { *static_cast<Result*>(out) = work(); }, &result, sizeof(result));
  return result;
}

// "bench: message" on stderr, and the end.
[[noreturn]] void give_up(const std::string& message);

}  // namespace bench
