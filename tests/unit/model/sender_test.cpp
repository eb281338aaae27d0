// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender.hpp"

#include <set>

#include <doctest/doctest.h>

#include "model/sender_verdict.hpp"

namespace {

using model::Confidence;
using model::Delivery;

TEST_CASE("every delivery has a name of its own, and is found by it") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < model::kDeliveries; ++i) {
    const auto delivery = static_cast<Delivery>(i);
    CHECK(model::delivery_of(to_string(delivery)) == delivery);
    names.insert(to_string(delivery));
  }
  CHECK(names.size() == model::kDeliveries);
  CHECK(names.count("") == 0);
  CHECK_FALSE(model::delivery_of("deliver").has_value());
  CHECK_FALSE(model::delivery_of("").has_value());
}

TEST_CASE("a delivery is in TLS, in clear or none") {
  int tls = 0;
  int clear = 0;
  for (std::size_t i = 0; i < model::kDeliveries; ++i) {
    const auto delivery = static_cast<Delivery>(i);
    CAPTURE(to_string(delivery));
    CHECK_FALSE((is_delivered_in_tls(delivery) && is_delivered_in_clear(delivery)));
    CHECK(is_delivered_in_tls(delivery) == to_string(delivery).starts_with("tls_"));
    CHECK(is_delivered_in_clear(delivery) == to_string(delivery).starts_with("clear_"));
    tls += is_delivered_in_tls(delivery) ? 1 : 0;
    clear += is_delivered_in_clear(delivery) ? 1 : 0;
  }
  CHECK(tls == 2);
  CHECK(clear == 3);
}

TEST_CASE("every what-if has a name of its own") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < model::kWhatIfs; ++i)
    names.insert(to_string(static_cast<model::WhatIf>(i)));
  CHECK(names.size() == model::kWhatIfs);
  CHECK(names.count("") == 0);
}

TEST_CASE("a sender is known as well as the worst of its sources") {
  model::Sender sender;
  CHECK(sender.confidence() == Confidence::assumed);
  sender.sources = {{"x", "y", Confidence::measured}};
  CHECK(sender.confidence() == Confidence::measured);
  sender.sources.push_back({"x", "y", Confidence::reported});
  sender.sources.push_back({"x", "y", Confidence::read});
  CHECK(sender.confidence() == Confidence::reported);
}

TEST_CASE("a sender is found by its id") {
  std::vector<model::Sender> senders(2);
  senders[0].id = "a";
  senders[1].id = "b";
  CHECK(model::find_sender(senders, "b") == &senders[1]);
  CHECK(model::find_sender(senders, "c") == nullptr);
}

}  // namespace
