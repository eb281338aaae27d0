// SPDX-License-Identifier: GPL-3.0-or-later
#include "json_object.hpp"

#include <algorithm>

namespace mxlab {
namespace {

// JSON Pointer (RFC 6901) writes these two so.
std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string either(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

void JsonAt::refuse(const std::string& what) const {
  throw StartError((path.empty() ? "/" : path) + ": " + what);
}

JsonAt JsonAt::at(std::size_t index) const {
  return {&(*value)[index], path + "/" + std::to_string(index)};
}

std::string JsonAt::text() const {
  if (!value->is_string()) refuse("a text is wanted here, in quotes");
  return value->get<std::string>();
}

std::int64_t JsonAt::number(std::int64_t min, std::int64_t max) const {
  const bool fits = value->is_number_integer() && value->get<std::int64_t>() >= min &&
                    value->get<std::int64_t>() <= max;
  if (!fits) {
    refuse("a whole number from " + std::to_string(min) + " to " + std::to_string(max) +
           " is wanted here");
  }
  return value->get<std::int64_t>();
}

bool JsonAt::flag() const {
  if (!value->is_boolean()) refuse("true or false is wanted here");
  return value->get<bool>();
}

std::vector<JsonAt> JsonAt::items() const {
  if (!value->is_array()) refuse("a list is wanted here, in [ ]");
  std::vector<JsonAt> out;
  for (std::size_t i = 0; i < value->size(); ++i) out.push_back(at(i));
  return out;
}

std::vector<std::string> JsonAt::texts() const {
  std::vector<std::string> out;
  for (const JsonAt& item : items()) out.push_back(item.text());
  return out;
}

JsonObject::JsonObject(JsonAt at) : at_(std::move(at)) {
  if (!at_.value->is_object()) at_.refuse("an object is wanted here, in { }");
}

std::optional<JsonAt> JsonObject::find(std::string_view key) {
  known_.emplace_back(key);
  const auto found = at_.value->find(key);
  if (found == at_.value->end()) return std::nullopt;
  return JsonAt{&*found, at_.path + "/" + escaped(key)};
}

JsonAt JsonObject::need(std::string_view key) {
  std::optional<JsonAt> found = find(key);
  if (!found) at_.refuse("\"" + std::string(key) + "\" is missing");
  return *found;
}

std::vector<std::pair<std::string, JsonAt>> JsonObject::members() const {
  std::vector<std::pair<std::string, JsonAt>> out;
  for (const auto& [key, value] : at_.value->items()) {
    out.emplace_back(key, JsonAt{&value, at_.path + "/" + escaped(key)});
  }
  return out;
}

std::string JsonObject::text(std::string_view key, std::string otherwise) {
  const std::optional<JsonAt> found = find(key);
  return found ? found->text() : std::move(otherwise);
}

std::int64_t JsonObject::number(std::string_view key, std::int64_t otherwise, std::int64_t min,
                                std::int64_t max) {
  const std::optional<JsonAt> found = find(key);
  return found ? found->number(min, max) : otherwise;
}

bool JsonObject::flag(std::string_view key, bool otherwise) {
  const std::optional<JsonAt> found = find(key);
  return found ? found->flag() : otherwise;
}

std::vector<std::string> JsonObject::texts(std::string_view key) {
  const std::optional<JsonAt> found = find(key);
  return found ? found->texts() : std::vector<std::string>{};
}

void JsonObject::finish() const {
  for (const auto& [key, value] : at_.value->items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::vector<std::string> known = known_;
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    at_.refuse("unknown key \"" + key + "\"; known here: " + either(known));
  }
}

}  // namespace mxlab
