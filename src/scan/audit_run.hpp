// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/ip_address.hpp"
#include "model/records.hpp"
#include "scan/dirty_budget.hpp"
#include "scan/intake.hpp"
#include "scan/mx_resolution.hpp"
#include "scan/settings.hpp"
#include "scan/visit.hpp"
#include "scan/worker.hpp"
#include "session/tls_client.hpp"

namespace scan {

// What was found: the domains in the order in which they were named, and each of their endpoints
// once, in the order in which the visits ended.
struct Audited {
  std::vector<model::DomainRecord> domains;
  std::vector<model::EndpointRecord> endpoints;  // those that were not contacted say why
};

// What happens, for somebody who waits. Called on the loop's thread.
class AuditEvents {
 public:
  // The hosts have their endpoint ids.
  virtual void resolved(const model::DomainRecord& domain) = 0;
  virtual void visit_began(const model::Endpoint& endpoint) = 0;
  virtual void conversation_ended(const model::Endpoint& endpoint,
                                  const model::Transcript& transcript) = 0;
  virtual void visit_ended(const model::EndpointRecord& record) = 0;

 protected:
  ~AuditEvents() = default;
};

// Looks at all mail servers of a few domains, on one loop, and keeps everything. Different
// addresses are visited side by side, each by one visit at a time; the visits space their
// conversations.
class AuditRun {
 public:
  static constexpr std::size_t kMostTargets = 100;
  static constexpr std::size_t kVisitsAtOnce = 64;

  // Starts at once. Everything given must outlive it. `done` is called exactly once, from the end
  // of a turn of the loop, and may destroy it.
  AuditRun(const LoopParts& parts, const Settings& settings, const VisitPlan& plan,
           const std::vector<Target>& targets, AuditEvents& events,
           std::function<void(Audited)> done);
  AuditRun(const AuditRun&) = delete;
  AuditRun& operator=(const AuditRun&) = delete;

  // Begins nothing further; with `now` breaks off what is under way.
  void stop(bool now);

 private:
  void resolved(std::size_t domain, ResolvedDomain resolved);
  void want(const model::Endpoint& endpoint, const std::string& domain);
  void skip(const model::Endpoint& endpoint, const std::string& why_not);
  void begin_visits();
  void visited(const base::IpAddress& address, model::EndpointRecord record);
  void finish_if_done();
  [[nodiscard]] std::string refusal(const base::IpAddress& address) const;

  struct Wanted {
    model::Endpoint endpoint;
    std::string domain;
  };

  LoopParts parts_;
  const Settings& settings_;
  const VisitPlan& plan_;
  AuditEvents& events_;
  std::function<void(Audited)> done_;
  session::TlsContexts tls_;
  DirtyBudget dirty_;
  VisitContext context_;
  Audited found_;
  std::map<std::size_t, std::unique_ptr<MxResolution>> resolutions_;  // by domain
  std::map<model::Endpoint, bool> known_;                             // endpoints, each once
  std::deque<Wanted> waiting_;
  std::map<base::IpAddress, std::unique_ptr<Visit>> visits_;
  bool stopped_ = false;
};

}  // namespace scan
