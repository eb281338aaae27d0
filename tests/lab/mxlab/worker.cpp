// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker.hpp"

#include <utility>

namespace mxlab {

namespace {

StatisticsEntry entry_of(const Listener& listener) {
  const Listen& listen = listener.listen();
  std::string name = listen.sequence.front()->name;
  for (std::size_t i = 1; i < listen.sequence.size(); ++i) name += "," + listen.sequence[i]->name;
  return {std::move(name), listener.statistics()};
}

std::string address_of(const Listener& listener) {
  return listener.listen().address.text_with_port(listener.listen().port);
}

}  // namespace

Worker::Worker(const Table& table, bool shared_port, const std::string& arrivals)
    : shared_port_(shared_port),
      arrivals_(arrivals),
      conversations_(loop_),
      wakeup_(loop_, [this] { woken(); }) {
  for (const Listen& listen : table.listen) {
    if (listen.shared_socket) {
      shared_socket(listen.port).add(listen);
    } else {
      listeners_.emplace_back(loop_, conversations_, arrivals_, listen, shared_port);
    }
  }
}

SharedSocket& Worker::shared_socket(std::uint16_t port) {
  return shared_sockets_.try_emplace(port, loop_, conversations_, arrivals_, port, shared_port_)
      .first->second;
}

void Worker::stop() {
  conversations_.close_all();
  for (Listener& listener : listeners_) listener.stop();
  for (auto& [port, socket] : shared_sockets_) socket.stop();
  arrivals_.flush();
  wakeup_.close();
}

StatisticsByAddress Worker::statistics() const {
  StatisticsByAddress out;
  const auto add = [&out](const Listener& listener) {
    out.emplace(address_of(listener), entry_of(listener));
  };
  for (const Listener& listener : listeners_) add(listener);
  for (const auto& [port, socket] : shared_sockets_) socket.for_each_visited(add);
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
  arrivals_.flush();
  for (auto& promise : asked) promise.set_value(statistics());
  if (stop_asked_) stop();
}

}  // namespace mxlab
