// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/route.hpp"

#include <doctest/doctest.h>

namespace {

using model::Delivery;
using senders::Arrival;
using senders::Stop;

Stop stop(unsigned preference, Delivery delivery, bool in_session = true) {
  Stop made;
  made.preference = preference;
  made.endpoint_id = "mx" + std::to_string(preference);
  made.encounter.delivery = delivery;
  made.encounter.in_session = in_session;
  made.encounter.hurdle.reason = model::to_string(delivery);
  return made;
}

Arrival walked(std::vector<Stop> stops, const model::Queue& queue = {}) {
  return senders::walk(stops, queue);
}

TEST_CASE("the first server that takes the message has it") {
  const Arrival arrival = walked({stop(10, Delivery::next_mx), stop(20, Delivery::tls_unauth),
                                  stop(30, Delivery::clear_same_session)});
  CHECK(arrival.delivery == Delivery::tls_unauth);
  CHECK(arrival.endpoint_id == "mx20");
}

TEST_CASE("a bounce and a doubt end the walk") {
  CHECK(walked({stop(10, Delivery::bounce), stop(20, Delivery::tls_auth)}).delivery ==
        Delivery::bounce);
  CHECK(walked({stop(10, Delivery::unknown), stop(20, Delivery::tls_auth)}).delivery ==
        Delivery::unknown);
  CHECK(walked({stop(10, Delivery::defer_until_expiry), stop(20, Delivery::tls_auth)}).delivery ==
        Delivery::defer_until_expiry);
}

TEST_CASE("nobody takes it: it waits until the queue's lifetime is over") {
  const Arrival arrival = walked({stop(10, Delivery::next_mx), stop(20, Delivery::next_mx)});
  CHECK(arrival.delivery == Delivery::defer_until_expiry);
  CHECK(arrival.endpoint_id == "mx10");
}

TEST_CASE("clear text after some age comes when no other server took it at once") {
  CHECK(walked({stop(10, Delivery::clear_after_age), stop(20, Delivery::tls_unauth)}).delivery ==
        Delivery::tls_unauth);
  const Arrival late = walked({stop(10, Delivery::next_mx), stop(20, Delivery::clear_after_age)});
  CHECK(late.delivery == Delivery::clear_after_age);
  CHECK(late.endpoint_id == "mx20");
}

TEST_CASE("of equal preference any may be first") {
  CHECK(walked({stop(10, Delivery::tls_unauth), stop(10, Delivery::next_mx)}).delivery ==
        Delivery::tls_unauth);
  const Arrival either = walked({stop(10, Delivery::tls_unauth), stop(10, Delivery::bounce)});
  CHECK(either.delivery == Delivery::unknown);
  CHECK(either.hurdle.reason ==
        "what becomes of it depends on which server of preference 10 is tried first");
}

TEST_CASE("of equal preference one that is not known makes the others unknown, with its reason") {
  Stop silent = stop(10, Delivery::unknown);
  silent.encounter.hurdle.reason = "nobody has looked";
  CHECK(walked({stop(10, Delivery::tls_unauth), silent}).hurdle.reason == "nobody has looked");
  // In TLS it is whichever of these is tried.
  CHECK(walked({stop(10, Delivery::tls_auth), stop(10, Delivery::tls_unauth)}).delivery ==
        Delivery::tls_unauth);
}

TEST_CASE("an attempt that may end before the taker may grow old instead") {
  model::Queue queue;
  queue.most_sessions = 2;
  const std::vector<Stop> stops{stop(10, Delivery::clear_after_age),
                                stop(10, Delivery::clear_after_age),
                                stop(10, Delivery::tls_unauth)};
  CHECK(walked(stops, queue).delivery == Delivery::unknown);
  CHECK(walked(stops).delivery == Delivery::tls_unauth);
  // Without clear text in between a later attempt finds it.
  CHECK(walked({stop(10, Delivery::next_mx), stop(10, Delivery::next_mx),
                stop(10, Delivery::tls_unauth)},
               queue)
            .delivery == Delivery::tls_unauth);
}

TEST_CASE("an attempt goes so far") {
  model::Queue queue;
  queue.most_sessions = 2;
  std::vector<Stop> stops{stop(10, Delivery::next_mx), stop(20, Delivery::next_mx),
                          stop(30, Delivery::tls_unauth)};
  CHECK(walked(stops, queue).delivery == Delivery::defer_until_expiry);
  stops[0].encounter.in_session = false;
  CHECK(walked(stops, queue).delivery == Delivery::tls_unauth);
  queue.most_addresses = 2;
  CHECK(walked(stops, queue).delivery == Delivery::defer_until_expiry);
}

TEST_CASE("greeted with 5xx everywhere, the message comes back at once from who does so") {
  std::vector<Stop> stops{stop(10, Delivery::next_mx), stop(20, Delivery::next_mx)};
  model::Queue queue;
  queue.greeting_5xx = Delivery::bounce;
  stops[0].encounter.for_good = true;
  CHECK(walked(stops, queue).delivery == Delivery::defer_until_expiry);
  stops[1].encounter.for_good = true;
  CHECK(walked(stops, queue).delivery == Delivery::bounce);
  CHECK(walked(stops).delivery == Delivery::defer_until_expiry);
}

TEST_CASE("no server, no news") { CHECK(walked({}).delivery == Delivery::unknown); }

}  // namespace
