// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "net/dns_exchange.hpp"
#include "net/dns_message.hpp"

namespace net {

// One lookup on its way through the servers: what was asked, who has spoken, and the one place
// that decides what an answer means for it. Sends nothing by itself.
class DnsLookup {
 public:
  DnsLookup(DnsQuestion question, std::size_t servers, unsigned tries,
            std::function<void(DnsAnswer)> done);

  enum class Then : std::uint8_t { ended, query_again };
  // Takes what came of the last query in; `best` is then the answer so far.
  [[nodiscard]] Then consider(DnsResponse response, std::string server_name);

  // Whether the next query may go to that server, and should not be spared for another. Those that
  // are not in service are asked only when there is no other to ask. Without `in_service`: all are.
  [[nodiscard]] bool may_ask(std::size_t server, const std::vector<bool>& in_service = {}) const;
  // Whether a further query is worth its time: not when a server has refused and only such are left
  // as are not in service.
  [[nodiscard]] bool may_go_on(const std::vector<bool>& in_service) const;
  // How the next query must be sent. Call sent() then.
  [[nodiscard]] bool over_tcp() const { return over_tcp_; }
  [[nodiscard]] bool with_edns() const { return with_edns_; }
  [[nodiscard]] base::Milliseconds limit(base::Milliseconds first) const;
  // The next query is the last one once more, by another way: no retry.
  [[nodiscard]] bool is_repeat() const { return pinned_; }
  void sent(std::size_t server);

  const DnsQuestion question;
  std::function<void(DnsAnswer)> done;
  DnsAnswer best;                         // its attempts count from the first query on
  std::unique_ptr<DnsExchange> exchange;  // while a query is under way

 private:
  [[nodiscard]] bool anyone_left() const;
  [[nodiscard]] bool is_left(std::size_t server, const std::vector<bool>& in_service) const;
  Then repeat_at_same_server();

  unsigned tries_left_;
  unsigned tries_made_ = 0;
  std::vector<bool> spoken_;         // servers that have said what they have to say
  std::optional<std::size_t> last_;  // the server asked last
  bool pinned_ = false;              // the next query goes to the same server
  bool over_tcp_ = false;
  bool with_edns_ = true;
};

}  // namespace net
