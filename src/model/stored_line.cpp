// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nine tenths of a line are transcripts, which nobody asks for here: simdjson's on-demand interface
// passes over them many times faster than a document could be built.
#include "model/stored_line.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>
#include <simdjson.h>

#include "base/text.hpp"

namespace model {
namespace {

namespace od = simdjson::ondemand;
using simdjson::SUCCESS;

// A domain has at most as many.
constexpr std::size_t kMaxEndpointIds = 10'000;

std::string_view text_of(od::value value) {
  std::string_view text;
  return value.get_string().get(text) == SUCCESS ? text : std::string_view();
}

// What the line's writer escaped.
std::string outside_of(od::value value) {
  const std::string_view text = text_of(value);
  if (text.find('\\') == std::string_view::npos) return std::string(text);
  return base::unescape(text).value_or(std::string(text));
}

Answer answer_of(std::string_view word) {
  if (word == to_string(Answer::yes)) return Answer::yes;
  return word == to_string(Answer::no) ? Answer::no : Answer::unknown;
}

// A word that is not known is a doubt of a later version: something that was not measured.
Doubt doubt_of(std::string_view word) {
  for (const Doubt doubt :
       {Doubt::not_asked, Doubt::not_applicable, Doubt::not_measured, Doubt::no_control,
        Doubt::not_repeated, Doubt::contradiction, Doubt::farm}) {
    if (word == to_string(doubt)) return doubt;
  }
  return Doubt::not_measured;
}

void read_reason(od::object because, Fact& fact) {
  for (auto field : because) {
    od::value value;
    std::string_view key;
    if (field.unescaped_key().get(key) != SUCCESS || field.value().get(value) != SUCCESS) return;
    if (key == "doubt") fact.doubt = doubt_of(text_of(value));
    if (key == "probe") fact.probe = text_of(value);
    if (key == "seen") fact.seen = outside_of(value);
  }
}

void read_list(od::array list, Fact& fact) {
  for (auto entry : list) {
    od::value value;
    if (entry.get(value) != SUCCESS) return;
    fact.list.push_back(outside_of(value));
  }
}

Fact fact_of(std::string_view name, od::object object) {
  Fact fact;
  fact.name = name;
  fact.doubt = Doubt::none;
  for (auto field : object) {
    od::value value;
    std::string_view key;
    if (field.unescaped_key().get(key) != SUCCESS || field.value().get(value) != SUCCESS) break;
    od::object because;
    od::array list;
    std::uint64_t number = 0;
    if (key == "value") fact.value = answer_of(text_of(value));
    if (key == "because" && value.get_object().get(because) == SUCCESS) read_reason(because, fact);
    if (key == "number" && value.get_uint64().get(number) == SUCCESS) fact.number = number;
    if (key == "list" && value.get_array().get(list) == SUCCESS) read_list(list, fact);
  }
  // A line of whose facts one says "unknown" and not why has not asked about it.
  if (fact.value != Answer::unknown)
    fact.doubt = Doubt::none;
  else if (fact.doubt == Doubt::none)
    fact.doubt = Doubt::not_asked;
  return fact;
}

void read_facts(od::object object, const StoredLineReader::Names& names, std::vector<Fact>& facts) {
  for (auto field : object) {
    od::value value;
    std::string_view key;
    od::object fact;
    if (field.unescaped_key().get(key) != SUCCESS || field.value().get(value) != SUCCESS) return;
    const std::string_view name = names(key);
    if (!name.empty() && value.get_object().get(fact) == SUCCESS)
      facts.push_back(fact_of(name, fact));
  }
}

void read_endpoint_ids(od::array exchanges, std::vector<std::string>& ids) {
  for (auto entry : exchanges) {
    od::object exchange;
    od::array list;
    if (entry.get_object().get(exchange) != SUCCESS) continue;
    if (exchange["endpoint_ids"].get_array().get(list) != SUCCESS) continue;
    for (auto id : list) {
      std::string_view text;
      if (id.get_string().get(text) != SUCCESS || ids.size() == kMaxEndpointIds) break;
      ids.emplace_back(text);
    }
  }
}

// "waxseal-endpoint/1.2" of type "endpoint".
std::string problem_of(std::string_view type, std::string_view schema) {
  constexpr std::string_view kMajor = "1.";
  const std::string head = fmt::format("waxseal-{}/", type);
  if (type.empty() || !schema.starts_with(head))
    return "its \"type\" and \"schema\" name no line of waxseal";
  if (!schema.substr(head.size()).starts_with(kMajor)) {
    return fmt::format("it follows version {} of the lines, and only 1.x can be judged",
                       schema.substr(head.size()));
  }
  return {};
}

}  // namespace

struct StoredLineReader::Parser {
  od::parser parser;
  std::string padded;

