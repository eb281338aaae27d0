// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker.hpp"

#include <utility>

namespace mxlab {

Worker::Worker(const Table& table, bool shared_port)
    : conversations_(loop_), wakeup_(loop_, [this] { woken(); }) {
  for (const Listen& listen : table.listen) {
    listeners_.emplace_back(loop_, conversations_, listen, shared_port);
  }
}

void Worker::stop() {
  conversations_.close_all();
  for (Listener& listener : listeners_) listener.stop();
  wakeup_.close();
}

StatisticsByAddress Worker::statistics() const {
  StatisticsByAddress out;
  for (const Listener& listener : listeners_) {
    const Listen& listen = listener.listen();
    std::string name = listen.sequence.front()->name;
    for (std::size_t i = 1; i < listen.sequence.size(); ++i) name += "," + listen.sequence[i]->name;
    out.emplace(listen.address.text_with_port(listen.port),
                StatisticsEntry{std::move(name), listener.statistics()});
  }
  return out;
}

void Worker::ask_to_stop() {
  stop_asked_ = true;
  wakeup_.send();
}

std::future<StatisticsByAddress> Worker::ask_for_statistics() {
  const std::lock_guard lock(asked_mutex_);
  asked_.emplace_back();
  wakeup_.send();
  return asked_.back().get_future();
}

void Worker::woken() {
  std::vector<std::promise<StatisticsByAddress>> asked;
  {
    const std::lock_guard lock(asked_mutex_);
    asked = std::exchange(asked_, {});
  }
  for (auto& promise : asked) promise.set_value(statistics());
  if (stop_asked_) stop();
}

}  // namespace mxlab
