// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON that a person wrote: every value knows its line, and whoever reads it says which keys it
// knows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.hpp"

namespace model {

// A parsed document with the place of every value, by JSON pointer.
class JsonSource {
 public:
  // Fails for text that is not JSON, or in which an object has the same key twice.
  static base::Result<JsonSource> parse(std::string_view text, const std::string& file);

  [[nodiscard]] const nlohmann::json& root() const { return root_; }
  // "file:line:column: message".
  [[nodiscard]] base::Error error(const std::string& pointer, const std::string& message) const;

 private:
  friend class PlaceCollector;
  struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
  };

  std::string file_;
  nlohmann::json root_;
  std::map<std::string, Place> places_;
};

// What probes, their steps and senders are called: 1 to 64 of a-z, 0-9 and -.
bool is_id(std::string_view text);

// Reads one object key by key. The first problem is kept and later reads do nothing, so that a
// reader is a list of fields with one question at the end. Keys never asked for are a problem too.
class ObjectReader {
 public:
  ObjectReader(const JsonSource& source, std::string pointer);

  [[nodiscard]] bool has(const std::string& key) const;
  std::string string(const std::string& key,
                     const std::optional<std::string>& absent = std::nullopt);
  bool boolean(const std::string& key, bool absent);
  long integer(const std::string& key, long absent, long least, long most);
  double number(const std::string& key, double absent, double least, double most);
  const nlohmann::json* array(const std::string& key);  // nullptr when it is absent or wrong
  const nlohmann::json* optional_array(const std::string& key);  // the same, but absence is fine
  // A reader of the object at `key`; of an empty one when it is absent. Its problem is not ours:
  // ask it.
  ObjectReader object(const std::string& key);

  void fail(const std::string& key, const std::string& message);
  // Makes another reader's problem ours, unless we have one.
  void adopt(const base::Error& problem);
  // The first problem, unknown keys included.
  std::optional<base::Error> problem();

  [[nodiscard]] std::string pointer_to(const std::string& key) const {
    return pointer_ + "/" + key;
  }

 private:
  const nlohmann::json* find(const std::string& key, bool required);

  const JsonSource& source_;
  std::string pointer_;
  const nlohmann::json* object_ = nullptr;
  std::map<std::string, bool> asked_;
  std::optional<base::Error> problem_;
};

}  // namespace model
