// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome/refusal_texts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"

namespace outcome {
namespace {

bool is_code_shape(std::string_view shape) {
  return shape == "-" || (shape.size() == 3 && (shape[0] == '4' || shape[0] == '5') &&
                          std::all_of(shape.begin() + 1, shape.end(),
                                      [](char c) { return base::is_digit(c) || c == 'x'; }));
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), base::is_digit);
}

bool is_enhanced_shape(std::string_view shape) {
  if (shape == "-" || shape == "none") return true;
  const auto parts = base::split(shape, '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part == "x" || is_number(part);
         });
}

}  // namespace

// Line by line; the first problem ends it.
class RefusalTextsReader {
 public:
  explicit RefusalTextsReader(std::string name) : name_(std::move(name)) {}

  base::Result<RefusalTexts> read(std::string_view text) {
    for (const std::string_view line : base::split(text, '\n')) {
      ++line_;
      const std::string_view entry = base::trim(line);
      if (entry.empty() || entry[0] == '#') continue;
      const bool indented = line[0] == ' ' || line[0] == '\t';
      const std::string problem = indented ? read_example(entry) : read_pattern(entry);
      if (!problem.empty()) return error(line_, problem);
    }
    if (without_example()) return error(pattern_line_, "a pattern without an example");
    return std::move(texts_);
  }

 private:
  base::Error error(std::size_t line, const std::string& problem) const {
    return {fmt::format("{}:{}: {}", name_, line, problem)};
  }

  bool without_example() const {
    return !texts_.patterns_.empty() && texts_.patterns_.back().examples.empty();
  }

  static std::string_view take_word(std::string_view& rest) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest = base::trim(rest.substr(end));
    return word;
  }

  std::string read_pattern(std::string_view rest) {
    if (without_example()) return "the pattern before this one has no example";
    pattern_line_ = line_;
    const std::string_view kind_name = take_word(rest);
    const auto kind = refusal_kind_named(kind_name);
    if (!kind) return fmt::format("\"{}\" is no kind of refusal", base::escape(kind_name));
    RefusalPattern pattern{*kind,
                           std::string(take_word(rest)),
                           std::string(take_word(rest)),
                           std::string(take_word(rest)),
                           {},
                           {}};
    if (!texts_.patterns_.empty() && *kind < texts_.patterns_.back().kind) {
      return fmt::format("{} outranks {} and stands before it", kind_name,
                         to_string(texts_.patterns_.back().kind));
    }
    const auto same = [&pattern](const RefusalPattern& other) { return other.id == pattern.id; };
    if (std::any_of(texts_.patterns_.begin(), texts_.patterns_.end(), same)) {
      return fmt::format("there is a pattern {} already", base::escape(pattern.id));
    }
    if (!is_code_shape(pattern.code)) return "the code is none like 421, 4xx or -";
    if (!is_enhanced_shape(pattern.enhanced)) {
      return "the enhanced code is none like 4.7.1, x.7.x, none or -";
    }
    std::string problem = read_words(rest, pattern);
    texts_.patterns_.push_back(std::move(pattern));
    return problem;
  }

  // "a + b | c": a, and one of b and c. No wording has these signs between blanks.
  static std::string read_words(std::string_view text, RefusalPattern& pattern) {
    for (const std::string_view all : base::split(text, '+')) {
      auto& phrases = pattern.phrases.emplace_back();
      for (const std::string_view one : base::split(all, '|')) {
        RefusalPhrase phrase{base::to_lower(base::trim(one))};
        phrase.at_start = !phrase.words.empty() && phrase.words.front() == '^';
        if (phrase.at_start) phrase.words.erase(0, 1);
        phrase.open_end = !phrase.words.empty() && phrase.words.back() == '*';
        if (phrase.open_end) phrase.words.pop_back();
        if (phrase.words.empty()) return "no words to look for";
        phrases.push_back(std::move(phrase));
      }
    }
    return {};
  }

  std::string read_example(std::string_view text) {
    if (texts_.patterns_.empty()) return "an example before the first pattern";
    const std::size_t bar = text.find('|');
    if (bar == std::string_view::npos) return "an example is WHO | REPLY";
    const std::string_view said_by = base::trim(text.substr(0, bar));
    const std::string_view reply = base::trim(text.substr(bar + 1));
    const bool coded = reply.size() >= 3 && is_number(reply.substr(0, 3));
    if (!coded || (reply[0] != '4' && reply[0] != '5')) {
      return "an example begins with its 4xx or 5xx code";
    }
    auto& examples = texts_.patterns_.back().examples;
    if (!said_by.empty()) {
      examples.push_back({std::string(said_by), {}, line_});
    } else if (examples.empty()) {
      return "who says it?";
    }
    examples.back().reply.append(reply).append("\r\n");
    return {};
  }

  std::string name_;
  std::size_t line_ = 0;
  std::size_t pattern_line_ = 0;
  RefusalTexts texts_;
};

base::Result<RefusalTexts> RefusalTexts::read(std::string_view text, const std::string& name) {
  return RefusalTextsReader(name).read(text);
}

}  // namespace outcome
