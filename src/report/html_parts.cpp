// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_parts.hpp"

#include <fmt/core.h>

namespace report::html {
namespace {

// On a narrow screen rows and cells are laid out as blocks, and then browsers forget what they are
// unless their roles are said.
Markup head_of(const Table& table) {
  Markup cells;
  for (const std::string& title : table.columns)
    cells += element("th", {{"role", "columnheader"}, {"scope", "col"}}, text(title));
  return element("thead", {{"role", "rowgroup"}}, element("tr", {{"role", "row"}}, cells)) + "\n";
}

Markup row_of(const Table& table, const Row& row) {
  Markup cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const bool first = i == 0;
    cells += element(first ? "th" : "td",
                     {{"role", first ? "rowheader" : "cell"},
                      {"scope", first ? "row" : ""},
                      {"data-label", table.columns.at(i)},
                      {"data-sort", row.cells[i].sort_key}},
                     element("div", row.cells[i].content));
  }
  return element("tr", {{"role", "row"}, {"data-kind", row.kind}, {"class", row.look}}, cells) +
         "\n";
}

}  // namespace

Markup heading(unsigned level, const Markup& title) {
  return element(fmt::format("h{}", level), title) + "\n";
}

Markup section(const std::string& id, unsigned level, const Markup& title, const Markup& content) {
  const std::string heading_id = id + "-title";
  return element("section", {{"id", id}, {"aria-labelledby", heading_id}},
                 element(fmt::format("h{}", level), {{"id", heading_id}}, title) + "\n" + content) +
         "\n";
}

Markup paragraph(const Markup& content) { return element("p", content) + "\n"; }

Markup note(const Markup& content) { return element("p", {{"class", "note"}}, content) + "\n"; }

Markup bullets(const std::vector<Markup>& items) {
  if (items.empty()) return {};
  Markup all;
  for (const Markup& item : items) all += element("li", item) + "\n";
  return element("ul", all) + "\n";
}

Markup fields(const std::vector<Field>& all) {
  Markup content;
  for (const Field& field : all) {
    if (field.value.empty()) continue;
    content += element("div", element("dt", field.name) + element("dd", field.value)) + "\n";
  }
  return content.empty() ? content : element("dl", content) + "\n";
}

Markup table_of(const Table& table) {
  Markup rows;
  for (const Row& row : table.rows) rows += row_of(table, row);
  return element("table",
                 {{"role", "table"},
                  {"id", table.id},
                  {"class", table.look},
                  {"data-sortable", table.sortable ? "yes" : ""}},
                 element("caption", table.caption) + "\n" + head_of(table) +
                     element("tbody", {{"role", "rowgroup"}}, rows)) +
         "\n";
}

Markup filter_for(const Table& table, const std::string& things,
                  const std::vector<std::pair<std::string, std::string>>& kinds) {
  const std::string words = table.id + "-words";
  const std::string choice = table.id + "-kind";
  Markup tools = element("label", {{"for", words}}, "Filter " + text(things)) +
                 "<input type=\"search\" autocomplete=\"off\" spellcheck=\"false\" id=\"" +
                 text(words) + "\">";
  if (!kinds.empty()) {
    Markup options = element("option", {{"value", "any"}}, "all");
    for (const auto& [value, title] : kinds)
      options += element("option", {{"value", value}}, text(title));
    tools +=
        element("label", {{"for", choice}}, "Show") + element("select", {{"id", choice}}, options);
  }
  tools += element("output", {{"role", "status"}, {"for", words}}, "");
  return element("div",
                 {{"class", "tools"},
                  {"data-table", table.id},
                  {"data-things", things},
                  {"hidden", "hidden"}},
                 tools) +
         "\n";
}

Markup copyable(std::string_view what, std::string_view words) {
  return element("div", {{"class", "copyable"}, {"data-what", std::string(what)}},
                 element("pre", lines(words))) +
         "\n";
}

}  // namespace report::html
