// SPDX-License-Identifier: GPL-3.0-or-later
//
// The language of the dialogues (README.md), as far as it is about one conversation.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <utility>
#include <vector>

#include "model/probe.hpp"
#include "model/transcript.hpp"
#include "support/conversation_driver.hpp"

namespace dialogues {

// "12: what is wrong there".
struct Failure {
  std::string message;
};

struct Line {
  std::size_t number = 0;
  std::string mark;  // "S:", "S|", "C:", "C|", "--", "then:", "probe:", ...
  std::string text;  // behind the mark; of "--" without the closing dashes
};

// Comments and blank lines left out; throws Failure at a mark that is none of `marks`.
std::vector<Line> read_lines(std::istream& text, const std::vector<std::string>& marks);

// The marks of what is said and what happens.
inline const std::vector<std::string> kConversationMarks{"S:", "S|", "C:", "C|", "--"};

// The file beside `file` that a "probe-file:" names, the probe that a "probe:" does, or the
// implicit form (model/implicit_tls.hpp) of the one that an "implicit-tls:" does.
model::Probe probe_of(const Line& line, const std::string& file);

// Plays the server's side, line by line; throws Failure when the client does not do what is
// written.
class ScriptPlayer {
 public:
  explicit ScriptPlayer(model::Probe probe) : probe_(std::move(probe)), driver_(probe_) {}

  void play(const Line& line);
  // Nothing more was said than is written, and the conversation has ended.
  model::Transcript finish(std::size_t number);
  [[nodiscard]] bool said_quit() const { return said_quit_; }

 private:
  void connect();
  void expect_heard(const std::string& expected, std::size_t number);
  void expect_client_hello(std::size_t number);
  void happen(const Line& line);

  model::Probe probe_;  // the driver refers to it
  support::ConversationDriver driver_;
  bool connected_ = false;
  bool said_quit_ = false;
  std::string heard_;
};

}  // namespace dialogues
