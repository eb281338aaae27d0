// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/digest_set.hpp"
#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/timer.hpp"
#include "scan/blocklist.hpp"
#include "scan/intake.hpp"
#include "scan/line_sink.hpp"
#include "scan/pace.hpp"
#include "scan/proxy_watch.hpp"
#include "scan/set_aside.hpp"
#include "scan/settings.hpp"
#include "scan/vantage.hpp"
#include "scan/worker.hpp"

namespace scan {

// What is done already: of a run that goes on, from its lines.
struct DoneBefore {
  base::DigestSet endpoints;     // by id
  base::DigestSet certificates;  // by fingerprint
  model::RunCounts counts{};     // of its lines
};

// The whole way of a list:
//
//   intake --> Worker: MxResolution --> endpoints, each once --> Pace --> Worker: Visit --> lines
//
// The scanner itself decides who is next and writes what comes; it does so on the first loop. What
// costs, the workers do, one on each loop. An address is always the same worker's.
//
// A domain's line is written when its last endpoint is done, behind the lines of its endpoints; a
// certificate's line before the first endpoint line that refers to it. What is held in memory: the
// domains under way (Settings::kMaxDomains), for every endpoint visited and every certificate 16
// octets of digest, in Intake the same for every domain, and the names of domains set aside.
class Scanner final : private WorkerEvents {
 public:
  struct Parts {
    std::vector<LoopParts> loops;  // at least one; the scanner lives on the first
    Intake& intake;
    LineSink& lines;
    const Blocklist& blocklist;
    const Settings& settings;
    VisitPlan plan;  // called on every loop
    // Puts conclusions into the record of a domain that is done; may be empty.
    std::function<void(model::DomainRecord&)> conclude_domain = {};
    // True while nothing can be written: nothing is begun, and the run does not end unless it is
    // stopped. May be empty.
    std::function<bool()> output_blocked = {};
  };

  // `finished` is called once, when the last line is written; all parts must outlive the scanner.
  // Threading: made and destroyed while no loop but the first runs.
  Scanner(Parts parts, std::function<void()> finished, DoneBefore done = {});
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  void start();
  // There is more of the list, or room for lines again.
  void go_on() { pump_soon(); }
  // Takes nothing more from the list, begins no further visit, and finishes when the conversations
  // under way are over. Domains whose endpoints were not all visited get no line. A second call
  // breaks the conversations off.
  void stop();

  // Counts so far, as of the last ask_counts() for what the workers count. Exact when finished.
  [[nodiscard]] const model::RunCounts& counts() const { return counts_; }
  void ask_counts();
  [[nodiscard]] std::size_t domains_under_way() const { return domains_.size() + aside_.size(); }
  [[nodiscard]] std::size_t visits_under_way() const { return visits_under_way_; }
  [[nodiscard]] bool list_is_read() const { return list_read_; }
  // Who is next; its rate may be changed at any time.
  [[nodiscard]] Pace& pace() { return pace_; }
  [[nodiscard]] const Pace& pace() const { return pace_; }
  // The name by which every server greets, when something speaks in their place; else empty.
  [[nodiscard]] std::string smtp_proxy() const { return proxies_.suspected(); }
  // The run was stopped because no name server answers any more; what it would have said of the
  // domains that were asked for has no line.
  [[nodiscard]] bool name_servers_are_lost() const { return name_servers_lost_; }
  // The run was stopped because nobody at all answers on the port: no lines were written.
  [[nodiscard]] bool port_is_blocked() const { return vantage_.state() == Vantage::State::closed; }

 private:
  struct Domain {
    Target target;     // until resolved
    std::string gate;  // before which it was set aside; empty: it was not
    model::DomainRecord record;
    std::size_t endpoints_missing = 0;
  };
  // An endpoint that is wanted and not done yet.
  struct Wanted {
    model::Endpoint endpoint;
    std::string operator_name;
    std::string first_domain;
    std::vector<std::uint64_t> waiting;  // domains
    bool resting = false;                // its visit, for minutes: it has left its place
  };

  void resolved(std::uint64_t domain_id, ResolvedDomain resolved) override;
  void heard(const Heard& heard) override;
  void wants_turn(std::uint64_t visit, std::size_t conversations) override;
  void rested(std::uint64_t visit, bool rests) override;
  void finished(Finished finished) override;
  void counted(const model::RunCounts& counts) override;

  void pump();
  void pump_soon();
  void recall();
  void read_list();
  void skip_domain(const Target& target);
  void begin_domain(Target target, const std::string& gate);
  void begin_visits();
  void begin_visit(std::uint64_t id);
  [[nodiscard]] bool has_room() const;
  [[nodiscard]] bool output_is_blocked() const;
  void keep_back(std::uint64_t domain_id);
  void name_server_answered();
  void lose_name_servers();
  [[nodiscard]] std::string crowded_gate(const ResolvedDomain& resolved) const;
  void want(std::uint64_t domain_id, const model::Endpoint& endpoint, const std::string& why_not);
  void skip(std::uint64_t id, const std::string& why_not);
  void write_certificates(const Finished& finished);
  void settle(std::uint64_t id);
  void complete(std::uint64_t domain_id);
  void write_domain(model::DomainRecord& record);
  void finish_if_done();
  [[nodiscard]] std::string refusal(const model::Endpoint& endpoint,
                                    const model::Exchange& exchange) const;
  [[nodiscard]] std::size_t worker_of(const base::IpAddress& address) const;
  [[nodiscard]] bool is_ours(const base::IpAddress& address) const;
  [[nodiscard]] bool is_ours(const std::string& domain) const;
  void tell(std::size_t worker, std::function<void(Worker&)> work);
  [[nodiscard]] net::Loop& loop() const { return parts_.loops.front().loop; }

  Parts parts_;
  std::function<void()> finished_;
  Vantage vantage_;
  ProxyWatch proxies_;
  HeldLines lines_;
  Pace pace_;
  SetAside aside_;
  std::set<std::string> recall_;  // gates that are less crowded, with domains set aside
  net::Timer wake_up_;
  bool pump_due_ = false;
  model::RunCounts counts_;
  DoneBefore done_;  // before and since

  std::uint64_t next_id_ = 0;
  std::size_t resolving_ = 0;
  std::vector<std::uint64_t> unanswered_;  // domains whose MX lookup nobody answered, in a row
  bool any_answer_ = false;
  bool name_servers_lost_ = false;
  std::unordered_map<std::uint64_t, Domain> domains_;
  std::map<model::Endpoint, std::uint64_t> wanted_ids_;
  std::unordered_map<std::uint64_t, Wanted> wanted_;
  std::size_t visits_under_way_ = 0;
  std::size_t resting_ = 0;  // of the visits, those that rest for minutes
  bool list_read_ = false;
  bool more_next_turn_ = false;  // of the list: there was too much for this one
  bool stopping_ = false;
  bool closing_ = false;             // the run is over but for the workers' counts
  std::size_t reports_missing_ = 0;  // asked for and not here yet

  std::vector<std::unique_ptr<Worker>> workers_;  // as parts_.loops
};

}  // namespace scan
