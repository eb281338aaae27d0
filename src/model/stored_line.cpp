// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nine tenths of a line are transcripts, which nobody asks for here: simdjson's on-demand interface
// passes over them many times faster than a document could be built.
#include "model/stored_line.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/core.h>
#include <simdjson.h>

#include "base/text.hpp"
#include "model/line_schema.hpp"

namespace model {
namespace {

namespace od = simdjson::ondemand;
using simdjson::SUCCESS;

// A domain has at most as many; more of them are passed over.
constexpr std::size_t kMaxEndpointIds = 10'000;
// A DNS message of 64 KiB has fewer.
constexpr std::size_t kMaxExchanges = 5'000;
constexpr std::size_t kMaxRecords = 5'000;
constexpr std::size_t kMaxFaults = 1'000;  // octets of what is against a certificate
constexpr std::size_t kMaxFingerprints = 100;
constexpr std::size_t kMaxTexts = 10'000;  // of any other list

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

void read_reason(od::object because, Fact& fact) {
  for (auto field : because) {
    od::value value;
    std::string_view key;
    if (field.unescaped_key().get(key) != SUCCESS || field.value().get(value) != SUCCESS) return;
    // A word that is not known is a doubt of a later version.
    if (key == "doubt") fact.doubt = doubt_of(text_of(value)).value_or(Doubt::not_measured);
    if (key == "probe") fact.probe = text_of(value);
    if (key == "seen") fact.seen = outside_of(value);
  }
}

void read_texts(od::array list, std::size_t most, std::vector<std::string>& texts) {
  for (auto entry : list) {
    od::value value;
    if (texts.size() == most || entry.get(value) != SUCCESS) return;
    texts.push_back(outside_of(value));
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
    if (key == "list" && value.get_array().get(list) == SUCCESS)
      read_texts(list, kMaxTexts, fact.list);
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

// ---- The way of a message -----------------------------------------------------------------------

bool is_true(od::value value) {
  bool truth = false;
  return value.get_bool().get(truth) == SUCCESS && truth;
}

template <typename Number>
void read_number(od::value value, Number& number) {
  std::uint64_t read = 0;
  if (value.get_uint64().get(read) == SUCCESS && read <= std::numeric_limits<Number>::max())
    number = static_cast<Number>(read);
}

// What is not as it should be is left out; what is no JSON leaves the parser somewhere in the line,
// and the whole line is given up.
class RouteReader {
 public:
  [[nodiscard]] bool is_broken() const { return broken_; }

  void read(std::string_view key, od::value value, StoredRoute& route) {
    if (key == "mx_lookup") route.mx_lookup = text_of(value);
    if (key == "mx_status") route.mx_status = text_of(value);
    if (key == "authenticated") route.authenticated = is_true(value);
    if (key == "aliases") read_texts(value, kMaxTexts, route.aliases);
    if (key == "mta_sts") route.mta_sts = policy_of(value);
    if (key == "mta_sts_policy") route.mta_sts_policy = policy_fetch_of(value);
  }

  void read_exchanges(od::value list, std::vector<Exchange>& exchanges) {
    each_entry(list, kMaxExchanges, [&](od::value entry) {
      od::object object;
      if (!open(entry, object)) return;
      Exchange& exchange = exchanges.emplace_back();
      each_member(object, [&](std::string_view key, od::value value) {
        read_exchange(key, value, exchange);
      });
    });
  }

  // Endpoint ids stay as they stand there.
  void read_endpoint_ids(od::value list, std::vector<std::string>& ids) {
    each_entry(list, kMaxEndpointIds - ids.size(), [&](od::value entry) {
      const std::string_view id = text_of(entry);
      if (!id.empty()) ids.emplace_back(id);
    });
  }

  std::optional<MergedOutcome> outcome_of(od::value of) {
    od::object object;
    if (!open(of, object)) return std::nullopt;
    MergedOutcome outcome;
    // What a later version calls it is no measurement that this one could go by.
    outcome.measurability = Measurability::skipped;
    each_member(object, [&outcome](std::string_view key, od::value value) {
      if (key == "code") outcome.code = text_of(value);
      if (key == "measurability") {
        outcome.measurability = measurability_of(text_of(value)).value_or(Measurability::skipped);
      }
      if (key == "attempts") read_number(value, outcome.attempts);
      if (key == "agreeing") read_number(value, outcome.agreeing);
      if (key == "attribution")
        outcome.attribution = attribution_of(text_of(value)).value_or(Attribution::unknown);
    });
    return outcome;
  }

  // Calls `read(entry)` for each of a list, `most` of them.
  template <typename Read>
  void each_entry(od::value list, std::size_t most, const Read& read) {
    od::array array;
    if (!opened(list.get_array().get(array))) return;
    for (auto entry : array) {
      od::value value;
      if (most == 0) return;
      --most;
      if (broken_ || !opened(entry.get(value))) return;
      read(value);
    }
  }
  bool open(od::value value, od::object& object) { return opened(value.get_object().get(object)); }

 private:
  bool opened(simdjson::error_code error) {
    broken_ = broken_ || (error != SUCCESS && error != simdjson::INCORRECT_TYPE);
    return error == SUCCESS;
  }

  template <typename Read>
  void each_member(od::object object, const Read& read) {
    for (auto field : object) {
      od::value value;
      std::string_view key;
      if (broken_ || !opened(field.unescaped_key().get(key)) || !opened(field.value().get(value)))
        return;
      read(key, value);
    }
  }

  void read_texts(od::value list, std::size_t most, std::vector<std::string>& texts) {
    each_entry(list, most, [&](od::value entry) { texts.push_back(outside_of(entry)); });
  }

  void read_exchange(std::string_view key, od::value value, Exchange& exchange) {
    if (key == "name") exchange.name = outside_of(value);
    if (key == "preference") read_number(value, exchange.preference);
    if (key == "aliases") read_texts(value, kMaxTexts, exchange.aliases);
    if (key == "authenticated") exchange.authenticated = is_true(value);
    if (key == "problem") exchange.problem = text_of(value);
    if (key == "tlsa") exchange.tlsa = tlsa_of(value);
    if (key == "caa") exchange.caa = caa_of(value);
    if (key == "endpoint_ids") read_endpoint_ids(value, exchange.endpoint_ids);
  }

  TlsaLookup tlsa_of(od::value of) {
    TlsaLookup tlsa;
    od::object object;
    if (!open(of, object)) return tlsa;
    each_member(object, [&](std::string_view key, od::value value) {
      if (key == "status") tlsa.status = text_of(value);
      if (key == "skipped") tlsa.skipped = text_of(value);
      if (key == "authenticated") tlsa.authenticated = is_true(value);
      if (key == "name") tlsa.name = outside_of(value);
      if (key != "records") return;
      each_entry(value, kMaxRecords, [&](od::value entry) {
        od::object record;
        if (open(entry, record)) tlsa.records.push_back(record_of(record));
      });
    });
    return tlsa;
  }

  TlsaRecord record_of(od::object object) {
    TlsaRecord record;
    each_member(object, [&record](std::string_view key, od::value value) {
      if (key == "cert_usage") read_number(value, record.usage);
      if (key == "selector") read_number(value, record.selector);
      if (key == "matching_type") read_number(value, record.matching_type);
      if (key == "certificate") record.data = base::unhex(text_of(value)).value_or("");
    });
    return record;
  }

  PolicyLookup policy_of(od::value of) {
    PolicyLookup policy;
    od::object object;
    if (!open(of, object)) return policy;
    each_member(object, [&](std::string_view key, od::value value) {
      if (key == "status") policy.status = text_of(value);
      if (key == "authenticated") policy.authenticated = is_true(value);
      if (key == "records") read_texts(value, kMaxRecords, policy.records);
    });
    return policy;
  }

  PolicyFetch policy_fetch_of(od::value of) {
    PolicyFetch fetch;
    od::object object;
    if (!open(of, object)) return fetch;
    CertificateValidation validation;
    bool is_judged = false;
    each_member(object, [&](std::string_view key, od::value value) {
      read_fetch(key, value, fetch);
      if (key == "validation") is_judged = read_validation(value, validation);
      if (key == "fingerprints_sha256") read_fingerprints(value, validation.fingerprints);
    });
    if (is_judged) fetch.validation = std::move(validation);
    return fetch;
  }

  static void read_fetch(std::string_view key, od::value value, PolicyFetch& fetch) {
    // An end of a later version is none that this one could go by.
    if (key == "end") fetch.end = policy_end_of(text_of(value)).value_or(PolicyEnd::not_asked);
    if (key == "host") fetch.host = outside_of(value);
    if (key == "address") fetch.address = text_of(value);
    if (key == "http_status") {
      std::uint16_t status = 0;
      read_number(value, status);
      fetch.http_status = status;
    }
    if (key == "content_type") fetch.content_type = outside_of(value);
    if (key == "location") fetch.location = outside_of(value);
    if (key == "words") fetch.words = outside_of(value);
    if (key == "body") fetch.body = outside_of(value).substr(0, kMaxPolicyBody);
    if (key == "duration_ms") {
      std::uint32_t duration = 0;
      read_number(value, duration);
      fetch.duration = base::Milliseconds(duration);
    }
  }

  bool read_validation(od::value of, CertificateValidation& validation) {
    od::object object;
    if (!open(of, object)) return false;
    each_member(object, [&](std::string_view key, od::value value) {
      if (key == "matches_domain") validation.matches_domain = is_true(value);
      if (key != "browser_error") return;
      const std::string_view faults = text_of(value).substr(0, kMaxFaults);
      for (const std::string_view fault : base::split(faults, ' ')) {
        if (!fault.empty()) validation.faults.emplace_back(fault);
      }
    });
    return true;
  }

  void read_fingerprints(od::value list, std::vector<std::string>& fingerprints) {
    each_entry(list, kMaxFingerprints, [&](od::value entry) {
      fingerprints.push_back(base::unhex(text_of(entry)).value_or(""));
    });
  }

  CaaLookup caa_of(od::value of) {
    CaaLookup caa;
    od::object object;
    if (!open(of, object)) return caa;
    each_member(object, [&](std::string_view key, od::value value) {
      if (key == "status") caa.status = text_of(value);
      if (key == "authenticated") caa.authenticated = is_true(value);
      if (key == "name") caa.name = outside_of(value);
      if (key != "records") return;
      each_entry(value, kMaxRecords, [&](od::value entry) {
        od::object record;
        if (open(entry, record)) caa.records.push_back(caa_record_of(record));
      });
    });
    return caa;
  }

  CaaRecord caa_record_of(od::object object) {
    CaaRecord record;
    each_member(object, [&record](std::string_view key, od::value value) {
      if (key == "critical") record.critical = is_true(value);
      if (key == "tag") record.tag = outside_of(value);
      if (key == "value") record.value = outside_of(value);
    });
    return record;
  }

  bool broken_ = false;
};

// ---- Lines --------------------------------------------------------------------------------------

void read_exchanges(RouteReader& reader, od::value list, StoredLine& stored) {
  auto& ids = stored.endpoint_ids;
  if (stored.route) {
    reader.read_exchanges(list, stored.route->exchanges);
    for (const Exchange& exchange : stored.route->exchanges) {
      const std::size_t room = std::min(kMaxEndpointIds - ids.size(), exchange.endpoint_ids.size());
      ids.insert(ids.end(), exchange.endpoint_ids.begin(),
                 exchange.endpoint_ids.begin() + static_cast<std::ptrdiff_t>(room));
    }
    return;
  }
  reader.each_entry(list, kMaxExchanges, [&](od::value entry) {
    od::object exchange;
    od::value list_of_ids;
    if (reader.open(entry, exchange) && exchange["endpoint_ids"].get(list_of_ids) == SUCCESS)
      reader.read_endpoint_ids(list_of_ids, ids);
  });
}

}  // namespace

struct StoredLineReader::Parser {
  od::parser parser;
  std::string padded;

  // The line's members, each read as it comes; false: it is no JSON object.
  bool read(std::string_view line, const StoredLineReader& reader, StoredLine& stored,
            std::string& type, std::string& schema);

 private:
  static void read_member(std::string_view key, od::value value, const StoredLineReader& reader,
                          RouteReader& route, StoredLine& stored, const std::string& type,
                          std::string& schema);
};

void StoredLineReader::Parser::read_member(std::string_view key, od::value value,
                                           const StoredLineReader& reader, RouteReader& route,
                                           StoredLine& stored, const std::string& type,
                                           std::string& schema) {
  od::object object;
  if (key == "schema") {
    schema = text_of(value);
  } else if (key == "run_id") {
    stored.run_id = text_of(value);
  } else if (key == (type == "domain" ? "domain" : "endpoint_id")) {
    stored.key = text_of(value);
  } else if (key == "port") {
    read_number(value, stored.port);
  } else if (key == "facts" && value.get_object().get(object) == SUCCESS) {
    read_facts(object, type == "endpoint" ? reader.endpoint_facts_ : reader.domain_facts_,
               stored.facts);
  } else if (key == "exchanges") {
    read_exchanges(route, value, stored);
  } else if (key == "outcome" && reader.routes_) {
    stored.outcome = route.outcome_of(value);
  } else if (stored.route) {
    route.read(key, value, *stored.route);
  }
}

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
  if (reader.routes_ && type == "domain") stored.route.emplace();
  RouteReader route;
  for (auto field : object) {
    od::value value;
    std::string_view key;
    if (field.unescaped_key().get(key) != SUCCESS || field.value().get(value) != SUCCESS)
      return false;
    read_member(key, value, reader, route, stored, type, schema);
    if (route.is_broken()) return false;
    // Behind an endpoint's facts stand its transcripts.
    const bool have_all = type == "endpoint" && !stored.facts.empty() && stored.port != 0 &&
                          !schema.empty() && !stored.run_id.empty() && !stored.key.empty() &&
                          (stored.outcome || !reader.routes_);
    if (have_all) break;
  }
  return true;
}

StoredLineReader::StoredLineReader(Names endpoint_facts, Names domain_facts, Wanted wanted)
    : endpoint_facts_(std::move(endpoint_facts)),
      domain_facts_(std::move(domain_facts)),
      routes_(wanted == Wanted::facts_and_routes),
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
  stored.problem = schema_problem(type, schema, "judged");
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
