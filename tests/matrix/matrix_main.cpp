// SPDX-License-Identifier: GPL-3.0-or-later
//
// play_matrix FOLDER [--list | --show] [ROW...]
//
// Visits the servers of these rows, or of all, and compares the facts with what the tables expect,
// and the verdicts of the visit with those of the line that a scan would store of it. Then sends
// the own hello of each sender, which must be answered as the facts let us expect.
//   --list  the rows' names, and nothing else
//   --show  each conversation of the visit too, as a fact sees it, and the senders of whom nothing
//           could be expected
#include <cstdio>
#include <exception>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "checks/judge.hpp"
#include "confirm.hpp"
#include "facts/facts.hpp"
#include "model/records_json.hpp"
#include "model/stored_line.hpp"
#include "servers.hpp"
#include "table.hpp"
#include "visit.hpp"

namespace {

using matrix::Expectation;
using matrix::Row;

struct Arguments {
  std::string folder;
  bool list = false;
  bool show = false;
  std::set<std::string> rows;
};

Arguments parse(const std::vector<std::string>& words) {
  Arguments arguments;
  for (const std::string& word : words) {
    if (word == "--list") {
      arguments.list = true;
    } else if (word == "--show") {
      arguments.show = true;
    } else if (arguments.folder.empty()) {
      arguments.folder = word;
    } else {
      arguments.rows.insert(word);
    }
  }
  return arguments;
}

void show(const model::EndpointRecord& visit) {
  for (const model::Conversation& conversation : visit.conversations) {
    const model::Transcript& transcript = conversation.transcript;
    std::string alerts;
    for (const auto& seen :
         transcript.tls ? transcript.tls->alerts : std::vector<model::SeenAlert>())
      alerts += fmt::format(" {}{}", seen.from_server ? "<" : ">", seen.alert.description);
    fmt::print("    {:24} {} at {}, version {:04x}, suite {:04x}, alerts{}, {} {}\n",
               transcript.probe, model::to_string(transcript.end),
               model::to_string(transcript.stage), transcript.tls ? transcript.tls->version() : 0,
               transcript.tls && transcript.tls->server_hello
                   ? transcript.tls->server_hello->cipher_suite
                   : 0,
               alerts, transcript.tls ? transcript.tls->library_code : 0,
               transcript.tls ? transcript.tls->library_error : "");
  }
}

bool agree(const model::Fact& fact, const Expectation& expectation) {
  return fact.value == expectation.value && fact.doubt == expectation.doubt &&
         (!expectation.number || fact.number == expectation.number);
}

// Whether judging the line that a scan would store comes to what judging the visit came to.
bool judges_alike(model::EndpointRecord record, const std::vector<model::Fact>& facts) {
  const checks::Judge& judge = checks::judge_of(checks::Subject::endpoint);
  const auto names = [&judge](std::string_view name) { return judge.fact_name(name); };
  record.facts = facts;
  model::StoredLineReader reader(names, names);
  const model::StoredLine stored = reader.read(model::endpoint_line(record, "run"));
  return stored.problem.empty() && stored.port == record.endpoint.port &&
         judge.judge(stored.facts, stored.port) == judge.judge(facts, record.endpoint.port);
}

// How many senders are answered otherwise than the facts let us expect.
unsigned not_confirmed(const Row& row, const model::EndpointRecord& visit,
                       const matrix::Server& server, bool with_open) {
  using senders::Agreement;
  unsigned wrong = 0;
  for (const senders::Confirmation& one : matrix::confirm(visit, server)) {
    if (one.agreement == Agreement::agrees) continue;
    const bool open = one.agreement == Agreement::open;
    wrong += open ? 0 : 1;
    if (open && !with_open) continue;
    fmt::print("{}:{}: {}: sender {}{}: predicted \"{}\", observed \"{}\"\n", row.place.file,
               row.place.line, row.name, one.sender, open ? " is open" : "", one.predicted,
               one.observed);
  }
  return wrong;
}

// How much is not what the row says.
unsigned play(const Row& row, const Arguments& arguments) {
  const matrix::Server server = matrix::make_server(row);
  const model::EndpointRecord record = matrix::visit(server);
  if (arguments.show) show(record);
  unsigned wrong = not_confirmed(row, record, server, arguments.show);
  const std::vector<model::Fact> facts = facts::facts_of(record);
  if (!judges_alike(record, facts)) {
    ++wrong;
    fmt::print("{}:{}: {}: the stored line is judged otherwise than the visit\n", row.place.file,
               row.place.line, row.name);
  }
  for (const model::Fact& fact : facts) {
    const Expectation& expected = row.facts.find(fact.name)->second;
    if (agree(fact, expected)) continue;
    ++wrong;
    fmt::print("{}:{}: {}: {}: expected {}, got {} (probe \"{}\", seen \"{}\")\n", row.place.file,
               row.place.line, row.name, fact.name, matrix::to_string(expected),
               matrix::to_string({fact.value, fact.doubt, fact.number}), fact.probe, fact.seen);
  }
  return wrong;
}

int run(const Arguments& arguments) {
  unsigned played = 0;
  unsigned wrong = 0;
  for (const Row& row : matrix::read_folder(arguments.folder)) {
    if (!arguments.rows.empty() && !arguments.rows.contains(row.name)) continue;
    ++played;
    if (arguments.list) {
      fmt::print("{}\n", row.name);
      continue;
    }
    try {
      wrong += play(row, arguments) > 0 ? 1 : 0;
    } catch (const std::exception& error) {
      ++wrong;
      fmt::print("{}:{}: {}: {}\n", row.place.file, row.place.line, row.name, error.what());
    }
  }
  if (!arguments.list) fmt::print("{} servers, {} not as expected\n", played, wrong);
  return played > 0 && wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(parse({argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
