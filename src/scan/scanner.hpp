// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "net/timer.hpp"
#include "scan/address_queue.hpp"
#include "scan/blocklist.hpp"
#include "scan/intake.hpp"
#include "scan/line_sink.hpp"
#include "scan/mx_resolution.hpp"
#include "scan/proxy_watch.hpp"
#include "scan/settings.hpp"
#include "scan/vantage.hpp"
#include "scan/visit.hpp"
#include "session/certificate_verifier.hpp"
#include "session/tls_client.hpp"

namespace scan {

// The whole way of a list, on one loop:
//
//   intake --> MxResolution --> endpoints, each once --> AddressQueue --> Visit --> lines
//
// A domain's line is written when its last endpoint is done, behind the lines of its endpoints; a
// certificate's line before the first endpoint line that refers to it. What is held in memory: the
// domains under way (Settings::kMaxDomains), for every endpoint visited its name, for every
// certificate its digest, and in Intake every domain's name.
class Scanner {
 public:
  struct Parts {
    net::Loop& loop;
    net::Resolver& resolver;
    Intake& intake;
    LineSink& lines;
    session::CertificateVerifier& verifier;
    const Blocklist& blocklist;
    const Settings& settings;
    VisitPlan plan;
    // Puts conclusions into the record of a domain that is done; may be empty.
    std::function<void(model::DomainRecord&)> conclude_domain = {};
  };

  // `finished` is called once, when the last line is written; all parts must outlive the scanner.
  Scanner(Parts parts, std::function<void()> finished);
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  void start();
  // Takes nothing more from the list, begins no further visit, and finishes when the conversations
  // under way are over. Domains whose endpoints were not all visited get no line. A second call
  // breaks the conversations off.
  void stop();

  // Counts so far. Totals of the list are right when it is finished.
  [[nodiscard]] const model::RunCounts& counts() const { return counts_; }
  [[nodiscard]] std::size_t domains_under_way() const { return domains_.size(); }
  [[nodiscard]] std::size_t visits_under_way() const { return visits_.size(); }
  [[nodiscard]] bool list_is_read() const { return list_read_; }
  // The name by which every server greets, when something speaks in their place; else empty.
  [[nodiscard]] std::string smtp_proxy() const { return proxies_.suspected(); }
  // The run was stopped because nobody at all answers on the port: no lines were written.
  [[nodiscard]] bool port_is_blocked() const { return vantage_.state() == Vantage::State::closed; }

 private:
  struct Domain {
    std::unique_ptr<MxResolution> resolution;  // until resolved
    model::DomainRecord record;
    std::size_t endpoints_missing = 0;
  };
  struct EndpointState {
    bool done = false;
    std::string first_domain;            // until the visit begins
    std::vector<std::uint64_t> waiting;  // domains
  };

  void pump();
  void read_list();
  void begin_visits();
  void rested(bool rests);
  void heard(const model::Endpoint& endpoint, const model::Transcript& transcript);
  [[nodiscard]] bool has_room() const;
  void resolved(std::uint64_t domain_id, ResolvedDomain resolved);
  void want(std::uint64_t domain_id, const model::Endpoint& endpoint);
  void visited(const model::Endpoint& endpoint, const model::EndpointRecord& record);
  void write_endpoint(const model::EndpointRecord& record);
  void write_certificates(const model::EndpointRecord& record);
  void settle(const model::Endpoint& endpoint);
  void complete(std::uint64_t domain_id);
  void finish_if_done();
  [[nodiscard]] std::string refusal(const model::Endpoint& endpoint) const;

  Parts parts_;
  std::function<void()> finished_;
  session::TlsContexts tls_;
  DirtyBudget dirty_;
  Vantage vantage_;
  ProxyWatch proxies_;
  HeldLines lines_;
  std::size_t resting_ = 0;  // of the visits, those that rest for minutes
  VisitContext visit_context_;
  AddressQueue queue_;
  net::Timer wake_up_;
  model::RunCounts counts_;

  std::uint64_t next_domain_id_ = 0;
  std::size_t resolving_ = 0;
  std::unordered_map<std::uint64_t, Domain> domains_;
  std::map<model::Endpoint, EndpointState> endpoints_;
  std::map<model::Endpoint, std::unique_ptr<Visit>> visits_;
  std::unordered_set<std::string> certificates_;  // digests already written
  bool list_read_ = false;
  bool stopping_ = false;
};

}  // namespace scan
