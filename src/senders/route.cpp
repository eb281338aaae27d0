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

// How far one attempt goes.
class Patience {
 public:
  explicit Patience(const model::Queue& queue)
      : addresses_(left(queue.most_addresses)), sessions_(left(queue.most_sessions)) {}

  [[nodiscard]] bool is_over() const { return addresses_ == 0 || sessions_ == 0; }
  // It may be over before the last of these is tried.
  [[nodiscard]] bool may_end_within(const Stops& group) const {
    const auto passed = static_cast<unsigned>(
        std::count_if(group.begin(), group.end(), [](const Stop* stop) { return goes_on(*stop); }));
    const auto sessions =
        static_cast<unsigned>(std::count_if(group.begin(), group.end(), [](const Stop* stop) {
          return goes_on(*stop) && stop->encounter.in_session;
        }));
    return passed >= addresses_ || sessions >= sessions_;
  }
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

Arrival depends(const Stop& stop, std::string_view reason) {
  return {Delivery::unknown,
          Hurdle::open(
              stop.encounter.hurdle.property,
              fmt::format("{} server of preference {} is tried first", reason, stop.preference)),
          {},
          {},
          {}};
}

// What a group comes to, whatever its order; nullopt: the message goes on.
std::optional<Arrival> outcome_of(const Stops& group, const Patience& patience) {
  const Stop* taker = nullptr;
  for (const Stop* stop : group) {
    const Delivery delivery = stop->encounter.delivery;
    if (goes_on(*stop)) continue;
    if (delivery == Delivery::unknown) return at(*stop);
    if (taker == nullptr) taker = stop;
    const Delivery other = taker->encounter.delivery;
    if (delivery == other) continue;
    if (!model::is_delivered_in_tls(delivery) || !model::is_delivered_in_tls(other))
      return depends(*stop, "what becomes of it depends on which");
    if (delivery == Delivery::tls_unauth) taker = stop;  // in TLS whichever it is
  }
  if (taker == nullptr) return std::nullopt;
  const bool may_age = std::any_of(group.begin(), group.end(), [](const Stop* stop) {
    return stop->encounter.delivery == Delivery::clear_after_age;
  });
  if (may_age && patience.may_end_within(group))
    return depends(*taker, "an attempt may end before the last, so that it depends on which");
  return at(*taker);
}

}  // namespace

Arrival walk(const std::vector<Stop>& stops, const model::Queue& queue) {
  Patience patience(queue);
  Stops passed;
  for (std::size_t i = 0; i < stops.size() && !patience.is_over();) {
    const Stops group = group_at(stops, i);
    if (auto arrival = outcome_of(group, patience)) return *arrival;
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
