// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_lookup.hpp"

#include <algorithm>
#include <utility>

namespace net {

namespace {

// What a failed try is worth when all have failed: a server's word comes before silence.
int weight(DnsStatus status) {
  switch (status) {
    case DnsStatus::servfail:
      return 6;
    case DnsStatus::refused:
      return 5;
    case DnsStatus::notimp:
      return 4;
    case DnsStatus::formerr:
      return 3;
    case DnsStatus::bad_answer:
      return 2;
    case DnsStatus::timeout:
      return 1;
    default:
      return 0;
  }
}

bool is_final(DnsStatus status) {
  return status == DnsStatus::noerror || status == DnsStatus::no_answer ||
         status == DnsStatus::nxdomain || status == DnsStatus::cname_loop;
}

bool is_refusal(DnsStatus status) {
  return status == DnsStatus::servfail || status == DnsStatus::refused ||
         status == DnsStatus::notimp || status == DnsStatus::formerr;
}

bool is_silence(DnsStatus status) {
  return status == DnsStatus::timeout || status == DnsStatus::connect_failed;
}

}  // namespace

DnsLookup::DnsLookup(DnsQuestion asked, std::size_t servers, unsigned tries,
                     std::function<void(DnsAnswer)> then)
    : question(std::move(asked)),
      done(std::move(then)),
      tries_left_(std::max(tries, 1U)),
      spoken_(servers, false) {
  best.status = DnsStatus::cancelled;
}

void DnsLookup::sent(std::size_t server) {
  ++best.attempts;
  last_ = server;
  if (pinned_) {
    pinned_ = false;
    return;
  }
  --tries_left_;
  ++tries_made_;
}

base::Milliseconds DnsLookup::limit(base::Milliseconds first) const {
  // A repeat has as much time as the try that it belongs to.
  const unsigned before = pinned_ && tries_made_ > 0 ? tries_made_ - 1 : tries_made_;
  return first * (1 << std::min(before, 4U));
}

// Has not spoken yet, and is in service.
bool DnsLookup::is_left(std::size_t server, const std::vector<bool>& in_service) const {
  return !spoken_[server] && (in_service.empty() || in_service[server]);
}

bool DnsLookup::may_ask(std::size_t server, const std::vector<bool>& in_service) const {
  if (pinned_) return server == last_;
  bool any = false;
  bool any_but_last = false;
  for (std::size_t other = 0; other < spoken_.size(); ++other) {
    if (!is_left(other, in_service)) continue;
    any = true;
    any_but_last = any_but_last || other != last_;
  }
  if (!any && !in_service.empty()) return may_ask(server);
  // The one asked last only when no other is left.
  return is_left(server, in_service) && (server != last_ || !any_but_last);
}

bool DnsLookup::may_go_on(const std::vector<bool>& in_service) const {
  if (pinned_ || !is_refusal(best.status)) return true;
  for (std::size_t server = 0; server < spoken_.size(); ++server) {
    if (is_left(server, in_service)) return true;
  }
  return false;
}

bool DnsLookup::anyone_left() const {
  return tries_left_ > 0 && std::find(spoken_.begin(), spoken_.end(), false) != spoken_.end();
}

DnsLookup::Then DnsLookup::repeat_at_same_server() {
  pinned_ = true;
  return Then::query_again;
}

DnsLookup::Then DnsLookup::consider(DnsResponse response, std::string server_name) {
  DnsAnswer& answer = response.answer;
  if (response.truncated && !over_tcp_) {
    over_tcp_ = true;
    return repeat_at_same_server();
  }
  if (answer.status == DnsStatus::formerr && with_edns_ && !response.has_edns) {
    with_edns_ = false;  // RFC 6891 section 7: it may not know EDNS
    return repeat_at_same_server();
  }
  if (response.truncated && is_final(answer.status)) answer.status = DnsStatus::bad_answer;

  if (is_refusal(answer.status)) spoken_[*last_] = true;
  // A forger cannot reach into a TCP connection, and a datagram may have been cut.
  over_tcp_ = answer.status == DnsStatus::bad_answer;
  with_edns_ = true;

  const bool first = best.status == DnsStatus::cancelled;
  if (first || is_final(answer.status) || weight(answer.status) > weight(best.status)) {
    answer.attempts = best.attempts;
    if (!is_silence(answer.status)) answer.server = std::move(server_name);
    best = std::move(answer);
  }
  return !is_final(best.status) && anyone_left() ? Then::query_again : Then::ended;
}

}  // namespace net
