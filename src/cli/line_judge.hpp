// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/judge.hpp"
#include "cli/kept_servers.hpp"
#include "model/records.hpp"
#include "model/sender.hpp"
#include "model/stored_line.hpp"
#include "senders/verdicts.hpp"

namespace cli {

// Judges stored lines one after the other. An endpoint's counts are kept for the domains that come
// behind it: about 200 octets each; with senders also what they ask for (kept_servers.hpp).
class LineJudge {
 public:
  // `senders`: whose verdicts are wanted too; none: no verdicts of senders.
  explicit LineJudge(std::string version, std::vector<model::Sender> senders = {});

  struct Judged {
    std::string problem;                    // why the line is none that can be judged
    std::optional<model::JudgedLine> line;  // nullopt: a line without facts, or a problem
  };
  Judged judge(std::string_view line);

  // How often each check came out how, over all lines so far.
  using Counts = std::array<std::uint64_t, model::kResults>;
  [[nodiscard]] const std::map<std::string_view, Counts>& counts() const { return counts_; }
  [[nodiscard]] std::uint64_t endpoints() const { return endpoints_; }
  [[nodiscard]] std::uint64_t domains() const { return domains_; }

  [[nodiscard]] const std::vector<model::Sender>& senders() const { return senders_; }
  // Of each sender: how many domains came out how, by Delivery.
  using Deliveries = std::array<std::uint64_t, model::kDeliveries>;
  [[nodiscard]] const std::vector<Deliveries>& deliveries() const { return deliveries_; }

 private:
  void add_endpoints(model::JudgedLine& domain, const model::StoredLine& stored) const;
  void add_senders(model::JudgedLine& judged, const model::StoredLine& stored);

  std::string version_;
  std::vector<model::Sender> senders_;
  model::StoredLineReader reader_;
  std::unordered_map<std::string, model::RollUp> by_endpoint_;  // run id, a blank, endpoint id
  KeptServers servers_;                                         // by the same
  std::map<std::string_view, Counts> counts_;
  std::vector<Deliveries> deliveries_;  // by sender
  std::uint64_t endpoints_ = 0;
  std::uint64_t domains_ = 0;
};

}  // namespace cli
