// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/policy_fetch.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

namespace scan {
namespace {

bool has_failed(const net::DnsAnswer& answer) {
  return answer.status != net::DnsStatus::noerror && answer.status != net::DnsStatus::no_answer &&
         answer.status != net::DnsStatus::nxdomain;
}

// One of each family first: the other may be there for nobody.
std::vector<base::IpAddress> in_order(const net::DnsAnswer& ipv4, const net::DnsAnswer& ipv6,
                                      const Settings& settings) {
  std::vector<base::IpAddress> order;
  const auto take_from = [&](const net::DnsAnswer& answer, std::size_t most) {
    for (const base::IpAddress& address : answer.addresses) {
      const bool is_known = std::find(order.begin(), order.end(), address) != order.end();
      if (most == 0 || order.size() == PolicyFetch::kMaxTries) return;
      if (is_known || !settings.permits(address)) continue;
      order.push_back(address);
      --most;
    }
  };
  take_from(ipv4, 1);
  take_from(ipv6, 1);
  take_from(ipv4, PolicyFetch::kMaxTries);
  take_from(ipv6, PolicyFetch::kMaxTries);
  return order;
}

model::PolicyEnd end_of_failure(net::FetchStage stage) {
  switch (stage) {
    case net::FetchStage::connect:
      return model::PolicyEnd::connect_failed;
    case net::FetchStage::handshake:
      return model::PolicyEnd::tls_failed;
    case net::FetchStage::answer:
      break;
  }
  return model::PolicyEnd::broken_off;
}

model::PolicyEnd end_of(const net::HttpsAnswer& answer) {
  switch (answer.end) {
    case net::FetchEnd::failed:
      return end_of_failure(answer.stage);
    case net::FetchEnd::timeout:
      return model::PolicyEnd::timeout;
    case net::FetchEnd::too_large:
      return model::PolicyEnd::too_large;
    case net::FetchEnd::answered:
      break;
  }
  if (answer.status == 200) return model::PolicyEnd::fetched;
  const bool is_redirect = answer.status >= 300 && answer.status < 400;
  return is_redirect ? model::PolicyEnd::redirected : model::PolicyEnd::http_status;
}

}  // namespace

PolicyFetch::PolicyFetch(net::Loop& loop, net::Resolver& resolver,
                         session::CertificateVerifier& verifier, const Settings& settings,
                         const std::string& domain, Done done)
    : loop_(loop),
      resolver_(resolver),
      verifier_(verifier),
      settings_(settings),
      done_(std::move(done)),
      started_(loop.now()),
      alive_(std::make_shared<bool>(true)) {
  fetch_.host = "mta-sts." + domain;
  look_up(net::RecordType::a, ipv4_);
  look_up(net::RecordType::aaaa, ipv6_);
}

void PolicyFetch::look_up(net::RecordType type, net::DnsAnswer& answer) {
  ++lookups_;
  resolver_.lookup(fetch_.host, type,
                   [this, &answer, alive = std::weak_ptr<bool>(alive_)](net::DnsAnswer found) {
                     if (alive.expired()) return;
                     answer = std::move(found);
                     if (--lookups_ == 0) addresses_known();
                   });
}

void PolicyFetch::addresses_known() {
  to_try_ = in_order(ipv4_, ipv6_, settings_);
  std::reverse(to_try_.begin(), to_try_.end());
  deadline_ = loop_.now() + settings_.policy_limit;
  if (!to_try_.empty()) return try_next();
  if (!ipv4_.addresses.empty() || !ipv6_.addresses.empty()) {
    fetch_.end = model::PolicyEnd::private_address;
  } else if (has_failed(ipv4_) || has_failed(ipv6_)) {
    fetch_.end = model::PolicyEnd::lookup_failed;
    fetch_.words =
        fmt::format("A: {}, AAAA: {}", net::to_string(ipv4_.status), net::to_string(ipv6_.status));
  } else {
    fetch_.end = model::PolicyEnd::no_address;
  }
  finish();
}

void PolicyFetch::try_next() {
  net::HttpsRequest request;
  request.host = fetch_.host;
  request.path = "/.well-known/mta-sts.txt";
  request.address = to_try_.back();
  request.port = settings_.policy_port;
  request.source = settings_.source;
  request.user_agent = settings_.user_agent;
  request.limit = std::max(deadline_ - loop_.now(), base::Milliseconds(1));
  request.connect_limit = std::min(settings_.connect_limit, request.limit);
  request.max_body = model::kMaxPolicyBody;
  to_try_.pop_back();
  fetch_.address = request.address.to_string();
  https_.emplace(loop_, std::move(request), [this](net::HttpsAnswer answer) {
    // Not from inside the fetch that this replaces.
    loop_.defer([this, answer = std::move(answer), alive = std::weak_ptr<bool>(alive_)] {
      if (!alive.expired()) answered(answer);
    });
  });
}

void PolicyFetch::answered(const net::HttpsAnswer& answer) {
  https_.reset();
  const bool is_silent = answer.stage != net::FetchStage::answer;
  if (is_silent && !to_try_.empty() && loop_.now() < deadline_) return try_next();
  fetch_.end = end_of(answer);
  fetch_.http_status = answer.status;
  fetch_.content_type = answer.content_type;
  fetch_.location = answer.location;
  fetch_.words = answer.words;
  fetch_.body = answer.body;
  if (!answer.chain.empty())
    fetch_.validation = verifier_.validate(answer.chain, fetch_.host, loop_.wall_now());
  finish();
}

void PolicyFetch::finish() {
  fetch_.duration = loop_.now() - started_;
  const Done told = std::move(done_);
  told(std::move(fetch_));  // *this may be destroyed here
}

}  // namespace scan
