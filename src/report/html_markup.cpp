// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_markup.hpp"

#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/printable.hpp"

namespace report::html {

// Puts together what Markup keeps to itself.
struct Opening {
  static Markup raw(std::string html) {
    Markup markup;
    markup.html_ = std::move(html);
    return markup;
  }
};

Markup text(std::string_view words) { return Opening::raw(escaped(words)); }

Markup lines(std::string_view words) {
  std::string all;
  for (std::string_view line : base::split(words, '\n')) {
    if (line.data() != words.data()) all += '\n';
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    all += escaped(line);
  }
  return Opening::raw(std::move(all));
}

Markup embedded(std::string_view file) { return Opening::raw(std::string(file)); }

Markup element(std::string_view name, Attributes attributes, const Markup& content) {
  std::string html = fmt::format("<{}", name);
  for (const Attribute& attribute : attributes) {
    if (attribute.value.empty()) continue;
    html += fmt::format(" {}=\"{}\"", attribute.name, text(attribute.value).str());
  }
  html += fmt::format(">{}</{}>", content.str(), name);
  return Opening::raw(std::move(html));
}

Markup element(std::string_view name, const Markup& content) { return element(name, {}, content); }

Markup code(std::string_view words) { return element("code", text(words)); }

}  // namespace report::html
