// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/probe.hpp"
#include "model/records.hpp"

namespace plan {

using ProbePtr = std::shared_ptr<const model::Probe>;

struct PlanOptions {
  model::Tier tier = model::Tier::survey;
  bool enumerate = false;   // every cipher suite and group; not in a survey
  bool authorized = false;  // the target is ours: its logs may be filled
  // How often the plain probe is played again on who put us off, before that is what is reported.
  std::size_t second_looks = 0;
  // What the waits before them are multiplied with; 1 but in a lab.
  double second_look_scale = 1;
  // Probes besides the catalogue's, each played once when every question has been asked, and
  // counted apart from the tier's connections. Not in a survey.
  std::vector<model::Probe> further{};
  // Somebody waits for the answer: an audit of what is not ours goes without what would have to
  // wait until more handshakes may fail.
  bool impatient = false;
};

// Decides what a visit plays, from nothing but what it has played: pure, and so repeatable from a
// stored line. Threading: none of its own; may be shared, as nothing in it changes.
//
// On a port where TLS comes first (model/implicit_tls.hpp) it plays the implicit form of each
// probe, and asks nothing of which there is none.
//
// A visit begins and ends with the plain probe. Who put us off is given a second look, minutes
// later. Between, each question that the tier asks is asked
// where no answer is there yet; questions that share a probe are taken apart only when that one
// fails. What failed without a word of TLS is repeated once: it may have been the path. A server
// that no longer comes to TLS is left alone.
class Planner {
 public:
  // Connections of one endpoint, enumeration apart.
  static constexpr std::size_t kMostInSurvey = 2;
  static constexpr std::size_t kMostInStandard = 10;
  static constexpr std::size_t kMostInAudit = 25;
  static constexpr std::size_t kMostInEnumeration = 400;
  // Dirty closes of a visit that goes without more of them: the fifth in ten minutes has us banned
  // by fail2ban's usual rules for Postfix.
  static constexpr std::size_t kMostDirtyInStandard = 4;

  // Fails when a probe that the tier wants is not in the catalogue.
  static base::Result<Planner> create(std::vector<model::Probe> catalogue, PlanOptions options);

  // The probes to play now, which do not depend on each other; empty: the visit is over. The visit
  // may play as few of them as it likes before it asks again.
  [[nodiscard]] std::vector<ProbePtr> next(const model::EndpointRecord& visit) const;
  // How long to wait before what next() names: for a second look, minutes.
  [[nodiscard]] base::Milliseconds rest(const model::EndpointRecord& visit) const;
  // Puts what the visit shows into its record.
  void conclude(model::EndpointRecord& visit) const;

 private:
  using Facts = std::vector<model::Fact>;

  Planner(std::vector<model::Probe> catalogue, PlanOptions options);

  // The probe as it is played in this visit; nullptr: it has no place there.
  [[nodiscard]] ProbePtr find(std::string_view id, const model::EndpointRecord& visit) const;
  [[nodiscard]] std::vector<ProbePtr> without_base(const model::EndpointRecord& visit) const;
  [[nodiscard]] std::vector<ProbePtr> after_plain(const model::EndpointRecord& visit) const;
  // `facts`: of the visit so far.
  [[nodiscard]] std::vector<ProbePtr> open_questions(const model::EndpointRecord& visit,
                                                     const Facts& facts, bool enumerating) const;
  [[nodiscard]] std::vector<ProbePtr> repeats(const model::EndpointRecord& visit,
                                              const Facts& facts) const;
  [[nodiscard]] std::vector<ProbePtr> further(const model::EndpointRecord& visit) const;
  [[nodiscard]] std::size_t further_played(const model::EndpointRecord& visit) const;
  [[nodiscard]] std::vector<ProbePtr> enumerated(const model::EndpointRecord& visit,
                                                 const Facts& facts) const;
  [[nodiscard]] base::Milliseconds before_second_look(const model::EndpointRecord& visit) const;
  [[nodiscard]] bool stopped_answering(const model::EndpointRecord& visit) const;
  [[nodiscard]] bool budget_spent(const model::EndpointRecord& visit) const;
  [[nodiscard]] std::size_t connections_left(const model::EndpointRecord& visit) const;
  [[nodiscard]] std::string why_cut_short(const model::EndpointRecord& visit) const;

  std::vector<ProbePtr> catalogue_;
  std::vector<ProbePtr> implicit_;  // the forms for where TLS comes first, of those that have one
  PlanOptions options_;
};

}  // namespace plan
