// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/core.h>

#include "model/json_source.hpp"
#include "report/expectation.hpp"
#include "report/expectation_names.hpp"
#include "report/printable.hpp"
#include "report/text_columns.hpp"

namespace report {
namespace {

using model::JsonSource;
using nlohmann::json;

// Where to look for a name that there is none of.
std::string_view where_listed(Section section) {
  switch (section) {
    case Section::checks:
      return "; \"waxseal checks\" lists them, and \"rfc7672/*\" means all of one document";
    case Section::senders:
      return "; \"waxseal senders\" lists them, and \"*\" means all others";
    case Section::domain:
    case Section::every_server:
      return "; the facts are those of results-schema, with yes, no or unknown";
    case Section::enforcement:
      break;
  }
  return "";
}

std::string hint(std::string_view word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  if (!near.empty()) return fmt::format("; did you mean \"{}\"?", near);
  constexpr std::size_t kFew = 12;
  return known.size() <= kFew ? "; known here: " + listed(known) : std::string();
}

// Reads one section after the other; the first problem ends it.
class Reader {
 public:
  Reader(const JsonSource& source, const std::vector<model::Sender>& senders)
      : source_(source), senders_(senders) {}

  void read(Section section, std::vector<Wanted>& wanted) {
    const std::string key(to_string(section));
    if (problem_ || !source_.root().contains(key)) return;
    const json& object = source_.root().at(key);
    if (!object.is_object()) return fail("/" + key, fmt::format("\"{}\" wants an object", key));
    const std::vector<std::string> names = names_of(section, senders_);
    for (const auto& item : object.items()) {
      if (problem_) return;
      const std::string pointer = "/" + key + "/" + item.key();
      check_name(section, item.key(), names, pointer);
      wanted.push_back({item.key(), words(section, item.key(), item.value(), pointer)});
      if (++count_ > kMostWanted)
        return fail(pointer, fmt::format("more than {} expectations", kMostWanted));
    }
  }
  [[nodiscard]] const std::optional<base::Error>& problem() const { return problem_; }

 private:
  void fail(const std::string& pointer, const std::string& message) {
    if (!problem_) problem_ = source_.error(pointer, message);
  }

  void check_name(Section section, const std::string& name, const std::vector<std::string>& names,
                  const std::string& pointer) {
    const bool may_be_pattern = section == Section::checks || section == Section::senders;
    const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& some) {
      return may_be_pattern ? pattern_fits(name, some) : name == some;
    });
    if (known) return;
    fail(pointer, fmt::format("nothing is called \"{}\" in \"{}\"{}{}", printable(name),
                              to_string(section), hint(name, names), where_listed(section)));
  }

  std::string word(const json& value, const std::vector<std::string>& known,
                   const std::string& pointer) {
    if (!value.is_string()) {
      fail(pointer, "a word is wanted here, or a list of words");
      return {};
    }
    auto text = value.get<std::string>();
    if (std::find(known.begin(), known.end(), text) == known.end())
      fail(pointer,
           fmt::format("\"{}\" is none of its words{}", printable(text), hint(text, known)));
    return text;
  }

  std::vector<std::string> words(Section section, const std::string& name, const json& value,
                                 const std::string& pointer) {
    const std::vector<std::string> known = words_of(section, name);
    if (!value.is_array()) return {word(value, known, pointer)};
    std::vector<std::string> list;
    if (value.empty()) fail(pointer, "the list is empty, so that nothing could meet it");
    for (std::size_t i = 0; i < value.size() && !problem_; ++i)
      list.push_back(word(value[i], known, fmt::format("{}/{}", pointer, i)));
    return list;
  }

  const JsonSource& source_;
  const std::vector<model::Sender>& senders_;
  std::optional<base::Error> problem_;
  std::size_t count_ = 0;
};

// Keys at the top that are none of ours.
std::optional<base::Error> problem_at_top(const JsonSource& source) {
  model::ObjectReader top(source, "");
  top.string("$schema", "");
  for (const Section section : {Section::domain, Section::enforcement, Section::every_server,
                                Section::checks, Section::senders})
    top.object(std::string(to_string(section)));
  return top.problem();
}

}  // namespace

base::Result<Expectation> read_expectation(std::string_view text, const std::string& file,
                                           const std::vector<model::Sender>& senders) {
  const auto source = JsonSource::parse(text, file);
  if (!source) return source.error();
  if (const auto problem = problem_at_top(*source)) return *problem;
  Expectation expectation;
  Reader reader(*source, senders);
  reader.read(Section::domain, expectation.domain);
  reader.read(Section::enforcement, expectation.enforcement);
  reader.read(Section::every_server, expectation.every_server);
  reader.read(Section::checks, expectation.checks);
  reader.read(Section::senders, expectation.senders);
  if (reader.problem()) return *reader.problem();
  if (source->root().empty() || (source->root().size() == 1 && source->root().contains("$schema")))
    return source->error("", "nothing is expected here, which everything would meet");
  return expectation;
}

}  // namespace report
