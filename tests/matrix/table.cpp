// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <utility>

#include "base/text.hpp"
#include "facts/facts.hpp"

namespace matrix {
namespace {

using model::Answer;
using model::Doubt;

// What goes on in the next lines, indented, is one; comments and empty lines are none.
std::vector<std::pair<Place, std::string>> lines_of(std::string_view text,
                                                    const std::string& file) {
  std::vector<std::pair<Place, std::string>> lines;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    ++number;
    const std::string_view words = base::trim(line);
    if (words.empty() || words.front() == '#') continue;
    if (line.front() != ' ') {
      lines.push_back({{file, number}, std::string(words)});
    } else if (lines.empty()) {
      Place{file, number}.refuse("an indented line continues the one before, and there is none");
    } else {
      lines.back().second += " " + std::string(words);
    }
  }
  return lines;
}

std::optional<Doubt> doubt_of(std::string_view word) {
  if (word == "n/a") return Doubt::not_applicable;
  for (const Doubt doubt : {Doubt::not_asked, Doubt::not_measured, Doubt::no_control,
                            Doubt::not_repeated, Doubt::contradiction, Doubt::farm}) {
    if (word == model::to_string(doubt)) return doubt;
  }
  return std::nullopt;
}

Expectation expectation_of(std::string_view word, const Place& place) {
  Expectation expectation;
  const std::size_t colon = word.find(':');
  const std::string_view value = word.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view digits = word.substr(colon + 1);
    std::uint64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size())
      place.refuse("\"" + std::string(digits) + "\" is no number");
    expectation.number = number;
  }
  if (value == "yes" || value == "no") {
    expectation.value = value == "yes" ? Answer::yes : Answer::no;
    return expectation;
  }
  const auto doubt = doubt_of(value);
  if (!doubt) place.refuse("\"" + std::string(value) + "\" is no value of a fact");
  expectation.doubt = *doubt;
  return expectation;
}

std::vector<std::string> names_of_all_facts() {
  std::vector<std::string> names;
  for (const model::Fact& fact : facts::facts_of({})) names.emplace_back(fact.name);
  return names;
}

}  // namespace

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    if (end > at) parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Line> read_lines(std::string_view text, const std::string& file) {
  std::vector<Line> lines;
  for (const auto& [place, line] : lines_of(text, file)) {
    lines.push_back({place, split(line, "|")});
    for (std::string& column : lines.back().columns) column = std::string(base::trim(column));
  }
  return lines;
}

std::string to_string(const Expectation& expectation) {
  if (expectation.value == Answer::unknown) {
    return expectation.doubt == Doubt::not_applicable
               ? "n/a"
               : std::string(model::to_string(expectation.doubt));
  }
  std::string text(model::to_string(expectation.value));
  if (expectation.number) text += ":" + std::to_string(*expectation.number);
  return text;
}

void Place::refuse(const std::string& why) const {
  throw std::runtime_error(file + ":" + std::to_string(line) + ": " + why);
}

// ---- Settings -----------------------------------------------------------------------------------

Settings::Settings(std::string_view words, Place place) : place_(std::move(place)) {
  for (const std::string& word : split(words, " ")) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) place_.refuse("\"" + word + "\" is no key=value");
    if (!values_.emplace(word.substr(0, equals), word.substr(equals + 1)).second)
      place_.refuse("\"" + word.substr(0, equals) + "\" twice");
  }
}

std::string Settings::take(std::string_view key, std::string otherwise) {
  const auto found = values_.find(key);
  if (found == values_.end()) return otherwise;
  std::string value = found->second;
  values_.erase(found);
  return value;
}

std::string Settings::take_one_of(std::string_view key, const std::vector<std::string>& words) {
  std::string value = take(key, words.front());
  if (std::find(words.begin(), words.end(), value) == words.end())
    place_.refuse("\"" + value + "\" is nothing that " + std::string(key) + " can be");
  return value;
}

void Settings::refuse_the_rest() const {
  if (!values_.empty())
    place_.refuse("\"" + values_.begin()->first + "\" means nothing for this server");
}

// ---- Groups -------------------------------------------------------------------------------------

Groups::Groups(std::string_view text, const std::string& file, std::vector<std::string> fact_names)
    : fact_names_(std::move(fact_names)) {
  for (const auto& [place, line] : lines_of(text, file)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) place.refuse("a group is \"name: expectations\"");
    const std::string name = line.substr(0, colon);
    if (groups_.contains(name)) place.refuse("\"" + name + "\" is there already");
    groups_.emplace(name, read(line.substr(colon + 2), place));
  }
}

Expectations Groups::read(std::string_view words, const Place& place) const {
  Expectations all;
  for (const std::string& word : split(words, " ")) {
    if (word.front() == '@') {
      const auto group = groups_.find(std::string_view(word).substr(1));
      if (group == groups_.end()) place.refuse("no group \"" + word + "\" before this line");
      for (const auto& [name, expectation] : group->second) all[name] = expectation;
      continue;
    }
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) place.refuse("\"" + word + "\" is neither a group nor a fact");
    const Expectation expectation =
        expectation_of(std::string_view(word).substr(equals + 1), place);
    for (const std::string& name : split(word.substr(0, equals), ",")) {
      if (std::find(fact_names_.begin(), fact_names_.end(), name) == fact_names_.end())
        place.refuse("no fact \"" + name + "\"");
      all[name] = expectation;
    }
  }
  return all;
}

// ---- Rows ---------------------------------------------------------------------------------------

std::vector<Row> read_rows(std::string_view text, const std::string& file, const std::string& kind,
                           const Groups& groups) {
  std::vector<Row> rows;
  std::set<std::string> names;
  for (const auto& [place, columns] : read_lines(text, file)) {
    if (columns.size() != 3) place.refuse("a row is \"name | server | expectations\"");
    Row row;
    row.name = kind + "/" + columns[0];
    row.kind = kind;
    row.settings = Settings(columns[1], place);
    row.facts = groups.read(columns[2], place);
    row.place = place;
    if (!names.insert(row.name).second) place.refuse("\"" + row.name + "\" is there already");
    for (const std::string& name : groups.fact_names()) {
      if (!row.facts.contains(name)) place.refuse("not a word about " + name);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> read_folder(const std::string& folder) {
  const Groups groups(read_text(folder + "/expectations.txt"), "expectations.txt",
                      names_of_all_facts());
  std::vector<Row> rows;
  for (const std::string kind : {"openssl", "gnutls", "wolfssl"}) {
    const std::string file = kind + ".txt";
    for (Row& row : read_rows(read_text(folder + "/" + file), file, kind, groups))
      rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace matrix
