// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.hpp"

#include <fstream>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "outcome.hpp"
#include "script.hpp"

namespace dialogues {
namespace {

const std::vector<std::string>& marks() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> marks = kConversationMarks;
    marks.insert(marks.end(), {"then:", "probe:", "probe-file:", "implicit-tls:"});
    return marks;
  }();
  return all;
}

class Player {
 public:
  explicit Player(model::Probe probe) : script_(std::move(probe)) {}

  void play(const Line& line) {
    if (line.mark == "then:") return expect_outcome(line);
    script_.play(line);
  }

 private:
  void expect_outcome(const Line& line) {
    if (!outcome_) {
      const model::Transcript transcript = script_.finish(line.number);
      outcome_ = outcome_of(transcript, script_.said_quit());
    }
    const std::size_t equals = line.text.find(" = ");
    if (equals == std::string::npos)
      throw Failure{fmt::format("{}: write \"then: key = value\"", line.number)};
    const std::string key = line.text.substr(0, equals);
    const std::string expected = line.text.substr(equals + 3);
    const auto found = outcome_->find(key);
    if (found == outcome_->end())
      throw Failure{fmt::format("{}: no such key: {}", line.number, key)};
    if (found->second != expected) {
      throw Failure{fmt::format("{}: {} should be \"{}\", and is \"{}\"", line.number, key,
                                expected, found->second)};
    }
  }

  ScriptPlayer script_;
  std::optional<Outcome> outcome_;
};

}  // namespace

std::optional<std::string> play(const std::string& file) {
  try {
    std::ifstream text(file);
    if (!text) return file + ": cannot be read";
    const std::vector<Line> lines = read_lines(text, marks());
    if (lines.size() < 2 || lines.back().mark != "then:")
      return file + ": a dialogue ends with what must hold (then:)";
    Player player(probe_of(lines.front(), file));
    for (std::size_t i = 1; i < lines.size(); ++i) player.play(lines[i]);
    return std::nullopt;
  } catch (const Failure& failure) {
    return file + ":" + failure.message;
  }
}

}  // namespace dialogues
