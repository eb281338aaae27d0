// SPDX-License-Identifier: GPL-3.0-or-later
//
// A text of paragraphs with hanging indents. Whatever is given is made printable here; nothing but
// this page's own colours can command a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/formats.hpp"
#include "report/words.hpp"

namespace report {

class Page {
 public:
  explicit Page(const TextStyle& style);

  [[nodiscard]] std::size_t columns() const { return columns_; }
  void blank() { text_ += '\n'; }
  // A line of its own in bold, a blank one before it.
  void heading(std::string_view title);
  // Wrapped; further lines are indented by two more.
  void line(std::size_t indent, std::string_view text);
  // A word in its colour, then text that hangs behind it.
  void marked(std::size_t indent, std::string_view mark, Tone tone, std::string_view text);
  // The same behind a number, "  1.", as wide as three digits need.
  void numbered(std::size_t number, std::string_view mark, Tone tone, std::string_view text);
  // A name in a column of `width`, then text that hangs in its own. Nothing for an empty text.
  void field(std::size_t indent, std::string_view name, std::size_t width, std::string_view text);
  // The same with a word in its colour before the text, which may be empty.
  void field(std::size_t indent, std::string_view name, std::size_t width, const Word& word,
             std::string_view text);
  // Never wrapped, from the first column: to be copied.
  void record(std::string_view line);
  // A remark in a zone file, wrapped.
  void remark(std::string_view text);
  // Lines that are laid out and printable already.
  void laid_out(std::string_view lines) { text_ += lines; }
  // With the colour on, `text` in it.
  [[nodiscard]] std::string painted(Tone tone, std::string_view text) const;

  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  bool colour_;
  std::size_t columns_;
  std::string text_;
};

std::string upper(std::string_view words);
// As much of it as `most` columns hold; "..." at the end where there is more. Printable.
std::string clipped(std::string_view text, std::size_t most);

}  // namespace report
