// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text for a terminal of 80 columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace report {

inline constexpr std::size_t kColumns = 80;

// Printable, on one line, and reversible (base::escape): what a terminal could take as a command is
// spelt out.
std::string shown(std::string_view text);

// "smtp, h2": each shown.
std::string listed(const std::vector<std::string>& words);

// The columns that it takes: characters of UTF-8.
std::size_t width(std::string_view text);

// `text` in lines that end at `columns`, broken at blanks (but before a parenthesis) and inside of
// what is longer than a line; the first behind what is there already (`column` columns of it), the
// others indented.
std::string wrapped(std::string_view text, std::size_t column, std::size_t indent,
                    std::size_t columns = kColumns);

// "  title     text", the text wrapped in a column of its own. Empty for an empty text.
std::string paragraph(std::string_view title, std::string_view text);

// "  name      value", name and value each in a column, the value wrapped; a value with a word that
// is too long for its column begins on the next line.
std::string field(std::string_view name, std::string_view value);
// The same for a part of the field above.
std::string subfield(std::string_view name, std::string_view value);

}  // namespace report
