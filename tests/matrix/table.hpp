// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables of this folder, read. README.md says what stands in them. Everything here throws
// std::runtime_error with file and line for what it does not understand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"

namespace matrix {

// What a table says about a fact.
struct Expectation {
  model::Answer value = model::Answer::unknown;
  model::Doubt doubt = model::Doubt::none;
  std::optional<std::uint64_t> number;  // nullopt: any, or none

  friend bool operator==(const Expectation&, const Expectation&) = default;
};
using Expectations = std::map<std::string, Expectation, std::less<>>;  // by the fact's name

// "yes", "no:1024", "n/a", "not_measured": as a table has it.
std::string to_string(const Expectation& expectation);

struct Place {
  std::string file;
  std::size_t line = 0;

  [[noreturn]] void refuse(const std::string& why) const;
};

// What stands between the bars of one line, trimmed, and where it stands.
struct Line {
  Place place;
  std::vector<std::string> columns;
};

// The lines of a table: an indented one goes on where the one before ended, `#` begins a comment.
std::vector<Line> read_lines(std::string_view text, const std::string& file);

std::vector<std::string> split(std::string_view text, std::string_view separators);
// A whole file.
std::string read_text(const std::string& path);

// "versions=1.2-1.3 level=1", to be taken out word by word.
class Settings {
 public:
  Settings() = default;
  Settings(std::string_view words, Place place);

  // The value of this key, or `otherwise`. Whoever knows a key takes it.
  std::string take(std::string_view key, std::string otherwise);
  // The same, of these words only.
  std::string take_one_of(std::string_view key, const std::vector<std::string>& words);
  // What nobody took is a word that nobody knows.
  void refuse_the_rest() const;
  [[nodiscard]] const Place& place() const { return place_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  Place place_;
};

// A server and what is true of it.
struct Row {
  std::string name;  // "openssl/tls12-only"
  std::string kind;  // "openssl", "gnutls", "wolfssl"
  Settings settings;
  Expectations facts;
  Place place;
};

// Groups of expectations, by name, from the text of expectations.txt.
class Groups {
 public:
  // `fact_names`: all there are.
  Groups(std::string_view text, const std::string& file, std::vector<std::string> fact_names);

  // "@group fact=value fact,fact=value": what comes later wins.
  [[nodiscard]] Expectations read(std::string_view words, const Place& place) const;
  [[nodiscard]] const std::vector<std::string>& fact_names() const { return fact_names_; }

 private:
  std::vector<std::string> fact_names_;
  std::map<std::string, Expectations, std::less<>> groups_;
};

// The rows of one file of servers. Every row must speak of every fact.
std::vector<Row> read_rows(std::string_view text, const std::string& file, const std::string& kind,
                           const Groups& groups);

// All rows of a folder with the files of this one.
std::vector<Row> read_folder(const std::string& folder);

}  // namespace matrix
