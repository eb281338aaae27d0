// SPDX-License-Identifier: GPL-3.0-or-later
//
// The octets as a line of an output file that a run is to go on with.
#include "fuzz/octets.hpp"
#include "model/journal_json.hpp"
#include "model/records_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto entry = model::read_journal_line(octets(data, size));
  if (!entry || !entry->problem.empty()) return 0;
  const model::RunCounts& counts = entry->counts;
  require(!entry->key.empty() && !entry->run_id.empty());
  require(counts.domains + counts.endpoints + counts.certificates == 1);
  require(!entry->interrupted || entry->kind == model::JournalEntry::Kind::endpoint);
  const model::Funnel& funnel = counts.funnel;
  require(funnel.visited <= 1 && funnel.connected <= funnel.visited);
  require(funnel.name_matches <= funnel.chain_valid);
  require(funnel.chain_valid <= funnel.handshake_completed);
  for (const auto& [stage, histogram] : counts.stage_times) require(histogram.count() == 1);
  // Counts of anything can be added up and shown.
  model::RunRecord run;
  run.counts += counts;
  run.counts += counts;
  require(run.counts.connections == 2 * counts.connections);
  require(!model::run_document(run).empty());
  return 0;
}
