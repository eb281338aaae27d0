// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "net/loop.hpp"
#include "net/timer.hpp"
#include "scan/audit_run.hpp"

namespace cli {

// What an audit shows of itself while it goes on. On a terminal a line for each server, drawn anew
// as something happens and once a second; elsewhere a line when a server begins, ends, or does not
// answer.
class AuditProgress final : public scan::AuditEvents {
 public:
  enum class Kind { quiet, lines, terminal };
  using Sink = std::function<void(std::string_view)>;  // text as it is

  // `connect_limit`: how long a connection is waited for, to be said of those that do not stand.
  // `sink`: where it goes; standard error, for a command.
  AuditProgress(net::Loop& loop, Kind kind, base::Milliseconds connect_limit, Sink sink);

  void resolved(const model::DomainRecord& domain) override;
  void visit_began(const model::Endpoint& endpoint) override;
  void conversation_ended(const model::Endpoint& endpoint,
                          const model::Transcript& transcript) override;
  void visit_ended(const model::EndpointRecord& record) override;

  // Takes what is drawn off the terminal. Nothing is shown behind it.
  void end();

 private:
  struct Server {
    std::string name;
    base::Instant began{};
    std::size_t conversations = 0;
    std::string last{};  // what happened last
    bool done = false;
  };

  Server& server(const model::Endpoint& endpoint);
  void say(const std::string& line);
  void draw();
  void erase();
  [[nodiscard]] std::string line_of(const Server& server) const;

  net::Loop& loop_;
  Kind kind_;
  base::Milliseconds connect_limit_;
  Sink sink_;
  std::vector<std::string> order_;
  std::map<std::string, Server> servers_;
  std::size_t drawn_ = 0;  // lines on the terminal that are ours
  net::Timer ticker_;
};

}  // namespace cli
