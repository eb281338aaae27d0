// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/attendant.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/core.h>
#include <signal.h>

#include "cli/set_up.hpp"

namespace cli {
namespace {

constexpr base::Milliseconds kTick{1'000};
// What is killed loses the lines of so long (ResultFile has more to say of compressed ones).
constexpr base::Milliseconds kFlush{100};

}  // namespace

Attendant::Attendant(net::Loop& loop, scan::Scanner& scanner, LiveView& view, Output& output)
    : loop_(loop),
      scanner_(scanner),
      view_(view),
      output_(output),
      began_(loop.now()),
      ticker_(loop, [this] { tick(); }),
      flusher_(loop, [this] { look_after_output(); }),
      on_interrupt_(loop, SIGINT, [this] { interrupt(); }),
      on_terminate_(loop, SIGTERM, [this] { interrupt(); }),
      on_halve_(loop, SIGUSR1, [this] { scale_rate(0.5); }),
      on_double_(loop, SIGUSR2, [this] { scale_rate(2); }) {
  ticker_.start(kTick);
  flusher_.start(kFlush);
  show();
}

void Attendant::end() {
  show();
  view_.clear();
}

void Attendant::tick() {
  scanner_.ask_counts();
  show();
  ticker_.start(kTick);
}

void Attendant::show() {
  view_.show(scanner_, loop_.now() - began_, output_.before.counts.domains,
             blocked_ == 0 ? "" : std::strerror(blocked_));
}

void Attendant::say_above(const std::string& message) const {
  view_.clear();
  complain(message);
}

// A full disk is waited out: nothing is begun meanwhile, and nothing lost.
void Attendant::look_after_output() {
  flusher_.start(kFlush);
  // It may have been blocked since the last look, and no longer be so after this one.
  const bool was_blocked = output_.file->blocked() != 0;
  output_.file->flush(loop_.now());
  if (was_blocked && output_.file->blocked() == 0) scanner_.go_on();
  if (output_.file->error() != 0 && !std::exchange(output_lost_, true)) {
    // Not even what is under way can be kept.
    scanner_.stop();
    scanner_.stop();
  }
  const int before = std::exchange(blocked_, output_.file->blocked());
  // A reader who is slower than we are is nothing to speak of.
  if (before == EAGAIN || blocked_ == EAGAIN) return;
  if (before == 0 && blocked_ != 0) {
    say_above(fmt::format("the output cannot be written: {}; nothing new is begun until it can",
                          std::strerror(blocked_)));
  } else if (before != 0 && blocked_ == 0) {
    say_above("the output can be written again; going on");
  }
}

void Attendant::interrupt() {
  if (!interrupted_)
    say_above("stopping: conversations under way are finished; once more breaks them off");
  interrupted_ = true;
  scanner_.stop();
}

void Attendant::scale_rate(double factor) {
  double rate = scanner_.pace().rate();
  if (rate == 0) {  // no limit: half of what it has been
    const double seconds =
        std::max(1.0, static_cast<double>((loop_.now() - began_).count()) / 1'000.0);
    const std::uint64_t connections =
        scanner_.counts().connections - output_.before.counts.connections;
    rate = factor < 1 ? std::max(1.0, static_cast<double>(connections) / seconds) : 0;
  }
  if (rate != 0) rate = std::max(0.01, rate * factor);
  scanner_.pace().set_rate(rate, loop_.now());
  scanner_.go_on();
  say_above(rate == 0 ? std::string("there is no limit to double")
                      : fmt::format("now at most {:g} conversations a second", rate));
}

}  // namespace cli
