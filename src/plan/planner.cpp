// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planner.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "facts/evidence.hpp"
#include "facts/facts.hpp"
#include "model/implicit_tls.hpp"
#include "outcome/classify.hpp"
#include "outcome/merge.hpp"
#include "plan/enumeration.hpp"
#include "plan/questions.hpp"
#include "plan/second_look.hpp"

namespace plan {
namespace {

using facts::kLegacy;
using facts::kPlain;
using model::Conversation;
using model::Doubt;
using model::End;
using model::EndpointRecord;
using model::Tier;

constexpr std::string_view kSsl3 = "ssl3";
constexpr std::string_view kLastResort = "last-resort";
constexpr std::array<std::string_view, 3> kEnumeration{"enumerate-tls13", "enumerate-tls12",
                                                       "enumerate-old"};

bool is(const Conversation& conversation, std::string_view probe) {
  return conversation.transcript.probe == probe;
}

bool is_enumeration(const Conversation& conversation) {
  return std::find(kEnumeration.begin(), kEnumeration.end(), conversation.transcript.probe) !=
         kEnumeration.end();
}

// It came as far as a ClientHello, whatever was answered.
bool reached_tls(const Conversation& conversation) {
  return conversation.transcript.tls.has_value();
}

bool answered(const Conversation& conversation) {
  const auto& tls = conversation.transcript.tls;
  return tls && tls->answer() != nullptr;
}

// The handshake was refused or dropped: what an older sender might fare better with.
bool handshake_refused(const model::Transcript& transcript) {
  const bool refused = transcript.end == End::handshake_failed ||
                       transcript.end == End::peer_closed || transcript.end == End::peer_reset;
  return transcript.stage == model::Stage::handshake && refused;
}

std::size_t plays(const EndpointRecord& visit, std::string_view probe) {
  return static_cast<std::size_t>(
      std::count_if(visit.conversations.begin(), visit.conversations.end(),
                    [probe](const Conversation& c) { return is(c, probe); }));
}

// TLS came first, and then the server did not take us in: by its greeting, or for want of one. An
// alert there still belongs to TLS.
bool turned_away_inside_tls(const Conversation& conversation) {
  const model::Transcript& transcript = conversation.transcript;
  return transcript.handshake_completed() && transcript.stage == model::Stage::banner &&
         transcript.end != End::tls_broken;
}

bool has_doubt(const std::vector<model::Fact>& facts, std::string_view name, Doubt doubt) {
  const model::Fact* fact = model::find_fact(facts, name);
  return fact != nullptr && fact->value == model::Answer::unknown && fact->doubt == doubt;
}

// The plain conversation, or the legacy one after it, came to an answer in TLS.
bool base_answered(const EndpointRecord& visit) {
  return std::any_of(
      visit.conversations.begin(), visit.conversations.end(),
      [](const Conversation& c) { return (is(c, kPlain) || is(c, kLegacy)) && answered(c); });
}

// The sender that comes through: the present-day one, or the old one where that alone does.
std::string_view control_of(const EndpointRecord& visit) {
  const bool plain_completes = std::any_of(
      visit.conversations.begin(), visit.conversations.end(),
      [](const Conversation& c) { return is(c, kPlain) && c.transcript.handshake_completed(); });
  return plain_completes || plays(visit, kLegacy) == 0 ? kPlain : kLegacy;
}

bool ended_with_control(const EndpointRecord& visit) {
  return is(visit.conversations.back(), control_of(visit));
}

ProbePtr find_in(const std::vector<ProbePtr>& probes, std::string_view id) {
  const auto found = std::find_if(probes.begin(), probes.end(),
                                  [id](const ProbePtr& probe) { return probe->id == id; });
  return found == probes.end() ? nullptr : *found;
}

}  // namespace

Planner::Planner(std::vector<model::Probe> catalogue, PlanOptions options)
    : options_(std::move(options)) {
  catalogue.insert(catalogue.end(), options_.further.begin(), options_.further.end());
  for (model::Probe& probe : catalogue) {
    if (auto form = model::implicit_form(probe))
      implicit_.push_back(std::make_shared<const model::Probe>(std::move(*form)));
    catalogue_.push_back(std::make_shared<const model::Probe>(std::move(probe)));
  }
}

base::Result<Planner> Planner::create(std::vector<model::Probe> catalogue, PlanOptions options) {
  Planner planner(std::move(catalogue), options);
  std::vector<std::string_view> wanted{kPlain, kLegacy};
  for (const Question& question : questions()) {
    if (question.tier <= options.tier) wanted.push_back(question.probe);
  }
  if (options.tier != Tier::survey) wanted.push_back(kLastResort);
  if (options.enumerate) {
    wanted.insert(wanted.end(), kEnumeration.begin(), kEnumeration.end());
    wanted.push_back(kSsl3);  // of the versions the one that a standard visit does not ask
  }
  for (const std::string_view id : wanted) {
    if (!find_in(planner.catalogue_, id))
      return base::Error{fmt::format("there is no probe \"{}\"", id)};
  }
  return planner;
}

ProbePtr Planner::find(std::string_view id, const EndpointRecord& visit) const {
  return find_in(visit.endpoint.has_implicit_tls() ? implicit_ : catalogue_, id);
}

std::vector<ProbePtr> Planner::next(const EndpointRecord& visit) const {
  if (visit.conversations.empty() || before_second_look(visit).count() > 0)
    return {find(kPlain, visit)};
  const bool only_plain = plays(visit, kPlain) == visit.conversations.size();
  const bool old_sender_next =
      only_plain && handshake_refused(visit.conversations.back().transcript);
  if (old_sender_next) return {find(kLegacy, visit)};
  if (options_.tier == Tier::survey || stopped_answering(visit)) return {};
  return base_answered(visit) ? after_plain(visit) : without_base(visit);
}

// Both senders failed: once more each, where that was without a word of TLS, and where it is sure
// that they do, whether there is any sender that does not.
std::vector<ProbePtr> Planner::without_base(const EndpointRecord& visit) const {
  const Facts facts = facts::facts_of(visit);
  std::vector<ProbePtr> stage = repeats(visit, facts);
  const model::Fact* works = model::find_fact(facts, "starttls_works");
  const bool sure =
      works != nullptr && works->value == model::Answer::no && plays(visit, kLegacy) != 0;
  if (stage.empty() && sure && plays(visit, kLastResort) == 0) {
    if (ProbePtr probe = find(kLastResort, visit)) stage.push_back(std::move(probe));
  }
  return stage;
}

// As long as nothing but the plain probe was played, and it was put off.
base::Milliseconds Planner::before_second_look(const EndpointRecord& visit) const {
  const std::size_t looks = plays(visit, kPlain);
  const bool only_plain = looks > 0 && looks == visit.conversations.size();
  if (!only_plain || looks > options_.second_looks) return base::Milliseconds(0);
  const model::Outcome outcome = outcome::outcome_of(visit.conversations.back());
  const auto rest = static_cast<double>(rest_before_second_look(outcome.code).count());
  return base::Milliseconds(std::llround(rest * options_.second_look_scale));
}

base::Milliseconds Planner::rest(const EndpointRecord& visit) const {
  return before_second_look(visit);
}

// It answered once, and now it does not even come to TLS: throttled, blocked or down. A server that
// took EHLO and went away at what only such a probe says is none of these: the next one will tell.
// Where TLS comes first, who is throttled or blocked is told so inside it.
bool Planner::stopped_answering(const EndpointRecord& visit) const {
  const Conversation& last = visit.conversations.back();
  if (turned_away_inside_tls(last)) return true;
  if (visit.conversations.size() < 2 || reached_tls(last)) return false;
  const ProbePtr probe = find(last.transcript.probe, visit);
  const bool provoked = probe != nullptr && model::deviates_before_tls(*probe) &&
                        last.transcript.end != End::not_offered;
  const wire::SmtpReply* ehlo = last.transcript.reply("ehlo-reply");
  return !provoked || ehlo == nullptr || !ehlo->is_positive();
}

std::vector<ProbePtr> Planner::after_plain(const EndpointRecord& visit) const {
  const Facts facts = facts::facts_of(visit);
  std::vector<ProbePtr> by_elimination = enumerated(visit, facts);
  std::vector<ProbePtr> stage;
  if (!budget_spent(visit)) stage = open_questions(visit, facts, !by_elimination.empty());
  if (stage.empty() && !budget_spent(visit)) stage = repeats(visit, facts);
  // The last connection is the control's.
  const std::size_t left = connections_left(visit);
  stage.resize(std::min(stage.size(), left > 0 ? left - 1 : 0));
  for (ProbePtr& probe : by_elimination) stage.push_back(std::move(probe));
  if (stage.empty()) stage = further(visit);
  if (!stage.empty() || ended_with_control(visit)) return stage;
  return {find(control_of(visit), visit)};
}

std::vector<ProbePtr> Planner::further(const EndpointRecord& visit) const {
  std::vector<ProbePtr> stage;
  for (const model::Probe& probe : options_.further) {
    const ProbePtr form = find(probe.id, visit);
    if (form && plays(visit, probe.id) == 0) stage.push_back(form);
  }
  return stage;
}

std::size_t Planner::further_played(const EndpointRecord& visit) const {
  std::size_t played = 0;
  for (const model::Probe& probe : options_.further) played += plays(visit, probe.id);
  return played;
}

std::vector<ProbePtr> Planner::open_questions(const EndpointRecord& visit, const Facts& facts,
                                              bool enumerating) const {
  std::vector<ProbePtr> stage;
  for (const Question& question : questions()) {
    if (question.tier > options_.tier || plays(visit, question.probe) != 0) continue;
    ProbePtr probe = find(question.probe, visit);
    if (!probe) continue;
    if (enumerating && question.enumerated) continue;
    const bool open = std::any_of(question.facts.begin(), question.facts.end(), [&](auto name) {
      return has_doubt(facts, name, Doubt::not_asked);
    });
    const model::Fact* condition = model::find_fact(facts, question.unless_not);
    const bool pointless = condition != nullptr && condition->value == model::Answer::no;
    const bool its_turn = question.shared.empty() ||
                          std::any_of(question.shared.begin(), question.shared.end(),
                                      [&](std::string_view id) { return plays(visit, id) != 0; });
    if (open && !pointless && its_turn) stage.push_back(std::move(probe));
  }
  return stage;
}

// What failed without a word of TLS, once more.
std::vector<ProbePtr> Planner::repeats(const EndpointRecord& visit, const Facts& facts) const {
  std::vector<ProbePtr> stage;
  for (const model::Fact& fact : facts) {
    const bool once = fact.value == model::Answer::unknown && fact.doubt == Doubt::not_repeated &&
                      plays(visit, fact.probe) == 1;
    const ProbePtr probe = once ? find(fact.probe, visit) : nullptr;
    if (probe && std::find(stage.begin(), stage.end(), probe) == stage.end())
      stage.push_back(probe);
  }
  return stage;
}

std::vector<ProbePtr> Planner::enumerated(const EndpointRecord& visit, const Facts& facts) const {
  if (!options_.enumerate) return {};
  const auto played =
      std::count_if(visit.conversations.begin(), visit.conversations.end(), is_enumeration);
  if (static_cast<std::size_t>(played) >= kMostInEnumeration) return {};
  const EnumerationProbes base{find(kEnumeration[0], visit).get(),
                               find(kEnumeration[1], visit).get(),
                               find(kEnumeration[2], visit).get()};
  std::vector<ProbePtr> stage;
  const bool ssl3_open = has_doubt(facts, "ssl3", Doubt::not_asked);
  const bool its_turn = plays(visit, "tls11") != 0 && plays(visit, kSsl3) == 0;
  if (ssl3_open && its_turn && options_.tier != Tier::audit) stage.push_back(find(kSsl3, visit));
  for (model::Probe& probe : enumeration(base, visit))
    stage.push_back(std::make_shared<const model::Probe>(std::move(probe)));
  return stage;
}

std::size_t Planner::connections_left(const EndpointRecord& visit) const {
  const std::size_t most = options_.tier == Tier::survey     ? kMostInSurvey
                           : options_.tier == Tier::standard ? kMostInStandard
                                                             : kMostInAudit;
  const auto enumerated =
      std::count_if(visit.conversations.begin(), visit.conversations.end(), is_enumeration);
  // Where only a list of versions wants SSL 3.0, it is part of the enumeration.
  const bool ssl3_apart = options_.enumerate && options_.tier != Tier::audit;
  const std::size_t apart = static_cast<std::size_t>(enumerated) +
                            (ssl3_apart ? plays(visit, kSsl3) : 0) + further_played(visit);
  const std::size_t used = visit.conversations.size() - apart;
  return most - std::min(most, used);
}

std::string Planner::why_cut_short(const EndpointRecord& visit) const {
  if (visit.conversations.empty() || visit.interrupted || options_.tier == Tier::survey) return {};
  if (!base_answered(visit)) return "no_tls";
  if (stopped_answering(visit)) return "server_stopped_answering";
  if (open_questions(visit, visit.facts, false).empty()) return {};
  return budget_spent(visit) ? "dirty_closes" : "connections";
}

// An audit waits until more may fail, unless somebody waits for it; a standard visit goes without.
bool Planner::budget_spent(const EndpointRecord& visit) const {
  const bool goes_without = options_.tier == Tier::standard || options_.impatient;
  return goes_without && !options_.authorized && visit.dirty_closes() >= kMostDirtyInStandard;
}

void Planner::conclude(EndpointRecord& visit) const {
  outcome::conclude(visit);
  visit.facts = facts::facts_of(visit);
  visit.cut_short = why_cut_short(visit);
}

}  // namespace plan
