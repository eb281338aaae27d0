// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/kept_servers.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace cli {
namespace {

bool is_asked_for(std::string_view name) {
  const auto names = senders::facts_asked_for();
  return std::binary_search(names.begin(), names.end(), name);
}

void mix(std::size_t& hash, std::size_t more) { hash = hash * 1'099'511'628'211U ^ more; }

}  // namespace

// Which probe showed it is nothing to a sender.
std::size_t KeptServers::Hash::operator()(const model::Fact& fact) const {
  const std::hash<std::string_view> of;
  std::size_t hash = of(fact.name);
  mix(hash, static_cast<std::size_t>(fact.value));
  mix(hash, static_cast<std::size_t>(fact.doubt));
  mix(hash, of(fact.seen));
  mix(hash, static_cast<std::size_t>(fact.number.value_or(0)));
  for (const std::string& entry : fact.list) mix(hash, of(entry));
  return hash;
}

bool KeptServers::Same::operator()(const model::Fact& one, const model::Fact& other) const {
  return one.name == other.name && one.value == other.value && one.doubt == other.doubt &&
         one.seen == other.seen && one.number == other.number && one.list == other.list;
}

void KeptServers::keep(const std::string& key, const std::vector<model::Fact>& facts,
                       const std::optional<model::MergedOutcome>& outcome) {
  Kept kept{{}, outcome};
  for (const model::Fact& fact : facts) {
    if (is_asked_for(fact.name)) kept.facts.push_back(&*facts_.insert(fact).first);
  }
  kept.facts.shrink_to_fit();
  by_key_.insert_or_assign(key, std::move(kept));
}

std::shared_ptr<const senders::Server> KeptServers::find(const std::string& key) const {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  std::vector<model::Fact> facts;
  facts.reserve(found->second.facts.size());
  for (const model::Fact* fact : found->second.facts) facts.push_back(*fact);
  return std::make_shared<const senders::Server>(facts, found->second.outcome);
}

}  // namespace cli
