// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way back from a stored line to the facts in it, of which everything that is judged is judged,
// and to the way of a message: MX hosts, TLSA records, the MTA-STS record and policy.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/outcome.hpp"
#include "model/records.hpp"

namespace model {

// What of a domain's line a sender goes by.
struct StoredRoute {
  std::string mx_lookup;
  std::string mx_status;
  bool authenticated = false;  // AD flag on the MX answer
  std::vector<std::string> aliases;
  // Of each name, preference, aliases, authenticated, problem, tlsa, caa and endpoint_ids, these as
  // in the keys of endpoint lines.
  std::vector<Exchange> exchanges;
  Rare<PolicyLookup> mta_sts;
  Rare<PolicyFetch> mta_sts_policy;
};

struct StoredLine {
  enum class Kind : std::uint8_t {
    endpoint,
    domain,
    other,  // a line of ours that has no facts: a certificate, verdicts
  };

  std::string problem;  // why it is no line that can be judged; empty: it is one, or of Kind::other
  Kind kind = Kind::other;
  std::string run_id;
  std::string key;                        // endpoint_id as it stands there, or the domain
  std::uint16_t port = 0;                 // of an endpoint
  std::vector<Fact> facts;                // those whose names are known
  std::vector<std::string> endpoint_ids;  // of a domain: each once
  // Only where routes were wanted, and the line has them.
  std::optional<StoredRoute> route;      // of a domain
  std::optional<MergedOutcome> outcome;  // of an endpoint or a domain
};

// Threading: one thread's; it keeps its memory for the next line.
class StoredLineReader {
 public:
  // The literal of a fact's name, or nothing for a name that is not known: later versions of the
  // lines may have more.
  using Names = std::function<std::string_view(std::string_view)>;

  enum class Wanted : std::uint8_t { facts, facts_and_routes };

  StoredLineReader(Names endpoint_facts, Names domain_facts, Wanted wanted = Wanted::facts);
  ~StoredLineReader();
  StoredLineReader(const StoredLineReader&) = delete;
  StoredLineReader& operator=(const StoredLineReader&) = delete;

  // A line without its end.
  StoredLine read(std::string_view line);

 private:
  struct Parser;
  Names endpoint_facts_;
  Names domain_facts_;
  bool routes_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace model
