// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_source.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "base/text.hpp"

namespace model {
namespace {

struct Cursor {
  const char* at = nullptr;
  const char* end = nullptr;
  std::size_t line = 1;
  std::size_t column = 0;
  // Before the octet read last: where a number ended, which the parser only sees one octet later.
  std::size_t line_before = 1;
  std::size_t column_before = 0;
};

// Counts lines while the parser reads: at each event the cursor stands behind what was read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(Cursor* cursor, bool end) : cursor_(cursor), end_(end) {}
  reference operator*() const { return *cursor_->at; }
  CountingIterator& operator++() {
    cursor_->line_before = cursor_->line;
    cursor_->column_before = cursor_->column;
    if (*cursor_->at == '\n') {
      ++cursor_->line;
      cursor_->column = 0;
    } else {
      ++cursor_->column;
    }
    ++cursor_->at;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_end() == other.at_end(); }
  bool operator!=(const CountingIterator& other) const { return !(*this == other); }

 private:
  [[nodiscard]] bool at_end() const { return end_ || cursor_->at == cursor_->end; }
  Cursor* cursor_;
  bool end_;
};

constexpr std::size_t kMaxDepth = 32;

}  // namespace

// A SAX reader that keeps nothing but where each value stood, and objects to what the DOM hides.
class PlaceCollector {
 public:
  PlaceCollector(JsonSource& source, const Cursor& cursor) : source_(source), cursor_(cursor) {}

  bool null() { return value(); }
  bool boolean(bool) { return value(); }
  bool number_integer(nlohmann::json::number_integer_t) { return number(); }
  bool number_unsigned(nlohmann::json::number_unsigned_t) { return number(); }
  bool number_float(nlohmann::json::number_float_t, const std::string&) { return number(); }
  bool string(std::string&) { return value(); }
  bool binary(nlohmann::json::binary_t&) { return value(); }
  bool start_object(std::size_t) { return open(false); }
  bool start_array(std::size_t) { return open(true); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Level& level = levels_.back();
    level.key = name;
    source_.places_[pointer()] = place();
    if (level.seen.insert(name).second) return true;
    error_ = source_.error(pointer(),
                           fmt::format("the key \"{}\" stands here for the second time", name));
    return false;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& exception) {
    source_.places_[""] = place();
    std::string what = exception.what();
    const std::size_t words = what.find("] ");
    if (words != std::string::npos) what.erase(0, words + 2);
    error_ = source_.error("", "not JSON: " + what);
    return false;
  }

  std::optional<base::Error> error_;

 private:
  struct Level {
    bool is_array = false;
    std::size_t index = 0;
    std::string key;
    std::set<std::string> seen;
  };

  [[nodiscard]] JsonSource::Place place() const {
    return {cursor_.line, cursor_.column + (cursor_.column == 0 ? 1 : 0)};
  }
  [[nodiscard]] std::string pointer() const {
    std::string text;
    for (const Level& level : levels_) {
      text += "/" + (level.is_array ? std::to_string(level.index) : level.key);
    }
    return text;
  }
  bool number() { return value({cursor_.line_before, cursor_.column_before}); }
  bool value() { return value(place()); }
  bool value(JsonSource::Place at) {
    source_.places_.emplace(pointer(), at);
    if (!levels_.empty() && levels_.back().is_array) ++levels_.back().index;
    return true;
  }
  bool open(bool is_array) {
    source_.places_.emplace(pointer(), place());
    if (levels_.size() >= kMaxDepth) {
      error_ = source_.error(pointer(), "nested too deeply");
      return false;
    }
    levels_.push_back({is_array, 0, {}, {}});
    return true;
  }
  bool close() {
    levels_.pop_back();
    if (!levels_.empty() && levels_.back().is_array) ++levels_.back().index;
    return true;
  }

  JsonSource& source_;
  const Cursor& cursor_;
  std::vector<Level> levels_;
};

base::Result<JsonSource> JsonSource::parse(std::string_view text, const std::string& file) {
  JsonSource source;
  source.file_ = file;
  Cursor cursor{text.data(), text.data() + text.size()};
  PlaceCollector places(source, cursor);
  nlohmann::json::sax_parse(CountingIterator(&cursor, false), CountingIterator(&cursor, true),
                            &places);
  if (places.error_) return *places.error_;
  source.root_ = nlohmann::json::parse(text, nullptr, false);
  if (source.root_.is_discarded()) return source.error("", "not JSON");
  return source;
}

