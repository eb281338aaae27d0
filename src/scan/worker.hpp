// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest_set.hpp"
#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "scan/dirty_budget.hpp"
#include "scan/mx_resolution.hpp"
#include "scan/settings.hpp"
#include "scan/visit.hpp"
#include "session/certificate_verifier.hpp"
#include "session/tls_client.hpp"

namespace scan {

// What a conversation says about the way out, as opposed to the server.
struct Heard {
  model::Endpoint endpoint;
  std::string greeting;  // the first line's text, without the code; empty: no 220
  bool silent = false;   // nobody answered our SYN
  bool stood = false;    // somebody did, be it to refuse
};

// A visit that is over, as lines.
struct Finished {
  struct Certificate {
    std::string fingerprint;  // SHA-256, lower-case hexadecimal
    std::string line;
  };
  std::uint64_t visit = 0;
  bool interrupted = false;    // cut short by stop(): completes no domain
  bool asks_patience = false;  // 421, 454 and their like
  base::Instant not_before{};  // for the address, beyond its rest
  std::string line;
  std::vector<Certificate> certificates;  // that this worker has not sent before
};

// Where a worker's news go.
class WorkerEvents {
 public:
  virtual void resolved(std::uint64_t domain, ResolvedDomain resolved) = 0;
  virtual void heard(const Heard& heard) = 0;
  // The visit wants to begin as many conversations: Worker::go_on() lets it.
  virtual void wants_turn(std::uint64_t visit, std::size_t conversations) = 0;
  // The visit rests for minutes (true), or goes on.
  virtual void rested(std::uint64_t visit, bool rests) = 0;
  virtual void finished(Finished finished) = 0;
  // What a worker has counted since it last told.
  virtual void counted(const model::RunCounts& counts) = 0;

 protected:
  ~WorkerEvents() = default;
};

// What one loop works with; all of it belongs to that loop's thread.
struct LoopParts {
  net::Loop& loop;
  net::Resolver& resolver;
  session::CertificateVerifier& verifier;
};

// The part of a scan that costs: lookups, conversations, TLS, the making of lines. One for each
// loop; workers share nothing but what never changes (settings, plan). An address is one worker's
// for good.
//
// Threading: made and destroyed while its loop does not run; everything else on the loop's thread.
// What it has to tell goes through `home`, which runs it on the scanner's thread.
class Worker {
 public:
  using Home = std::function<void(std::function<void()>)>;

  // All arguments must outlive it.
  Worker(const LoopParts& parts, const Settings& settings, const VisitPlan& plan,
         WorkerEvents& events, Home home);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void resolve(std::uint64_t domain, Target target);
  // `domain`: the first that led there. `backoff`: as EndpointRecord::pace_backoff.
  void visit(std::uint64_t id, const model::Endpoint& endpoint, const std::string& domain,
             double backoff);
  void go_on(std::uint64_t visit);
  // Begins no further conversation and tells of no further domain; with `now` breaks off what is
  // under way.
  void stop(bool now);
  // Tells what it has counted since it last did.
  void report();

 private:
  struct Running {
    std::unique_ptr<Visit> visit;
    double backoff = 1;
  };
  void visited(std::uint64_t id, model::EndpointRecord record);
  void take_certificates(const model::EndpointRecord& record, Finished& finished);
  void heard(const model::Endpoint& endpoint, const model::Transcript& transcript);

  LoopParts parts_;
  const Settings& settings_;
  const VisitPlan& plan_;
  WorkerEvents& events_;
  Home home_;
  session::TlsContexts tls_;
  DirtyBudget dirty_;
  VisitContext context_;
  std::unordered_map<std::uint64_t, std::unique_ptr<MxResolution>> resolutions_;
  std::unordered_map<std::uint64_t, Running> visits_;
  base::DigestSet certificates_;  // sent
  model::RunCounts counts_;       // since report()
};

}  // namespace scan
