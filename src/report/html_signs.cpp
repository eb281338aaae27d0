// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_signs.hpp"

#include <fmt/core.h>

namespace report::html {

Markup sign(Tone tone) {
  return "<svg class=\"sign\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><use href=\"#sign-" +
         text(to_string(tone)) + "\"/></svg>";
}

Markup mark(const Word& word) {
  return element("span", {{"class", fmt::format("mark {}", to_string(word.tone))}},
                 sign(word.tone) + text(word.says));
}

Markup signs() {
  return R"(<svg width="0" height="0" class="signs" aria-hidden="true" focusable="false"><defs>
<symbol id="sign-good" viewBox="0 0 16 16"><circle class="fill" cx="8" cy="8" r="7.5"/><path class="line" d="M4.5 8.4l2.4 2.4 4.7-5.2"/></symbol>
<symbol id="sign-bad" viewBox="0 0 16 16"><path class="fill" d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"/><path class="line" d="M5.3 5.3l5.4 5.4m0-5.4l-5.4 5.4"/></symbol>
<symbol id="sign-warn" viewBox="0 0 16 16"><path class="fill" d="M8 .8l7.6 14H.4z"/><path class="line" d="M8 5.6v4.300m0 2.200v.3"/></symbol>
<symbol id="sign-doubt" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.7"/><path class="mono" d="M6 6.3a2 2 0 1 1 2.900 1.800c-.6.3-.9.6-.9 1.200m0 2.200v.3"/></symbol>
<symbol id="sign-plain" viewBox="0 0 16 16"><path class="mono" d="M3.500 8h9"/></symbol>
</defs></svg>
)";
}

Markup codes(const std::vector<std::string>& words) {
  Markup all;
  for (const std::string& word : words) {
    if (!all.empty()) all += ", ";
    all += code(word);
  }
  return all;
}

}  // namespace report::html
