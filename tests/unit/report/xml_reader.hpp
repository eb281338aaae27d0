// SPDX-License-Identifier: GPL-3.0-or-later
//
// As much of XML 1.0 as a report has: elements, attributes, text and the five entities. Whatever is
// not well-formed ends a test.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace xml {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;
  std::vector<Element> children;

  // Those of this name.
  [[nodiscard]] std::vector<const Element*> all(std::string_view wanted) const;
};

// Throws std::runtime_error with the place where it is not well-formed.
Element read(std::string_view document);

}  // namespace xml
