// SPDX-License-Identifier: GPL-3.0-or-later
//
// The wordings of refusals, read from src/outcome/refusal_texts.txt, whose head describes them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "outcome/refusal.hpp"

namespace outcome {

struct RefusalExample {
  std::string said_by;
  std::string reply;     // as on the wire, CRLF included
  std::size_t line = 0;  // in the file
};

// Words as they stand in a reply, in lower case.
struct RefusalPhrase {
  std::string words;
  bool at_start = false;  // "^": nothing before it
  bool open_end = false;  // "*": the last word may go on
};

struct RefusalPattern {
  RefusalKind kind{};
  std::string id;
  std::string code;                                 // "421", "4xx", "-"
  std::string enhanced;                             // "4.7.1", "x.7.x", "none", "-"
  std::vector<std::vector<RefusalPhrase>> phrases;  // one of each must be there
  std::vector<RefusalExample> examples;
};

class RefusalTexts {
 public:
  RefusalTexts() = default;
  // Fails with "NAME:LINE: ..." at the first line that is not as the head of the file says.
  static base::Result<RefusalTexts> read(std::string_view text, const std::string& name);

  [[nodiscard]] const std::vector<RefusalPattern>& patterns() const { return patterns_; }

 private:
  friend class RefusalTextsReader;
  std::vector<RefusalPattern> patterns_;
};

// What refusal_of does, with other texts than the built-in ones. The pattern lives as long as they
// do.
std::optional<Refusal> refusal_of(const wire::SmtpReply& reply, const RefusalTexts& texts);

// src/outcome/refusal_texts.txt as it was when the program was built.
std::string_view builtin_refusal_texts();

}  // namespace outcome
