// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/time.hpp"
#include "cli/live_view.hpp"
#include "cli/scan_set_up.hpp"
#include "net/loop.hpp"
#include "net/signal.hpp"
#include "net/timer.hpp"
#include "scan/scanner.hpp"

namespace cli {

// What happens beside the scan while it goes on: the view of it, signals, the output's health.
class Attendant {
 public:
  // All must outlive it. SIGINT and SIGTERM stop the scan, SIGUSR1 and SIGUSR2 halve and double its
  // rate.
  Attendant(net::Loop& loop, scan::Scanner& scanner, LiveView& view, Output& output);

  [[nodiscard]] bool interrupted() const { return interrupted_; }
  // The last row, when the counts are whole.
  void end();

 private:
  void tick();
  void show();
  void interrupt();
  void scale_rate(double factor);
  void say_above(const std::string& message) const;
  void look_after_output();

  net::Loop& loop_;
  scan::Scanner& scanner_;
  LiveView& view_;
  Output& output_;
  base::Instant began_;
  int blocked_ = 0;  // errno, as of the last look
  bool output_lost_ = false;
  bool interrupted_ = false;
  net::Timer ticker_;
  net::Timer flusher_;
  net::Signal on_interrupt_;
  net::Signal on_terminate_;
  net::Signal on_halve_;
  net::Signal on_double_;
};

}  // namespace cli
