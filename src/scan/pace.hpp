// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ip_address.hpp"
#include "base/time.hpp"
#include "model/records.hpp"
#include "net/token_bucket.hpp"

namespace scan {

// Whose turn it is. A conversation passes four gates:
//
//   its address    one visit at a time, and a rest of 1/per_address seconds behind each
//   its network    /24 or /48, `per_network` conversations a second
//   its operator   the registrable domain of the MX host, `per_operator` a second
//   all            `all` a second
//
// Who stands before a closed gate waits there and holds nobody else up: take() gives out the next
// that can go, in the order added as far as gates allow. Conversations of a visit under way
// ("further") go before those that begin one, so that what was begun comes to an end.
//
// An operator that asks for patience (slow_down) is asked half as often, again and again down to a
// 64th; each ten minutes without a complaint double the pace, until it is what it was. Where
// operators have no limit, nothing is learnt either: who wants none has his reasons.
//
// Pure: time is an argument, and never goes back. Memory: what waits, what is held or rests, and
// the names of operators that have ever asked for patience; a
// gate through which nobody wants to go is forgotten when it is as good as new.
class Pace {
 public:
  using Id = std::uint64_t;  // the caller's own

  // In conversations per second; 0: no limit.
  explicit Pace(const model::Rates& rates);
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;

  // The first conversation of a visit, which takes the address with it until release().
  void add(Id id, const base::IpAddress& address, const std::string& operator_name);
  // As many further conversations, at once, of a visit that has the address. Without a place of its
  // own, because it has rested for long, it waits for room as those that begin do.
  void add_further(Id id, const base::IpAddress& address, const std::string& operator_name,
                   std::size_t count, bool has_place = true);

  struct Turn {
    Id id = 0;
    bool further = false;
  };
  // The next conversation that may begin at `now`. Without `room` only further ones of visits that
  // have a place.
  std::optional<Turn> take(base::Instant now, bool room);
  // The visit is over; the address rests, until `not_before` at least.
  void release(const base::IpAddress& address, base::Instant now, base::Instant not_before = {});
  // When take() is worth asking again without another add() or release(); nullopt: not before one.
  [[nodiscard]] std::optional<base::Instant> next_change(base::Instant now, bool room) const;

  // The operator has asked for patience. False where it has no limit: nothing is learnt then.
  bool slow_down(const std::string& operator_name, base::Instant now);
  // How many times slower than asked for the operator is visited now; 1 as a rule.
  [[nodiscard]] double backoff(const std::string& operator_name, base::Instant now) const;
  // Every operator that has ever asked for patience, the most patient first, at most 100.
  [[nodiscard]] std::vector<model::Backoff> backoffs() const;

  [[nodiscard]] double rate() const { return rate_; }
  // Of all conversations, from now on.
  void set_rate(double per_second, base::Instant now);

  [[nodiscard]] std::size_t waiting() const { return waiting_; }
  // Of those waiting, the ones that no gate of their own is known to hold up.
  [[nodiscard]] std::size_t unhindered() const { return fresh_[kFirst].size(); }
  // The gates of a conversation, by name: its address's, its network's, its operator's.
  static std::array<std::string, 3> gates_of(const base::IpAddress& address,
                                             const std::string& operator_name);
  // How many want to go through a gate.
  [[nodiscard]] std::size_t crowd(const std::string& gate) const;
  // Forgets who waits; visits under way keep their addresses.
  void clear_waiting();

  static constexpr double kMostBackoff = 64;
  static constexpr base::Milliseconds kForgiven{10 * 60 * 1000};  // a doubling of the pace

 private:
  enum Class : std::uint8_t { kFurther, kReturning, kFirst };  // who goes before whom
  static constexpr std::array<Class, 3> kClasses{kFurther, kReturning, kFirst};
  struct Gate;
  struct Job {
    Id id = 0;
    Class how = kFirst;
    std::size_t count = 1;  // conversations
    Gate* address = nullptr;
    Gate* network = nullptr;        // nullptr: no limit
    Gate* operator_gate = nullptr;  // nullptr: no limit
  };
  using Jobs = std::list<Job>;
  using Alarms = std::multimap<base::Instant, Gate*>;
  // An address has no bucket but is held, or rests; networks and operators have a bucket.
  struct Gate {
    const std::string* name = nullptr;  // its key in gates_
    std::optional<net::TokenBucket> bucket;
    bool held = false;
    base::Instant rests_until{};
    std::array<Jobs, 3> waiting;            // by class
    std::array<bool, 3> listed{};           // stands in open_
    std::optional<Alarms::iterator> alarm;  // stands in alarms_
    std::size_t users = 0;                  // jobs that go through here, and one while held

    [[nodiscard]] base::Instant open_at() const;
    [[nodiscard]] base::Instant good_as_new_at() const;
  };
  struct Complaints {
    double factor = 1;  // at `last`
    double most = 1;
    std::uint64_t times = 0;
    base::Instant last{};
  };

  void enter(Id id, Class how, const base::IpAddress& address, const std::string& operator_name,
             std::size_t count);
  Gate& gate(const std::string& name);
  Gate* operator_gate(const std::string& operator_name);
  bool pick(Class how, base::Instant now, Jobs& picked);
  static Gate* closed_gate(const Job& job, base::Instant now);
  Turn let_through(const Job& job, base::Instant now);
  void open_due(base::Instant now);
  void set_alarm(Gate& gate, base::Instant when);
  void leave(Gate* gate);
  void forget(Gate& gate);
  [[nodiscard]] double operator_rate(const std::string& operator_name, base::Instant now) const;

  model::Rates rates_;
  double rate_;
  net::TokenBucket all_;
  std::unordered_map<std::string, Gate> gates_;  // by name
  std::unordered_map<std::string, Complaints> complaints_;
  Alarms alarms_;                         // by when a gate is to be looked at
  std::array<std::list<Gate*>, 3> open_;  // gates with somebody before them, by class
  std::array<Jobs, 3> fresh_;             // not looked at yet, by class
  std::size_t waiting_ = 0;
};

}  // namespace scan
