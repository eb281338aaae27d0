// SPDX-License-Identifier: GPL-3.0-or-later
//
// The octets as a stored line that is to be judged.
#include "model/stored_line.hpp"

#include "checks/judge.hpp"
#include "fuzz/octets.hpp"
#include "model/records_json.hpp"

namespace {

model::StoredLineReader::Names names_of(checks::Subject subject) {
  return [subject](std::string_view name) { return checks::judge_of(subject).fact_name(name); };
}

// The same with the way of a message.
void read_with_route(std::string_view octets, const model::StoredLine& line) {
  using model::StoredLineReader;
  static StoredLineReader reader(names_of(checks::Subject::endpoint),
                                 names_of(checks::Subject::domain),
                                 StoredLineReader::Wanted::facts_and_routes);
  const model::StoredLine whole = reader.read(octets);
  require(!line.route && !line.outcome);
  if (!line.problem.empty() || !whole.problem.empty()) return;
  const bool is_domain = line.kind == model::StoredLine::Kind::domain;
  require(whole.kind == line.kind && whole.route.has_value() == is_domain);
  // What is passed over is not looked at, so that of a line that is no JSON each may find something
  // else.
  for (const model::Fact& fact : whole.facts) require(!fact.name.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static model::StoredLineReader reader(names_of(checks::Subject::endpoint),
                                        names_of(checks::Subject::domain));
  const model::StoredLine line = reader.read(octets(data, size));
  read_with_route(octets(data, size), line);
  if (!line.problem.empty() || line.kind == model::StoredLine::Kind::other) return 0;
  require(!line.run_id.empty() && !line.key.empty());
  for (const model::Fact& fact : line.facts)
    require((fact.value == model::Answer::unknown) == (fact.doubt != model::Doubt::none));
  model::JudgedLine judged;
  judged.is_endpoint = line.kind == model::StoredLine::Kind::endpoint;
  const auto subject = judged.is_endpoint ? checks::Subject::endpoint : checks::Subject::domain;
  judged.verdicts = checks::judge_of(subject).judge(line.facts, line.port);
  for (const model::Verdict& verdict : judged.verdicts) {
    // Doubt never fails.
    const bool open = verdict.value == model::Answer::unknown;
    require(open == (verdict.result == model::Result::inconclusive ||
                     (verdict.result == model::Result::not_applicable &&
                      verdict.value == model::Answer::unknown)));
  }
  require(!model::verdicts_line(judged).empty());
  return 0;
}
