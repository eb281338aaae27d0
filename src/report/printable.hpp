// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace report {

// Any octets as one line of UTF-8 in which everything is seen: control characters, octets that are
// no UTF-8 and line ends are spelt out (\x1b), and so are characters that hide something or turn
// the direction of writing (\u202e). Backslashes stay as they are: most such text has been escaped
// once already, so that this cannot be turned back.
std::string printable(std::string_view text);

// The same, fit to stand in an element or in an attribute of HTML and of XML (which has no way to
// write most control characters, XML 1.0 section 2.2): the five characters that mean something
// there are character references that both know.
std::string escaped(std::string_view text);

// Well-formed UTF-8: every octet that is not part of it, and NUL, as \xNN; the rest, control
// characters included, as it is.
std::string well_formed(std::string_view text);

}  // namespace report