  // The line's members, each read as it comes; false: it is no JSON object.
  bool read(std::string_view line, const StoredLineReader& reader, StoredLine& stored,
            std::string& type, std::string& schema);
};

bool StoredLineReader::Parser::read(std::string_view line, const StoredLineReader& reader,
                                    StoredLine& stored, std::string& type, std::string& schema) {
  padded.assign(line);
  padded.resize(line.size() + simdjson::SIMDJSON_PADDING, ' ');
  od::document document;
  od::object object;
  if (parser.iterate(padded.data(), line.size(), padded.size()).get(document) != SUCCESS ||
      document.get_object().get(object) != SUCCESS)
    return false;
  // Whose facts these are must be known before they are read, wherever it stands.
  od::value named;
  if (object["type"].get(named) == SUCCESS) type = text_of(named);
  if (object.reset().error() != SUCCESS) return false;
  for (auto field : object) {
    od::value value;
    std::string_view key;
    if (field.unescaped_key().get(key) != SUCCESS || field.value().get(value) != SUCCESS)
      return false;
    od::object facts;
    od::array exchanges;
    std::uint64_t port = 0;
    if (key == "schema") {
      schema = text_of(value);
    } else if (key == "run_id") {
      stored.run_id = text_of(value);
    } else if (key == (type == "domain" ? "domain" : "endpoint_id")) {
      stored.key = text_of(value);
    } else if (key == "port" && value.get_uint64().get(port) == SUCCESS) {
      stored.port = static_cast<std::uint16_t>(port);
    } else if (key == "facts" && value.get_object().get(facts) == SUCCESS) {
      read_facts(facts, type == "endpoint" ? reader.endpoint_facts_ : reader.domain_facts_,
                 stored.facts);
    } else if (key == "exchanges" && value.get_array().get(exchanges) == SUCCESS) {
      read_endpoint_ids(exchanges, stored.endpoint_ids);
    }
    // Behind an endpoint's facts stand its transcripts.
    const bool have_all = type == "endpoint" && !stored.facts.empty() && stored.port != 0 &&
                          !schema.empty() && !stored.run_id.empty() && !stored.key.empty();
    if (have_all) break;
  }
  return true;
}

StoredLineReader::StoredLineReader(Names endpoint_facts, Names domain_facts)
    : endpoint_facts_(std::move(endpoint_facts)),
      domain_facts_(std::move(domain_facts)),
      parser_(std::make_unique<Parser>()) {}

StoredLineReader::~StoredLineReader() = default;

StoredLine StoredLineReader::read(std::string_view line) {
  StoredLine stored;
  std::string type;
  std::string schema;
  if (!parser_->read(line, *this, stored, type, schema)) {
    stored.problem = "it is not one whole JSON object";
    return stored;
  }
  stored.problem = problem_of(type, schema);
  if (!stored.problem.empty()) return stored;
  if (type == "endpoint") stored.kind = StoredLine::Kind::endpoint;
  if (type == "domain") stored.kind = StoredLine::Kind::domain;
  if (stored.kind == StoredLine::Kind::other) return stored;
  if (stored.run_id.empty() || stored.key.empty())
    stored.problem =
        fmt::format("a{} {} line without its name or its run", type == "endpoint" ? "n" : "", type);
  auto& ids = stored.endpoint_ids;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return stored;
}

}  // namespace model
