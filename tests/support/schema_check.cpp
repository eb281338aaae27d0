// SPDX-License-Identifier: GPL-3.0-or-later
// What GCC 12 says of <regex>, which valijson includes, when sanitizers are on: nothing is wrong.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

#include "support/schema_check.hpp"

#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace support {
namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;
using nlohmann::json;

// Every object that names its properties has no others. Maps say what their values are
// (additionalProperties with a type) and stay as they are.
void make_strict(json& schema) {
  if (!schema.is_structured()) return;
  if (schema.is_object() && schema.contains("properties") && schema["properties"].is_object() &&
      !schema.contains("additionalProperties")) {
    schema["additionalProperties"] = false;
  }
  for (json& part : schema) make_strict(part);
}

std::unique_ptr<valijson::Schema> load(const std::string& kind) {
  const std::string name = std::string(WAXSEAL_SCHEMA_DIR) + "/" + kind + ".schema.json";
  std::ifstream file(name);
  json document = json::parse(file, nullptr, false);
  if (document.is_discarded()) throw std::runtime_error(name + ": no schema, or not JSON");
  make_strict(document);
  auto schema = std::make_unique<valijson::Schema>();
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(Adapter(document), *schema);
  return schema;
}

// Read once for all tests of a program.
const valijson::Schema& schema_of(const std::string& kind) {
  static std::map<std::string, std::unique_ptr<valijson::Schema>> schemas;
  auto& schema = schemas[kind];
  if (!schema) schema = load(kind);
  return *schema;
}

std::optional<std::string> problem_of(const json& document, const std::string& kind) {
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(schema_of(kind), Adapter(document), &results)) return std::nullopt;
  std::string text = kind + ":";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    std::string path;
    for (const std::string& part : error.context) path += part;
    text += "\n  " + path + ": " + error.description;
  }
  return text;
}

std::optional<std::string> problem_of_text(const std::string& text, const std::string& kind) {
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return "not JSON: " + text.substr(0, 200);
  return problem_of(document, kind);
}

// "waxseal-domain/1.0" -> "domain"; empty for anything that is no such name.
std::string kind_of(const json& document) {
  if (!document.is_object() || !document.contains("schema") || !document["schema"].is_string())
    return {};
  const std::string name = document["schema"].get<std::string>();
  for (const char* kind : {"domain", "endpoint", "certificate", "verdicts", "run", "audit"}) {
    if (name.rfind("waxseal-" + std::string(kind) + "/", 0) == 0) return kind;
  }
  return {};
}

}  // namespace

std::optional<std::string> schema_problem(const std::string& line) {
  const json document = json::parse(line, nullptr, false);
  if (document.is_discarded()) return "not JSON: " + line.substr(0, 200);
  const std::string kind = kind_of(document);
  if (kind.empty()) return "its field \"schema\" names none of ours: " + line.substr(0, 200);
  return problem_of(document, kind);
}

std::optional<std::string> schema_problem_of_probe(const std::string& text) {
  return problem_of_text(text, "probe");
}

std::optional<std::string> schema_problem_of_expectation(const std::string& text) {
  return problem_of_text(text, "expectation");
}

std::optional<std::string> schema_problem_of_sender(const std::string& text) {
  return problem_of_text(text, "sender");
}

}  // namespace support
