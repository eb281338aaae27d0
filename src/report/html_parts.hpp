// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every part of the page is built of: sections, tables, lists of names and values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/html_markup.hpp"

namespace report::html {

// A landmark with a heading, that `id` leads to. `level`: 2 to 4, of the heading.
Markup section(const std::string& id, unsigned level, const Markup& title, const Markup& content);
Markup heading(unsigned level, const Markup& title);

Markup paragraph(const Markup& content);
Markup note(const Markup& content);  // smaller, less black
// Empty for no items.
Markup bullets(const std::vector<Markup>& items);

struct Field {
  Markup name;
  Markup value;  // empty: the field is left out
};
Markup fields(const std::vector<Field>& all);

struct Cell {
  Markup content;
  std::string sort_key{};  // empty: what is read; numbers sort as numbers
};
struct Row {
  std::vector<Cell> cells;  // as many as columns; the first is the row's heading
  std::string kind{};       // what a choice beside the filter keeps: "fail"
  // What the row is, for the eye: "same" ...; a class in page.css.
  std::string look{};
};
struct Table {
  std::string id;
  Markup caption;
  std::vector<std::string> columns;
  std::vector<Row> rows{};
  bool sortable = false;  // buttons in the headings; the rows stand in their order without scripts
  std::string look{};     // a class in page.css
};
// On a narrow screen each row becomes a block, each cell with its column's title beside it.
Markup table_of(const Table& table);

// What narrows a table down: a field for words, and a choice of kinds where there are some (value,
// title). `things`: "senders". Hidden until the script shows it.
Markup filter_for(const Table& table, const std::string& things,
                  const std::vector<std::pair<std::string, std::string>>& kinds);

// Text to be copied, as it is, and a button that the script puts beside it.
Markup copyable(std::string_view what, std::string_view text);

}  // namespace report::html
