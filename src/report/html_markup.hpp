// SPDX-License-Identifier: GPL-3.0-or-later
//
// HTML that a stranger's words cannot become part of: Markup is made of literals of this program
// and of text(), which escapes; there is no third way.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace report::html {

class Markup {
 public:
  Markup() = default;
  // Not explicit: a literal in this program is markup.
  template <std::size_t N>
  Markup(const char (&literal)[N])
      : html_(literal, N - 1) {}  // NOLINT(google-explicit-constructor)

  Markup& operator+=(const Markup& other) {
    html_ += other.html_;
    return *this;
  }
  friend Markup operator+(Markup one, const Markup& other) { return one += other; }

  [[nodiscard]] const std::string& str() const { return html_; }
  [[nodiscard]] bool empty() const { return html_.empty(); }

 private:
  friend struct Opening;
  std::string html_;
};

// Any octets, fit to stand in an element or between double quotes in an attribute, in one line;
// what is not seen is spelt out as printable() does, since it could hide something.
Markup text(std::string_view words);
// The same in several lines, for <pre>: CRLF and LF are line ends.
Markup lines(std::string_view words);
// A file of this program as it is, for <style> and <script>.
Markup embedded(std::string_view file);

// Its value is escaped. One without a value is left out; for hidden="" write "hidden" as the value.
struct Attribute {
  std::string_view name;  // a literal
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

// <name attributes>content</name>
Markup element(std::string_view name, Attributes attributes, const Markup& content);
Markup element(std::string_view name, const Markup& content);

// What a machine reads or writes: names, ids, settings.
Markup code(std::string_view words);

}  // namespace report::html
