// SPDX-License-Identifier: GPL-3.0-or-later
//
// The schemas as documents: that they agree with the program, with each other and with their notes.
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"
#include "model/records_json.hpp"
#include "samples.hpp"
#include "support/schema_check.hpp"

using nlohmann::json;

namespace {

const std::vector<std::string> kSchemas{"domain", "endpoint", "certificate", "verdicts",   "run",
                                        "probe",  "sender",   "audit",       "expectation"};

// Every part of a schema, with its JSON pointer.
void for_each_part(const json& part, const std::string& pointer,
                   const std::function<void(const std::string&, const json&)>& visit) {
  visit(pointer, part);
  if (!part.is_structured()) return;
  for (const auto& item : part.items())
    for_each_part(item.value(), pointer + "/" + item.key(), visit);
}

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (base::is_alphanumeric(c) || c == '_') {
      word += c;
    } else {
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

std::string offering(const std::vector<std::string>& versions) {
  return json{{"id", "p"},
              {"purpose", "x"},
              {"tier", "audit"},
              {"steps", {{{"handshake", "tls"}, {"versions", versions}}}}}
      .dump();
}

}  // namespace

TEST_CASE("the built-in probes are valid by program and schema, and are the files of probes/") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(WAXSEAL_PROBES_DIR)) {
    files += entry.path().extension() == ".json" ? 1 : 0;
  }
  REQUIRE_FALSE(model::builtin_probe_files().empty());
  CHECK(files == model::builtin_probe_files().size());
  for (const model::ProbeFile& file : model::builtin_probe_files()) {
    CAPTURE(file.name);
    const std::string text(file.json);
    const auto probe = model::read_probe(text, std::string(file.name));
    CHECK_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
    const auto problem = support::schema_problem_of_probe(text);
    CHECK_MESSAGE(!problem.has_value(), problem.value_or(""));
    const std::string name(file.name.substr(file.name.rfind('/') + 1));
    CHECK(text == text_of(std::string(WAXSEAL_PROBES_DIR) + "/" + name));
  }
}

TEST_CASE("program and schema agree about every set of versions") {
  const std::vector<std::string> all{"SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
  unsigned good = 0;
  for (unsigned set = 0; set < 32; ++set) {
    std::vector<std::string> chosen;
    for (unsigned i = 0; i < 5; ++i) {
      if (((set >> i) & 1U) != 0) chosen.push_back(all[i]);
    }
    const std::string probe = offering(chosen);
    CAPTURE(probe);
    const bool by_program = model::read_probe(probe, "p").ok();
    CHECK(by_program == !support::schema_problem_of_probe(probe).has_value());
    good += by_program ? 1 : 0;
  }
  CHECK(good == 15);  // the ranges of five
}

TEST_CASE("every field has a description") {
  for (const std::string& kind : kSchemas) {
    for_each_part(samples::schema(kind), "", [&](const std::string& pointer, const json& part) {
      if (!pointer.ends_with("/properties")) return;
      for (const auto& field : part.items()) {
        CAPTURE(kind + pointer + "/" + field.key());
        CHECK(field.value().value("description", "").size() > 2);
      }
    });
  }
}

TEST_CASE("every required field is described, and no reference leads nowhere") {
  for (const std::string& kind : kSchemas) {
    const json schema = samples::schema(kind);
    for_each_part(schema, "", [&](const std::string& pointer, const json& part) {
      if (!part.is_object()) return;
      CAPTURE(kind + pointer);
      if (part.contains("required") && part.contains("properties")) {
        for (const json& field : part["required"]) CHECK(part["properties"].contains(field));
      }
      if (part.contains("$ref") && part["$ref"].is_string()) {
        const auto target = part["$ref"].get<std::string>();
        CAPTURE(target);
        REQUIRE(target.rfind("#/definitions/", 0) == 0);
        CHECK(schema.contains(json::json_pointer(target.substr(1))));
      }
    });
  }
}

TEST_CASE("a definition that several schemas share is the same in all") {
  std::map<std::string, json> known;
  std::size_t shared = 0;
  for (const std::string kind : {"domain", "endpoint", "certificate", "verdicts", "run", "audit"}) {
    const json definitions = samples::schema(kind)["definitions"];
    for (const auto& definition : definitions.items()) {
      CAPTURE(kind + " " + definition.key());
      const auto [found, is_new] = known.try_emplace(definition.key(), definition.value());
      CHECK(found->second == definition.value());
      shared += is_new ? 0 : 1;
    }
  }
  CHECK(shared > 0);
}

TEST_CASE("the published schemas of lines allow fields that a later version may add") {
  for (const std::string kind : {"domain", "endpoint", "certificate", "verdicts", "run", "audit"}) {
    CAPTURE(kind);
    for_each_part(samples::schema(kind), "", [](const std::string& pointer, const json& part) {
      CAPTURE(pointer);
      CHECK_FALSE((part.is_object() &&
                   part.value("/additionalProperties"_json_pointer, json()) == json(false)));
    });
  }
}

TEST_CASE("duckdb.sql has a column for every field of every line") {
  const std::string sql = text_of(std::string(WAXSEAL_SCHEMA_DIR) + "/duckdb.sql");
  REQUIRE_FALSE(sql.empty());
  const std::set<std::string> words = words_of(sql);
  for (const std::string kind : {"domain", "endpoint", "certificate", "verdicts"}) {
    for_each_part(samples::schema(kind), "", [&](const std::string& pointer, const json& part) {
      if (!pointer.ends_with("/properties")) return;
      if (pointer == "/properties/facts/properties") return;  // keys of a MAP, there
      for (const auto& field : part.items()) {
        CAPTURE(kind + pointer + "/" + field.key());
        CHECK(words.count(field.key()) == 1);
      }
    });
  }
}

TEST_CASE("the newest version in CHANGES.md is the one that lines carry") {
  const std::string changes = text_of(std::string(WAXSEAL_SCHEMA_DIR) + "/CHANGES.md");
  const std::size_t heading = changes.find("\n## ");
  REQUIRE(heading != std::string::npos);
  const std::string version =
      changes.substr(heading + 4, changes.find_first_of(" \n", heading + 4) - heading - 4);
  for (const std::string& line :
       {model::domain_line(samples::bare_domain(), samples::kRunId),
        model::endpoint_line(samples::bare_endpoint(), samples::kRunId),
        model::certificate_line({}, samples::kRunId), model::run_document(samples::bare_run())}) {
    const json document = samples::parsed(line);
    CHECK(document["schema"] == "waxseal-" + document["type"].get<std::string>() + "/" + version);
  }
}
