// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/pace.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "scan/network.hpp"

namespace scan {
namespace {

// Of one take(): what is not found within so many is looked for at the next.
constexpr std::size_t kMostLooks = 1'000;

// Kinds of gates, the first letter of their names.
constexpr char kAddress = 'a';
constexpr char kNetwork = 'n';
constexpr char kOperator = 'o';

std::string address_gate(const base::IpAddress& address) {
  return kAddress + std::string(address.octets().begin(), address.octets().end()) +
         (address.is_ipv4() ? '4' : '6');
}
std::string network_gate(const base::IpAddress& address) { return kNetwork + network_of(address); }

}  // namespace

base::Instant Pace::Gate::open_at() const {
  if (held) return base::Instant::max();
  return bucket ? bucket->next_token() : rests_until;
}

base::Instant Pace::Gate::good_as_new_at() const {
  return bucket ? bucket->full_at() : rests_until;
}

Pace::Pace(const model::Rates& rates) : rates_(rates), rate_(rates.all), all_(rates.all) {}

void Pace::add(Id id, const base::IpAddress& address, const std::string& operator_name) {
  enter(id, kFirst, address, operator_name, 1);
}

void Pace::add_further(Id id, const base::IpAddress& address, const std::string& operator_name,
                       std::size_t count, bool has_place) {
  enter(id, has_place ? kFurther : kReturning, address, operator_name, count);
}

void Pace::enter(Id id, Class how, const base::IpAddress& address, const std::string& operator_name,
                 std::size_t count) {
  Job job{id, how, count};
  job.address = &gate(address_gate(address));
  if (rates_.per_network > 0) {
    job.network = &gate(network_gate(address));
    if (!job.network->bucket) job.network->bucket.emplace(rates_.per_network);
  }
  job.operator_gate = operator_gate(operator_name);
  for (Gate* passed : {job.address, job.network, job.operator_gate}) {
    if (passed != nullptr) ++passed->users;
  }
  fresh_[how].push_back(job);
  ++waiting_;
}

Pace::Gate& Pace::gate(const std::string& name) {
  const auto found = gates_.try_emplace(name).first;
  found->second.name = &found->first;
  return found->second;
}

Pace::Gate* Pace::operator_gate(const std::string& operator_name) {
  if (rates_.per_operator <= 0) return nullptr;
  Gate& found = gate(kOperator + operator_name);
  if (!found.bucket) found.bucket.emplace(rates_.per_operator);
  return &found;
}

std::optional<Pace::Turn> Pace::take(base::Instant now, bool room) {
  open_due(now);
  if (!all_.has_token(now)) return std::nullopt;
  for (const Class how : kClasses) {
    if (how != kFurther && !room) break;
    Jobs picked;
    for (std::size_t looks = 0; looks < kMostLooks && pick(how, now, picked); ++looks) {
      Gate* closed = closed_gate(picked.front(), now);
      if (closed == nullptr) return let_through(picked.front(), now);
      closed->waiting[how].splice(closed->waiting[how].end(), picked);
      set_alarm(*closed, closed->open_at());
    }
  }
  return std::nullopt;
}

// Who has waited longest before a gate that is open now; then who has not been looked at.
bool Pace::pick(Class how, base::Instant now, Jobs& picked) {
  std::list<Gate*>& open = open_[how];
  while (!open.empty()) {
    Gate& gate = *open.front();
    Jobs& waiting = gate.waiting[how];
    if (!waiting.empty() && gate.open_at() <= now) {
      picked.splice(picked.end(), waiting, waiting.begin());
      open.splice(open.end(), open, open.begin());  // its turn comes again after the others'
      return true;
    }
    open.pop_front();
    gate.listed[how] = false;
    if (!waiting.empty()) set_alarm(gate, gate.open_at());
  }
  if (fresh_[how].empty()) return false;
  picked.splice(picked.end(), fresh_[how], fresh_[how].begin());
  return true;
}

Pace::Gate* Pace::closed_gate(const Job& job, base::Instant now) {
  if (job.how == kFirst && job.address->open_at() > now) return job.address;
  for (Gate* gate : {job.network, job.operator_gate}) {
    if (gate != nullptr && gate->open_at() > now) return gate;
  }
  return nullptr;
}

Pace::Turn Pace::let_through(const Job& job, base::Instant now) {
  --waiting_;
  if (job.operator_gate != nullptr)
    job.operator_gate->bucket->set_rate(operator_rate(job.operator_gate->name->substr(1), now),
                                        now);
  for (std::size_t i = 0; i < job.count; ++i) {
    all_.take(now);
    for (Gate* gate : {job.network, job.operator_gate}) {
      if (gate != nullptr) gate->bucket->take(now);
    }
  }
  if (job.how == kFirst) {
    assert(!job.address->held && "one visit to an address at a time");
    job.address->held = true;
    ++job.address->users;
  }
  for (Gate* gate : {job.address, job.network, job.operator_gate}) leave(gate);
  return {job.id, job.how != kFirst};
}

void Pace::release(const base::IpAddress& address, base::Instant now, base::Instant not_before) {
  Gate& held = gate(address_gate(address));
  assert(held.held && "only an address that take() gave out is released");
  held.held = false;
  held.rests_until =
      std::max(now + std::chrono::ceil<base::Milliseconds>(net::interval_of(rates_.per_address)),
               not_before);
  leave(&held);
  if (held.users != 0) set_alarm(held, held.rests_until);
}

// One user less. The last one leaves it to be forgotten.
void Pace::leave(Gate* gate) {
  if (gate == nullptr) return;
  --gate->users;
  if (gate->users == 0) set_alarm(*gate, gate->good_as_new_at());
}

void Pace::open_due(base::Instant now) {
  while (!alarms_.empty() && alarms_.begin()->first <= now) {
    Gate& gate = *alarms_.begin()->second;
    alarms_.erase(alarms_.begin());
    gate.alarm.reset();
    if (gate.users == 0) {
      if (gate.good_as_new_at() <= now) {
        forget(gate);
      } else {
        set_alarm(gate, gate.good_as_new_at());
      }
      continue;
    }
    for (const Class how : kClasses) {
      if (gate.waiting[how].empty() || std::exchange(gate.listed[how], true)) continue;
      open_[how].push_back(&gate);  // pick() looks whether it is open indeed
    }
  }
}

// `when` at the latest. Who holds the gate sets it when it lets go.
void Pace::set_alarm(Gate& gate, base::Instant when) {
  if (when == base::Instant::max()) return;
  if (gate.alarm && (*gate.alarm)->first <= when) return;
  if (gate.alarm) alarms_.erase(*gate.alarm);
  gate.alarm = alarms_.emplace(when, &gate);
}

void Pace::forget(Gate& gate) {
  for (const Class how : kClasses) {
    if (gate.listed[how]) open_[how].remove(&gate);
  }
  gates_.erase(std::string(*gate.name));
}

std::optional<base::Instant> Pace::next_change(base::Instant now, bool room) const {
  std::optional<base::Instant> change;
  if (!alarms_.empty() && waiting_ != 0) change = alarms_.begin()->first;
  for (const Class how : kClasses) {
    if (how != kFurther && !room) break;
    if (open_[how].empty() && fresh_[how].empty()) continue;
    const base::Instant next = std::max(now, all_.next_token());
    change = std::min(change.value_or(next), next);
  }
  return change;
}

bool Pace::slow_down(const std::string& operator_name, base::Instant now) {
  if (rates_.per_operator <= 0) return false;
  Complaints& complaints = complaints_[operator_name];
  complaints.factor = std::min(kMostBackoff, 2 * backoff(operator_name, now));
  complaints.most = std::max(complaints.most, complaints.factor);
  complaints.last = now;
  ++complaints.times;
  Gate* slowed = operator_gate(operator_name);
  slowed->bucket->set_rate(operator_rate(operator_name, now), now);
  if (slowed->users == 0) set_alarm(*slowed, slowed->good_as_new_at());
  return true;
}

double Pace::backoff(const std::string& operator_name, base::Instant now) const {
  const auto found = complaints_.find(operator_name);
  if (found == complaints_.end()) return 1;
  const auto forgiven = (now - found->second.last) / kForgiven;
  return std::max(1.0, found->second.factor / std::exp2(static_cast<double>(forgiven)));
}

double Pace::operator_rate(const std::string& operator_name, base::Instant now) const {
  return rates_.per_operator / backoff(operator_name, now);
}

std::vector<model::Backoff> Pace::backoffs() const {
  std::vector<model::Backoff> all;
  for (const auto& [name, complaints] : complaints_)
    all.push_back({name, complaints.times, rates_.per_operator / complaints.most});
  std::sort(all.begin(), all.end(), [](const model::Backoff& a, const model::Backoff& b) {
    if (a.slowest_per_second != b.slowest_per_second)
      return a.slowest_per_second < b.slowest_per_second;
    return a.op < b.op;
  });
  if (all.size() > model::RunRecord::kMaxBackoffs) all.resize(model::RunRecord::kMaxBackoffs);
  return all;
}

void Pace::set_rate(double per_second, base::Instant now) {
  rate_ = per_second;
  all_.set_rate(per_second, now);
}

std::array<std::string, 3> Pace::gates_of(const base::IpAddress& address,
                                          const std::string& operator_name) {
  return {address_gate(address), network_gate(address), kOperator + operator_name};
}

std::size_t Pace::crowd(const std::string& gate) const {
  const auto found = gates_.find(gate);
  return found == gates_.end() ? 0 : found->second.users;
}

void Pace::clear_waiting() {
  for (auto& [name, gate] : gates_) {
    for (Jobs& waiting : gate.waiting) waiting.clear();
    gate.listed = {};
    gate.users = gate.held ? 1 : 0;
  }
  for (auto& open : open_) open.clear();
  for (Jobs& fresh : fresh_) fresh.clear();
  waiting_ = 0;
}

}  // namespace scan
