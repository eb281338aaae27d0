// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/loop_thread.hpp"

#include <signal.h>

namespace net {

LoopThread::LoopThread(Loop& loop) : loop_(loop) {
  loop_.keep_running(true);
  // A thread begins with the mask of who made it.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([&running = loop_] { running.run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LoopThread::~LoopThread() {
  loop_.post([&running = loop_] { running.stop(); });
  thread_.join();
  loop_.keep_running(false);
}

}  // namespace net
