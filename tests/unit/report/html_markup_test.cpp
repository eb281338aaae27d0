// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_markup.hpp"

#include <doctest/doctest.h>

#include "report/html_signs.hpp"

using namespace report::html;  // NOLINT(google-build-using-namespace)

TEST_CASE("a sign is never without its word") {
  CHECK(mark({report::Tone::bad, "fail"}).str() ==
        "<span class=\"mark bad\"><svg class=\"sign\" viewBox=\"0 0 16 16\" "
        "aria-hidden=\"true\"><use href=\"#sign-bad\"/></svg>fail</span>");
}

TEST_CASE("text cannot become markup") {
  CHECK(text("<a href=\"x\">'&'</a>").str() ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(text("a\nb\x1b\xc2\x85\xff").str() == "a\\x0ab\\x1b\\u0085\\xff");
  CHECK(text("\xe2\x80\xae"
             "abc")
            .str() == "\\u202eabc");
  CHECK(text("").empty());
}

TEST_CASE("lines end where they end") {
  CHECK(lines("one <1>\r\ntwo\nthree\r").str() == "one &lt;1&gt;\ntwo\nthree");
}

TEST_CASE("attributes are escaped, and left out where they are empty") {
  CHECK(element("p", {{"title", "\" onclick=\"x"}, {"class", ""}}, "word").str() ==
        "<p title=\"&quot; onclick=&quot;x\">word</p>");
}
