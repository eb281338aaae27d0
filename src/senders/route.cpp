// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/route.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/core.h>

namespace senders {
namespace {

using model::Delivery;
using Stops = std::vector<const Stop*>;

Arrival at(const Stop& stop) {
  const Encounter& met = stop.encounter;
  return {met.delivery, met.hurdle, met.tlsrpt_result, met.tlsrpt_reason, stop.endpoint_id};
}

// The message leaves this server for the next, in the first attempt at least.
bool goes_on(const Stop& stop) {
  return stop.encounter.delivery == Delivery::next_mx ||
         stop.encounter.delivery == Delivery::clear_after_age;
}

// Those of equal preference.
Stops group_at(const std::vector<Stop>& stops, std::size_t begin) {
  Stops group;
  for (std::size_t i = begin; i < stops.size(); ++i) {
    if (stops[i].preference != stops[begin].preference) break;
    group.push_back(&stops[i]);
  }
  return group;
}

// What a group comes to, whatever its order; nullopt: the message goes on.
std::optional<Arrival> outcome_of(const Stops& group) {
  const Stop* first = nullptr;
  for (const Stop* stop : group) {
    if (goes_on(*stop)) continue;
    if (first == nullptr) first = stop;
    if (stop->encounter.delivery == first->encounter.delivery) continue;
    return Arrival{
        Delivery::unknown,
        Hurdle::open(stop->encounter.hurdle.property,
                     fmt::format("it depends on which server of preference {} is tried: "
                                 "{} or {}",
                                 stop->preference, model::to_string(first->encounter.delivery),
                                 model::to_string(stop->encounter.delivery))),
        {},
        {},
        {}};
  }
  return first == nullptr ? std::nullopt : std::optional(at(*first));
}

// How far one attempt goes.
class Patience {
 public:
  explicit Patience(const model::Queue& queue)
      : addresses_(left(queue.most_addresses)), sessions_(left(queue.most_sessions)) {}

  [[nodiscard]] bool is_over() const { return addresses_ == 0 || sessions_ == 0; }
  void use(const Stops& group) {
    for (const Stop* stop : group) {
      if (addresses_ > 0) --addresses_;
      if (stop->encounter.in_session && sessions_ > 0) --sessions_;
    }
  }

 private:
  static unsigned left(unsigned most) {
    return most == 0 ? std::numeric_limits<unsigned>::max() : most;
  }
  unsigned addresses_;
  unsigned sessions_;
};

}  // namespace

Arrival walk(const std::vector<Stop>& stops, const model::Queue& queue) {
  Patience patience(queue);
  Stops passed;
  for (std::size_t i = 0; i < stops.size() && !patience.is_over();) {
    const Stops group = group_at(stops, i);
    if (auto arrival = outcome_of(group)) return *arrival;
    patience.use(group);
    passed.insert(passed.end(), group.begin(), group.end());
    i += group.size();
  }
  // Nobody has taken it: a later attempt is made with a message that has grown old.
  const auto later = std::find_if(passed.begin(), passed.end(), [](const Stop* stop) {
    return stop->encounter.delivery == Delivery::clear_after_age;
  });
  if (later != passed.end()) return at(**later);
  if (passed.empty()) return {};
  Arrival gave_up = at(*passed.front());
  const bool for_good = std::all_of(passed.begin(), passed.end(),
                                    [](const Stop* stop) { return stop->encounter.for_good; });
  const bool bounces = for_good && queue.greeting_5xx == Delivery::bounce;
  gave_up.delivery = bounces ? Delivery::bounce : Delivery::defer_until_expiry;
  return gave_up;
}

}  // namespace senders
