// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace mxlab {
namespace {

constexpr std::size_t tally_limit = 16;
constexpr std::size_t tally_text_limit = 80;

using Json = nlohmann::ordered_json;

Json to_json(const Tally& tally) {
  Json out = Json::object();
  for (const auto& [text, count] : tally.counts()) out[text] = count;
  return out;
}

Json to_json(const Statistics& s) {
  Json commands = Json::object();
  Json violations = Json::object();
  for (std::size_t i = 0; i < verb_count; ++i) {
    if (s.commands[i] == 0) continue;
    const auto verb = static_cast<Verb>(i);
    commands[std::string(name_of(verb))] = s.commands[i];
    if (is_violation(verb)) violations[std::string(name_of(verb))] = s.commands[i];
  }
  Json out;
  out["connections"] = s.connections;
  out["max_concurrent"] = s.max_concurrent;
  out["open_now"] = s.concurrent;
  out["min_interval_ms"] = s.min_interval_ms == UINT64_MAX ? Json() : Json(s.min_interval_ms);
  out["span_ms"] = s.last_connection_ms - s.first_connection_ms;
  out["refused_by_limit"] = s.refused_by_limit;
  out["client_hellos"] = s.client_hellos;
  out["handshakes"] = {{"ok", s.handshakes_ok}, {"failed", s.handshakes_failed}};
  out["handshake_failures"] = to_json(s.handshake_failures);
  out["tls_versions"] = to_json(s.tls_versions);
  out["server_names"] = to_json(s.server_names);
  out["quit_in_clear"] = s.quit_in_clear;
  out["quit_in_tls"] = s.quit_in_tls;
  out["dirty_closes"] = s.dirty_closes;
  out["peer_resets"] = s.peer_resets;
  out["ended_by_lab"] = s.ended_by_lab;
  out["early_talk"] = {{"before_greeting", s.early_before_greeting},
                       {"before_tls", s.early_before_tls},
                       {"pipelined", s.pipelined}};
  out["ehlo_names"] = to_json(s.ehlo_names);
  out["commands"] = std::move(commands);
  out["violations"] = std::move(violations);
  return out;
}

// A peer's bytes become JSON here, which wants UTF-8: show the printable ASCII of them.
std::string printable(std::string_view text) {
  std::string out(text.substr(0, tally_text_limit));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

}  // namespace

void Tally::add(std::string_view text) {
  const auto found = counts_.find(text);
  if (found != counts_.end()) {
    ++found->second;
  } else {
    add(printable(text), 1);
  }
}

void Tally::add(std::string_view text, std::uint64_t count) {
  const bool full = counts_.size() >= tally_limit && counts_.find(text) == counts_.end();
  counts_[full ? "(others)" : std::string(text)] += count;
}

void Tally::add(const Tally& other) {
  for (const auto& [text, count] : other.counts_) add(text, count);
}

void Statistics::connected(std::uint64_t now_ms) {
  if (connections == 0) {
    first_connection_ms = now_ms;
  } else {
    min_interval_ms = std::min(min_interval_ms, now_ms - last_connection_ms);
  }
  last_connection_ms = now_ms;
  ++connections;
  ++concurrent;
  max_concurrent = std::max(max_concurrent, concurrent);
}

// Of the same address on another thread, or of another address for the totals: then the
// concurrency and the interval are bounds, as README.md says.
void Statistics::add(const Statistics& o) {
  if (o.connections == 0) return;
  first_connection_ms = connections == 0 ? o.first_connection_ms
                                         : std::min(first_connection_ms, o.first_connection_ms);
  last_connection_ms = std::max(last_connection_ms, o.last_connection_ms);
  min_interval_ms = std::min(min_interval_ms, o.min_interval_ms);
  connections += o.connections;
  concurrent += o.concurrent;
  max_concurrent += o.max_concurrent;
  refused_by_limit += o.refused_by_limit;
  client_hellos += o.client_hellos;
  handshakes_ok += o.handshakes_ok;
  handshakes_failed += o.handshakes_failed;
  quit_in_clear += o.quit_in_clear;
  quit_in_tls += o.quit_in_tls;
  dirty_closes += o.dirty_closes;
  peer_resets += o.peer_resets;
  ended_by_lab += o.ended_by_lab;
  early_before_greeting += o.early_before_greeting;
  early_before_tls += o.early_before_tls;
  pipelined += o.pipelined;
  for (std::size_t i = 0; i < verb_count; ++i) commands[i] += o.commands[i];
  ehlo_names.add(o.ehlo_names);
  server_names.add(o.server_names);
  tls_versions.add(o.tls_versions);
  handshake_failures.add(o.handshake_failures);
}

std::string statistics_json(const StatisticsByAddress& by_address, std::size_t listening) {
  Statistics sum;
  Json addresses = Json::object();
  for (const auto& [name, entry] : by_address) {
    sum.add(entry.statistics);
    if (entry.statistics.connections == 0) continue;
    Json one = {{"behaviour", entry.behaviour}};
    one.update(to_json(entry.statistics));
    addresses[name] = std::move(one);
  }
  Json totals = {{"listening", listening}, {"visited", addresses.size()}};
  totals.update(to_json(sum));
  // A sum of maxima says nothing; the server keeps no global one.
  totals.erase("max_concurrent");
  Json out = {{"totals", std::move(totals)}, {"addresses", std::move(addresses)}};
  return out.dump(1) + "\n";
}

}  // namespace mxlab
