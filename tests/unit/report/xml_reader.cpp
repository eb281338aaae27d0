// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml_reader.hpp"

#include <stdexcept>
#include <utility>

namespace xml {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Element document() {
    expect("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    blanks();
    Element root = element();
    blanks();
    if (at_ != text_.size()) fail("more than one root");
    return root;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(what + " at octet " + std::to_string(at_));
  }
  [[nodiscard]] bool sees(std::string_view words) const {
    return text_.substr(at_).starts_with(words);
  }
  void expect(std::string_view words) {
    if (!sees(words)) fail("\"" + std::string(words) + "\" is missing");
    at_ += words.size();
  }
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }

  std::string name() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (text_[at_] == '-' || (text_[at_] >= 'a' && text_[at_] <= 'z')))
      ++at_;
    if (at_ == start) fail("a name is missing");
    return std::string(text_.substr(start, at_ - start));
  }

  char entity() {
    for (const auto& [words, c] :
         {std::pair{"&amp;", '&'}, std::pair{"&lt;", '<'}, std::pair{"&gt;", '>'},
          std::pair{"&quot;", '"'}, std::pair{"&#39;", '\''}}) {
      if (!sees(words)) continue;
      at_ += std::string_view(words).size();
      return c;
    }
    fail("an entity that is none");
  }

  // Section 2.2: of the control characters only tab and line ends.
  std::string characters(char end) {
    std::string out;
    while (at_ < text_.size() && text_[at_] != end) {
      const char c = text_[at_];
      if (c == '<' || (static_cast<unsigned char>(c) < 0x20 && c != '\n'))
        fail("a character that may not stand here");
      if (c == '&') {
        out += entity();
        continue;
      }
      out += c;
      ++at_;
    }
    return out;
  }

  Element element() {
    expect("<");
    Element made;
    made.name = name();
    while (sees(" ")) {
      blanks();
      const std::string key = name();
      expect("=\"");
      if (!made.attributes.try_emplace(key, characters('"')).second) fail("an attribute twice");
      expect("\"");
    }
    if (sees("/>")) {
      at_ += 2;
      return made;
    }
    expect(">");
    while (!sees("</")) {
      if (sees("<")) {
        made.children.push_back(element());
      } else {
        made.text += characters('<');
      }
      if (at_ >= text_.size()) fail("an element without an end");
    }
    expect("</" + made.name + ">");
    return made;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<const Element*> Element::all(std::string_view wanted) const {
  std::vector<const Element*> found;
  for (const Element& child : children)
    if (child.name == wanted) found.push_back(&child);
  return found;
}

Element read(std::string_view document) { return Reader(document).document(); }

}  // namespace xml
