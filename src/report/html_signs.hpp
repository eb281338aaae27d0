// SPDX-License-Identifier: GPL-3.0-or-later
//
// A word with its sign and colour: the word says it, the rest helps the eye.
#pragma once

#include <string>
#include <vector>

#include "report/html_markup.hpp"
#include "report/words.hpp"

namespace report::html {

// A sign and the word.
Markup mark(const Word& word);
// The sign alone, where the word stands beside it anyway.
Markup sign(Tone tone);
// The signs, once a page: sign() refers to them.
Markup signs();

// Each as code, with commas between.
Markup codes(const std::vector<std::string>& words);

}  // namespace report::html
