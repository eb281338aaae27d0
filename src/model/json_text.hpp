// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON that is written once, front to back, and never looked at again: text from the first member
// on. A line has about a hundred small objects; a tree of them would be allocated, named, moved and
// freed before a single octet is written, and cost several times the conversation that it tells of.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace model {

class JsonObject;
class JsonList;

// The value's octets behind `out`. Text must be UTF-8: what comes from outside goes through
// outside() first (json_fields.hpp).
void append_json(std::string& out, std::string_view text);
void append_json(std::string& out, std::int64_t number);
void append_json(std::string& out, std::uint64_t number);
void append_json(std::string& out,
                 double number);  // the shortest that reads back; null: not finite
void append_json(std::string& out, const JsonObject& object);
void append_json(std::string& out, const JsonList& list);

// Numbers, truth and text; anything else is a list of such.
template <typename Value>
void append_value(std::string& out, const Value& value);

// Members in the order added: a line reads like its schema. Each key once, and of characters that
// JSON does not escape: nothing here looks.
class JsonObject {
 public:
  JsonObject() {
    text_.reserve(kUsual);
    text_ += '{';
  }

  template <typename Value>
  JsonObject& add(std::string_view key, const Value& value) & {
    append_key(key);
    append_value(text_, value);
    return *this;
  }
  template <typename Value>
  JsonObject&& add(std::string_view key, const Value& value) && {
    return std::move(add(key, value));
  }

  [[nodiscard]] bool empty() const { return text_.size() == 1; }
  // The whole text, taken out of an object that is no longer needed.
  [[nodiscard]] std::string take_text() && {
    text_ += '}';
    return std::move(text_);
  }

 private:
  friend void append_json(std::string& out, const JsonObject& object);
  static constexpr std::size_t kUsual = 240;  // octets of most objects

  void append_key(std::string_view key);

  std::string text_;  // without the closing brace
};

class JsonList {
 public:
  template <typename Value>
  void push_back(const Value& value) {
    if (!text_.empty()) text_ += ',';
    append_value(text_, value);
  }

 private:
  friend void append_json(std::string& out, const JsonList& list);

  std::string text_;  // without the brackets
};

template <typename Value>
void append_value(std::string& out, const Value& value) {
  if constexpr (std::same_as<Value, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::signed_integral<Value>) {
    append_json(out, std::int64_t{value});
  } else if constexpr (std::unsigned_integral<Value>) {
    append_json(out, std::uint64_t{value});
  } else if constexpr (std::floating_point<Value>) {
    append_json(out, double{value});
  } else if constexpr (std::convertible_to<const Value&, std::string_view>) {
    append_json(out, std::string_view(value));
  } else if constexpr (std::same_as<Value, JsonObject> || std::same_as<Value, JsonList>) {
    append_json(out, value);
  } else {
    out += '[';
    const char* separator = "";
    for (const auto& entry : value) {
      out += separator;
      append_value(out, entry);
      separator = ",";
    }
    out += ']';
  }
}

}  // namespace model
