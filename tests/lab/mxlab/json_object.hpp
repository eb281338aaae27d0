// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "start_error.hpp"

namespace mxlab {

using Json = nlohmann::json;

// A value of the table and where it stands there, so that every complaint can say so.
struct JsonAt {
  const Json* value = nullptr;
  std::string path;  // "/behaviours/tls13/greeting"

  const Json& operator*() const { return *value; }
  [[noreturn]] void refuse(const std::string& what) const;
  JsonAt at(std::size_t index) const;

  std::string text() const;
  std::int64_t number(std::int64_t min, std::int64_t max) const;
  bool flag() const;
  std::vector<JsonAt> items() const;
  std::vector<std::string> texts() const;
};

// Reads an object key by key and refuses what nobody asked for.
class JsonObject {
 public:
  explicit JsonObject(JsonAt at);

  std::optional<JsonAt> find(std::string_view key);
  JsonAt need(std::string_view key);
  const JsonAt& at() const { return at_; }
  // All members, for objects whose keys are names.
  std::vector<std::pair<std::string, JsonAt>> members() const;

  std::string text(std::string_view key, std::string otherwise = {});
  std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t min,
                      std::int64_t max);
  bool flag(std::string_view key, bool otherwise);
  std::vector<std::string> texts(std::string_view key);

  // One of the words; throws with the list of words.
  template <typename T>
  T word(std::string_view key, T otherwise, const std::vector<std::pair<std::string_view, T>>& of);

  // Call last: throws when a key is left that was never asked for.
  void finish() const;

 private:
  JsonAt at_;
  std::vector<std::string> known_;
};

// "a, b or c"
std::string either(const std::vector<std::string>& words);

template <typename T>
T JsonObject::word(std::string_view key, T otherwise,
                   const std::vector<std::pair<std::string_view, T>>& of) {
  const std::optional<JsonAt> found = find(key);
  if (!found) return otherwise;
  const std::string wanted = found->text();
  std::vector<std::string> words;
  for (const auto& [name, value] : of) {
    if (name == wanted) return value;
    words.emplace_back(name);
  }
  found->refuse("\"" + wanted + "\" is not known; write " + either(words));
}

}  // namespace mxlab