base::Error JsonSource::error(const std::string& pointer, const std::string& message) const {
  std::string known = pointer;
  while (places_.find(known) == places_.end() && !known.empty()) known.erase(known.rfind('/'));
  const auto place = places_.find(known);
  const Place at = place == places_.end() ? Place{} : place->second;
  return base::Error{fmt::format("{}:{}:{}: {}", file_, at.line, at.column, message)};
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return base::is_digit(c) || (c >= 'a' && c <= 'z') || c == '-';
  });
}

ObjectReader::ObjectReader(const JsonSource& source, std::string pointer)
    : source_(source), pointer_(std::move(pointer)) {
  static const nlohmann::json kEmpty = nlohmann::json::object();
  const nlohmann::json::json_pointer at(pointer_);
  object_ = source_.root().contains(at) || pointer_.empty() ? &source_.root().at(at) : &kEmpty;
  if (!object_->is_object()) {
    problem_ = source_.error(pointer_, "an object is expected here");
    object_ = &kEmpty;
  }
}

bool ObjectReader::has(const std::string& key) const { return object_->contains(key); }

const nlohmann::json* ObjectReader::find(const std::string& key, bool required) {
  asked_[key] = true;
  const auto found = object_->find(key);
  if (found != object_->end()) return &*found;
  if (required) fail("", fmt::format("the key \"{}\" is missing", key));
  return nullptr;
}

std::string ObjectReader::string(const std::string& key, const std::optional<std::string>& absent) {
  const nlohmann::json* value = find(key, !absent);
  if (value == nullptr) return absent.value_or("");
  if (!value->is_string()) {
    fail(key, fmt::format("\"{}\" wants a string", key));
    return {};
  }
  return value->get<std::string>();
}

bool ObjectReader::boolean(const std::string& key, bool absent) {
  const nlohmann::json* value = find(key, false);
  if (value == nullptr) return absent;
  if (!value->is_boolean()) fail(key, fmt::format("\"{}\" wants true or false", key));
  return value->is_boolean() && value->get<bool>();
}

long ObjectReader::integer(const std::string& key, long absent, long least, long most) {
  const nlohmann::json* value = find(key, false);
  if (value == nullptr) return absent;
  const bool fits = value->is_number_integer() &&
                    (!value->is_number_unsigned() ||
                     value->get<unsigned long>() <= static_cast<unsigned long>(most)) &&
                    value->get<long>() >= least && value->get<long>() <= most;
  if (!fits) {
    fail(key, fmt::format("\"{}\" wants a whole number from {} to {}", key, least, most));
    return absent;
  }
  return value->get<long>();
}

double ObjectReader::number(const std::string& key, double absent, double least, double most) {
  const nlohmann::json* value = find(key, false);
  if (value == nullptr) return absent;
  const bool fits =
      value->is_number() && value->get<double>() >= least && value->get<double>() <= most;
  if (!fits) {
    fail(key, fmt::format("\"{}\" wants a number from {} to {}", key, least, most));
    return absent;
  }
  return value->get<double>();
}

const nlohmann::json* ObjectReader::array(const std::string& key) {
  find(key, true);
  return optional_array(key);
}

const nlohmann::json* ObjectReader::optional_array(const std::string& key) {
  const nlohmann::json* value = find(key, false);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) {
    fail(key, fmt::format("\"{}\" wants a list", key));
    return nullptr;
  }
  return value;
}

ObjectReader ObjectReader::object(const std::string& key) {
  asked_[key] = true;
  return {source_, pointer_to(key)};
}

void ObjectReader::fail(const std::string& key, const std::string& message) {
  if (!problem_) problem_ = source_.error(key.empty() ? pointer_ : pointer_to(key), message);
}

void ObjectReader::adopt(const base::Error& problem) {
  if (!problem_) problem_ = problem;
}

std::optional<base::Error> ObjectReader::problem() {
  if (problem_) return problem_;
  for (const auto& item : object_->items()) {
    if (asked_.count(item.key()) != 0) continue;
    std::string known;
    for (const auto& entry : asked_) known += (known.empty() ? "" : ", ") + entry.first;
    fail(item.key(), fmt::format("unknown key \"{}\"; known here: {}", item.key(), known));
    break;
  }
  return problem_;
}

}  // namespace model
