// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "cli/options.hpp"
#include "net/loop.hpp"
#include "net/text_server.hpp"
#include "scan/scanner.hpp"
#include "scan/status_line.hpp"

namespace cli {

// What a scan shows of itself while it goes on: a line on the terminal that overwrites itself, rows
// of CSV in a file, and text for Prometheus on a loopback port.
class LiveView {
 public:
  // Fails with a sentence when the file cannot be written or the port cannot be listened on.
  // `lines`: of the list, 0 when not known.
  static base::Result<std::unique_ptr<LiveView>> open(net::Loop& loop, const ScanOptions& options,
                                                      std::uint64_t lines);
  ~LiveView();
  LiveView(const LiveView&) = delete;
  LiveView& operator=(const LiveView&) = delete;

  // Once a second. `before`: domains that an earlier run has done.
  void show(const scan::Scanner& scanner, base::Milliseconds elapsed, std::uint64_t before,
            const std::string& output_problem);
  // Takes the line off the terminal, so that something else can be said.
  void clear() const;

 private:
  LiveView(net::Loop& loop, bool on_terminal, std::uint64_t lines);

  net::Loop& loop_;
  bool on_terminal_;
  std::uint64_t lines_;
  std::FILE* csv_ = nullptr;  // stderr is not ours to close
  std::string metrics_;       // as of the last second
  std::unique_ptr<net::TextServer> server_;
};

}  // namespace cli
