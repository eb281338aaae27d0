// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way back from a stored line to the facts in it, of which everything that is judged is judged.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"

namespace model {

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
};

// Threading: one thread's; it keeps its memory for the next line.
class StoredLineReader {
 public:
  // The literal of a fact's name, or nothing for a name that is not known: later versions of the
  // lines may have more.
  using Names = std::function<std::string_view(std::string_view)>;

  StoredLineReader(Names endpoint_facts, Names domain_facts);
  ~StoredLineReader();
  StoredLineReader(const StoredLineReader&) = delete;
  StoredLineReader& operator=(const StoredLineReader&) = delete;

  // A line without its end.
  StoredLine read(std::string_view line);

 private:
  struct Parser;
  Names endpoint_facts_;
  Names domain_facts_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace model
