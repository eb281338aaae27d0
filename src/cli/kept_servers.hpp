// SPDX-License-Identifier: GPL-3.0-or-later
//
// Endpoints whose lines came before those of the domains that their mail is for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/fact.hpp"
#include "model/outcome.hpp"
#include "senders/server.hpp"

namespace cli {

// What senders ask for of each endpoint, each fact once however many endpoints show the same: most
// of them do. Measured at the standard tier: 0.6 KB an endpoint where all show the same, 2.2 KB
// where each has a certificate of its own.
class KeptServers {
 public:
  // What is kept under this key already is replaced.
  void keep(const std::string& key, const std::vector<model::Fact>& facts,
            const std::optional<model::MergedOutcome>& outcome);
  // nullptr: there is none.
  [[nodiscard]] std::shared_ptr<const senders::Server> find(const std::string& key) const;

 private:
  struct Hash {
    std::size_t operator()(const model::Fact& fact) const;
  };
  struct Same {
    bool operator()(const model::Fact& one, const model::Fact& other) const;
  };
  struct Kept {
    std::vector<const model::Fact*> facts;
    std::optional<model::MergedOutcome> outcome;
  };

  std::unordered_set<model::Fact, Hash, Same> facts_;  // whose addresses stay
  std::unordered_map<std::string, Kept> by_key_;
};

}  // namespace cli
