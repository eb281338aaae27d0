// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "model/records.hpp"
#include "net/loop.hpp"
#include "net/timer.hpp"
#include "scan/conversation.hpp"
#include "scan/dirty_budget.hpp"
#include "scan/settings.hpp"
#include "scan/visit_plan.hpp"
#include "session/certificate_verifier.hpp"
#include "session/tls_client.hpp"

namespace scan {

// What a visit needs from its surroundings, all of one thread; everything must outlive the visit.
struct VisitContext {
  net::Loop& loop;
  const Settings& settings;
  const VisitPlan& plan;
  DirtyBudget& dirty;
  session::TlsContexts& tls;
  session::CertificateVerifier& verifier;
  // Told when a visit begins to rest for minutes (true), and when it goes on or ends (false).
  std::function<void(std::uint64_t id, bool)> rested = {};
  // Asked when a visit has rested and wants to begin so many conversations; go_on() lets it. Empty:
  // nobody else is to be considered.
  std::function<void(std::uint64_t id, std::size_t conversations)> wants_turn = {};
  // Told of each conversation as it ends.
  std::function<void(const model::Endpoint&, const model::Transcript&)> heard = {};
};

// All conversations with one endpoint: one after the other and spaced, and none that could be the
// dirty close too many; where the target is ours several at once.
class Visit {
 public:
  using Done = std::function<void(model::EndpointRecord)>;

  // Starts at once: its first conversation has had its turn. `domain`: the first that led here, or
  // empty. `done` is called exactly once, from the end of a turn of the loop; it may destroy the
  // visit. `context` must outlive it. `id`: the caller's own.
  Visit(const VisitContext& context, const model::Endpoint& endpoint, const std::string& domain,
        Done done, std::uint64_t id = 0);
  Visit(VisitContext&&, const model::Endpoint&, const std::string&, Done,
        std::uint64_t = 0) = delete;
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  // It is its turn: VisitContext::wants_turn has asked.
  void go_on();
  // No further conversation is begun; with `now` those under way are broken off too.
  void stop(bool now);

 private:
  using Probe = std::shared_ptr<const model::Probe>;
  struct Running {
    Probe probe;  // must outlive the conversation
    std::unique_ptr<Conversation> conversation;
  };

  void begin_stage();
  void begin(Probe probe);
  void conversation_ended(const Running* running, model::Transcript transcript);
  void plan_next();
  void rested();
  void rest_until(base::Instant next);
  void set_resting(bool resting);
  void finish();
  [[nodiscard]] std::size_t at_once() const;
  [[nodiscard]] bool may_end_dirty(const model::Probe& probe) const;

  const VisitContext& context_;
  std::uint64_t id_;
  model::EndpointRecord record_;
  Done done_;
  bool stopped_ = false;
  bool resting_ = false;
  bool waiting_ = false;        // for its turn
  bool finished_ = false;       // done_ is on its way
  bool out_of_budget_ = false;  // ended because nobody would wait for the budget of dirty closes
  std::vector<Probe> stage_;    // to be played next, as many as may be at once
  std::vector<std::shared_ptr<Running>> running_;
  net::Timer spacing_;
};

}  // namespace scan
