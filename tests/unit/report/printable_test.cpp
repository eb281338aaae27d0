// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/printable.hpp"

#include <doctest/doctest.h>

using report::escaped;
using report::printable;
using report::well_formed;

TEST_CASE("what a terminal could obey, or an eye not see, is spelt out") {
  CHECK(printable("a\x1b[31m\x07\r\n\x7f") == "a\\x1b[31m\\x07\\x0d\\x0a\\x7f");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\u009b31m");
  CHECK(printable("a\xe2\x80\xae"
                  "b\xe2\x81\xa6") == "a\\u202eb\\u2066");
  CHECK(printable("\xef\xbb\xbf\xef\xbf\xbf") == "\\ufeff\\uffff");
}

TEST_CASE("what means something in HTML and XML is a character reference, the rest printable") {
  CHECK(escaped("<a href=\"x\">'&'</a>") ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(escaped("a\n\x1b&amp;") == "a\\x0a\\x1b&amp;amp;");
}

TEST_CASE("text stays as it is, and backslashes are not doubled") {
  CHECK(printable("M\xc3\xbcnchen \\x1b <b>") == "M\xc3\xbcnchen \\x1b <b>");
  CHECK(printable("").empty());
}

TEST_CASE("octets that are no UTF-8 are spelt out, next to a backslash too") {
  CHECK(printable("\xff\\\xc3") == "\\xff\\\\xc3");
  CHECK(well_formed("a\xff\n\\") == "a\\xff\n\\");
  CHECK(well_formed(std::string_view("\0", 1)) == "\\x00");
}
