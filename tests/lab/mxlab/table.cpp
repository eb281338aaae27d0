// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.hpp"

#include <algorithm>
#include <fstream>
#include <unordered_set>

#include "behaviour_json.hpp"
#include "json_object.hpp"

namespace mxlab {
namespace {

constexpr std::size_t range_limit = 1U << 17U;
constexpr std::size_t shared_range_limit = 1U << 21U;  // no descriptor for each
constexpr int extends_limit = 16;

Json parse_file(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw StartError("cannot be opened; is the path right?");
  try {
    return Json::parse(in);
  } catch (const Json::parse_error& error) {
    throw StartError(std::string("is not JSON: ") + error.what());
  }
}

// A behaviour with all that it extends: RFC 7386, the nearer one wins, null takes a key away.
Json with_ancestors(const Json& behaviours, const JsonAt& at, int depth = 0) {
  if (!(*at).is_object()) at.refuse("an object is wanted here, in { }");
  Json own = *at;
  const auto extends = own.find("extends");
  if (extends == own.end()) return own;
  const JsonAt parent_name{&*extends, at.path + "/extends"};
  const std::string parent = parent_name.text();
  if (depth == extends_limit) parent_name.refuse("the behaviours extend each other in a circle");
  if (!behaviours.contains(parent)) {
    parent_name.refuse("there is no behaviour \"" + parent + "\"");
  }
  Json out = with_ancestors(behaviours, {&behaviours[parent], "/behaviours/" + parent}, depth + 1);
  own.erase("extends");
  out.erase("purpose");
  out.merge_patch(own);
  return out;
}

const Behaviour* behaviour_named(const Table& table, const JsonAt& at) {
  const auto found = table.behaviours.find(at.text());
  if (found == table.behaviours.end()) {
    at.refuse("there is no behaviour \"" + at.text() + "\"");
  }
  return found->second.get();
}

struct Share {
  const Behaviour* behaviour;
  std::uint64_t weight;
};

// ["tls13", 90]: the name and its weight.
std::vector<Share> read_mix(const Table& table, const JsonAt& at) {
  std::vector<Share> mix;
  for (const JsonAt& item : at.items()) {
    const std::vector<JsonAt> pair = item.items();
    if (pair.size() != 2) item.refuse("[behaviour, weight] is wanted here");
    mix.push_back(
        {behaviour_named(table, pair[0]), static_cast<std::uint64_t>(pair[1].number(1, 1000000))});
  }
  if (mix.empty()) at.refuse("at least one [behaviour, weight] is wanted here");
  return mix;
}

const Behaviour* chosen(const std::vector<Share>& mix, const Address& address) {
  std::uint64_t sum = 0;
  for (const Share& share : mix) sum += share.weight;
  std::uint64_t at = address.hash() % sum;
  for (const Share& share : mix) {
    if (at < share.weight) return share.behaviour;
    at -= share.weight;
  }
  return mix.back().behaviour;
}

std::vector<Address> read_addresses(JsonObject& object, bool shared_socket) {
  std::vector<Address> out;
  if (const auto one = object.find("address")) {
    const std::optional<Address> address = Address::parse(one->text());
    if (!address) one->refuse("\"" + one->text() + "\" is not an IP address");
    out.push_back(*address);
  }
  if (const auto range = object.find("addresses")) {
    const std::size_t limit = shared_socket ? shared_range_limit : range_limit;
    const auto addresses = parse_range(range->text(), limit);
    if (!addresses) {
      range->refuse("FIRST-LAST is wanted here, at most " + std::to_string(limit) + " addresses");
    }
    out.insert(out.end(), addresses->begin(), addresses->end());
  }
  if (out.empty()) object.at().refuse("\"address\" or \"addresses\" is missing");
  const bool all_v4 = std::none_of(out.begin(), out.end(), [](const Address& a) { return a.v6; });
  if (shared_socket && !all_v4) object.at().refuse("shared_socket is for IPv4 addresses");
  return out;
}

void read_listen(const JsonAt& at, std::uint16_t default_port, Table& table) {
  JsonObject object(at);
  object.text("purpose");
  const bool shared_socket = object.flag("shared_socket", false);
  const std::vector<Address> addresses = read_addresses(object, shared_socket);
  const auto port = static_cast<std::uint16_t>(object.number("port", default_port, 1, 65535));
  const auto one = object.find("behaviour");
  const auto mix_at = object.find("behaviours");
  const auto sequence_at = object.find("sequence");
  if (int{one.has_value()} + int{mix_at.has_value()} + int{sequence_at.has_value()} != 1) {
    at.refuse("one of behaviour, behaviours and sequence is wanted here");
  }
  std::vector<const Behaviour*> sequence;
  std::vector<Share> mix;
  if (one) sequence = {behaviour_named(table, *one)};
  if (mix_at) mix = read_mix(table, *mix_at);
  if (sequence_at) {
    for (const JsonAt& item : sequence_at->items()) {
      sequence.push_back(behaviour_named(table, item));
    }
    if (sequence.empty()) sequence_at->refuse("at least one behaviour is wanted here");
  }
  object.finish();
  for (const Address& address : addresses) {
    table.listen.push_back({address, port, shared_socket, sequence});
    if (!mix.empty()) table.listen.back().sequence = {chosen(mix, address)};
  }
}

void check_certificate_names(const Table& table) {
  const auto check = [&](const Behaviour& behaviour, const std::string& certificate) {
    if (table.certificates.contains(certificate)) return;
    throw StartError("/behaviours/" + behaviour.name + "/tls: there is no certificate \"" +
                     certificate + "\"");
  };
  for (const auto& [name, behaviour] : table.behaviours) {
    if (!behaviour->tls) continue;
    for (const std::string& used : behaviour->tls->certificates) check(*behaviour, used);
    for (const auto& [server, used] : behaviour->tls->sni) check(*behaviour, used);
  }
}

void check_doubles(const Table& table) {
  std::unordered_set<std::string> seen;
  for (const Listen& listen : table.listen) {
    const std::string name = listen.address.text_with_port(listen.port);
    if (!seen.insert(name).second) throw StartError("/listen: " + name + " stands there twice");
  }
}

// A file-safe name: it becomes part of file names under --ca-dir.
void check_name(const std::string& name, const JsonAt& at) {
  const bool safe = !name.empty() && name.size() <= 64 &&
                    name.find_first_not_of(
                        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789-_.") == std::string::npos &&
                    name.front() != '.';
  const bool reserved =
      name == "ca" || name == "intermediate" || name == "stranger" || name == "none";
  if (!safe || reserved)
    at.refuse("another name is needed: letters, digits, - _ . (not " + name + ")");
}

Table read_sections(const Json& json, std::uint16_t port_override) {
  Table table;
  JsonObject top({&json, ""});
  top.text("$schema");
  top.text("purpose");
  if (const auto certificates = top.find("certificates")) {
    for (const auto& [name, at] : JsonObject(*certificates).members()) {
      check_name(name, at);
      table.certificates.emplace(name, read_certificate(at));
    }
  }
  const JsonAt behaviours = top.need("behaviours");
  for (const auto& [name, at] : JsonObject(behaviours).members()) {
    const Json merged = with_ancestors(*behaviours, at);
    table.behaviours.emplace(name,
                             std::make_unique<Behaviour>(read_behaviour(name, {&merged, at.path})));
  }
  const std::uint16_t port = port_override != 0 ? port_override : 25;
  for (const JsonAt& at : top.need("listen").items()) read_listen(at, port, table);
  top.finish();
  check_certificate_names(table);
  check_doubles(table);
  return table;
}

}  // namespace

Table read_table(const std::string& file, std::uint16_t port_override) {
  try {
    return read_sections(parse_file(file), port_override);
  } catch (const StartError& error) {
    throw StartError(file + ": " + error.what());
  } catch (const Json::exception& error) {
    throw StartError(file + ": " + error.what());
  }
}

}  // namespace mxlab
