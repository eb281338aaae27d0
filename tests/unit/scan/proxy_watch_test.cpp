// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/proxy_watch.hpp"

#include <doctest/doctest.h>

namespace {

using scan::ProxyWatch;

model::Endpoint server(unsigned network, unsigned domain) {
  const auto octet = static_cast<std::uint8_t>(network);
  return {"mx.operator" + std::to_string(domain) + ".test",
          base::IpAddress::from_ipv4({203, 0, octet, 1}), 25};
}

TEST_CASE("unrelated servers that all greet by one name are one") {
  ProxyWatch watch;
  for (unsigned i = 0; i < ProxyWatch::kLeastNetworks; ++i) {
    CHECK(watch.suspected().empty());
    watch.greeted(server(i, i), "proxy.isp.test ESMTP " + std::to_string(i));
  }
  CHECK(watch.suspected() == "proxy.isp.test");
  watch.greeted(server(99, 99), "mx.operator99.test ESMTP");
  CHECK(watch.suspected().empty());
}

TEST_CASE("a large operator's many servers may well have one name") {
  ProxyWatch watch;
  for (unsigned i = 0; i < 200; ++i) watch.greeted(server(i, i % 3), "mx.large.test ESMTP");
  CHECK(watch.suspected().empty());
}

TEST_CASE("one network says nothing about the way to the others") {
  ProxyWatch watch;
  for (unsigned i = 0; i < 200; ++i) watch.greeted(server(7, i), "mx.hoster.test ESMTP");
  CHECK(watch.suspected().empty());
}

}  // namespace
